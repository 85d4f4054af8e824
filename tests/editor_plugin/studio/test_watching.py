from pathlib import Path

from neonworks_editor.studio.watching import POLL_S, FileWatch, file_stamp

from tests.fakes.editor_links import ManualClock


def looks(watch: FileWatch, clock: ManualClock, count: int = 4) -> int:
    return sum(watch.changed(clock.pass_(POLL_S)) for _ in range(count))


def test_a_change_counts_once_when_it_has_settled(tmp_path: Path) -> None:
    path, clock = tmp_path / "hero.png", ManualClock()
    path.write_bytes(b"one")
    watch = FileWatch(path, clock.now)
    assert looks(watch, clock) == 1, "the first content"
    assert looks(watch, clock) == 0
    path.write_bytes(b"longer")
    assert not watch.changed(clock.pass_(POLL_S)), "seen for the first time"
    assert watch.changed(clock.pass_(POLL_S))
    assert looks(watch, clock) == 0


def test_a_file_that_grows_is_waited_for() -> None:
    clock, size = ManualClock(), iter([(1, 1), (2, 2), (3, 3), (4, 4), (4, 4), (4, 4)])
    watch = FileWatch(Path("hero.png"), clock.now, stamp=lambda _: next(size))
    assert [watch.changed(clock.pass_(POLL_S)) for _ in range(6)] == [False] * 4 + [True, False]


def test_a_file_saved_by_renaming_is_waited_for(tmp_path: Path) -> None:
    path, clock = tmp_path / "hero.png", ManualClock()
    path.write_bytes(b"one")
    watch = FileWatch(path, clock.now)
    looks(watch, clock)
    path.unlink()
    assert looks(watch, clock) == 0
    path.write_bytes(b"other!")
    assert looks(watch, clock) == 1


def test_it_looks_no_more_often_than_it_should() -> None:
    seen: list[Path] = []
    watch = FileWatch(Path("a"), 0.0, stamp=lambda path: seen.append(path))
    for step in range(100):
        watch.changed(step * POLL_S / 10)
    assert len(seen) <= 10


def test_the_stamp_of_nothing_is_none(tmp_path: Path) -> None:
    assert file_stamp(tmp_path / "gone") is None
