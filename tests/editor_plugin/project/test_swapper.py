"""Changed files reach the entities that use them, whole, and no others."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.library import clip_of_sidecar
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.project.swapper import POLL_S, SETTLE_S, Swapper
from neonworks_protocol.messages import AssetChanged

from tests.fakes.exports import clip_message, export_files
from tests.fakes.hosts import FakeEntity, FakeHost
from tests.fakes.pngs import png


class _Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        clips = [self.made(name) for name in ("hero", "slime")]
        for name in ("hero", "slime"):
            (folder / f"{name}.png").write_bytes(png(3, 3))
        self.host = FakeHost(
            ProjectPlace(folder, folder, "game"),
            *(FakeEntity(name, folder / f"{name[:-1]}.png") for name in ("hero1", "hero2", "slime3")),
        )
        for entity, clip in zip(self.host.things, (clips[0], clips[0], clips[1]), strict=True):
            self.host.show(entity, clip)
        self.now = 0.0
        self.swapper = Swapper(self.host, clock=lambda: self.now)
        self.run(0.2)

    def made(self, name: str) -> AppliedClip:
        folder = self.folder / "animations" / name
        folder.mkdir(parents=True)
        for file, data in export_files(clip_message(), name, "frames").items():
            (folder / file).write_bytes(data)
        return clip_of_sidecar(folder / f"{name}_walk.animator.json")

    def frame(self, number: int, name: str = "hero") -> Path:
        return self.folder / "animations" / name / f"{name}_walk_{number:02d}.png"

    def run(self, seconds: float) -> None:
        """Let the clock go on, with what the thread does in its own time."""
        end = self.now + seconds
        while self.now < end:
            self.now += 0.016
            self.swapper.tick()
            if self.swapper._work is not None:
                self.swapper._work.exception(timeout=20)
        self.swapper.tick()

    def swaps(self) -> list[int]:
        return [thing.swaps for thing in self.host.things.values()]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[_Bench]:
    bench = _Bench(tmp_path)
    yield bench
    bench.swapper.close()


def test_nothing_happens_while_nothing_changes(bench: _Bench) -> None:
    bench.run(2.0)
    assert bench.swaps() == [0, 0, 0]
    assert bench.host.refreshed == []


def test_a_changed_frame_is_swapped_where_it_is_used(bench: _Bench) -> None:
    new = png(4, 6, (1, 2, 3, 255))
    bench.frame(2).write_bytes(new)
    bench.run(POLL_S + SETTLE_S + 0.1)
    assert bench.swaps() == [1, 1, 0]
    assert bench.host.things["hero1"].contents[1] == new
    bench.run(2.0)
    assert bench.swaps() == [1, 1, 0], "once"


@pytest.mark.parametrize("count", [1, 2, 5])
def test_shorter_and_longer_clips_of_another_size_are_swapped(bench: _Bench, count: int) -> None:
    clip = clip_message(count, (9, 11))
    for path in bench.frame(1).parent.iterdir():
        path.unlink()
    for name, data in export_files(clip, "hero", "frames").items():
        (bench.frame(1).parent / name).write_bytes(data)
    bench.run(0.5)
    assert bench.swaps() == [1, 1, 0]
    shown = bench.host.things["hero1"].clips["walk"]
    assert (len(shown.frames), shown.size, shown.durations) == (count, (9, 11), clip.durations)


def test_a_frame_that_is_added_by_hand_is_seen(bench: _Bench) -> None:
    bench.frame(4).write_bytes(png(4, 6))
    bench.run(0.5)
    assert len(bench.host.things["hero1"].clips["walk"].frames) == 4


def test_half_written_files_stay_out_until_they_are_whole(bench: _Bench) -> None:
    new = png(4, 6, (9, 9, 9, 255))
    for length in range(0, len(new), 7):
        bench.frame(1).write_bytes(new[:length])
        bench.run(0.05)
    bench.run(1.0)
    assert bench.swaps() == [0, 0, 0]
    bench.frame(1).write_bytes(new)
    bench.run(0.8)
    assert bench.swaps() == [1, 1, 0]
    assert bench.host.things["hero2"].contents[0] == new
    assert bench.host.said == []


def test_a_broken_file_is_told_once_and_heals(bench: _Bench) -> None:
    bench.frame(1).write_bytes(b"not a picture")
    bench.run(10.0)
    assert bench.swaps() == [0, 0, 0]
    assert len(bench.host.said) == 1
    assert "hero_walk_01.png" in bench.host.said[0]
    bench.frame(1).write_bytes(png(4, 6))
    bench.run(0.5)
    assert bench.swaps() == [1, 1, 0]


def test_a_deleted_clip_stays_on_the_entity(bench: _Bench) -> None:
    for path in bench.frame(1).parent.iterdir():
        path.unlink()
    bench.run(10.0)
    assert bench.swaps() == [0, 0, 0]
    assert bench.host.things["hero1"].clips["walk"].frames[0] == bench.frame(1)


def test_a_changed_still_is_read_again(bench: _Bench) -> None:
    still = bench.folder / "slime.png"
    still.write_bytes(png(3, 3)[:20])
    bench.run(0.5)
    assert bench.host.refreshed == []
    still.write_bytes(png(5, 5))
    bench.run(1.0)
    assert bench.host.refreshed == [still]


def _event(bench: _Bench, *outputs: str, path: str = "hero.png") -> AssetChanged:
    return AssetChanged(root="art", path=path, sha256="0" * 64, recipe="0" * 64, outputs=outputs)


def test_news_of_a_watched_folder_need_not_settle(bench: _Bench) -> None:
    new = png(4, 6, (5, 5, 5, 255))
    bench.frame(1).write_bytes(new)
    bench.swapper.heard(_event(bench, "animations/hero/hero_walk_01.png"))
    bench.run(0.034)
    assert bench.swaps() == [1, 1, 0]
    assert bench.host.things["hero1"].contents[0] == new
    outputs = [bench.folder / "hero.png", bench.folder / "animations/hero/hero_walk_01.png"]
    assert bench.host.refreshed[:2] == outputs


def test_news_of_other_folders_change_nothing(bench: _Bench) -> None:
    bench.swapper.heard(_event(bench, "animations/other/x.png", path="other.png"))
    bench.swapper.heard(_event(bench, "../../etc/passwd", "/etc/passwd", path="far/away.png"))
    bench.run(0.5)
    assert bench.swaps() == [0, 0, 0]
    assert bench.host.refreshed == []


def test_what_this_program_wrote_is_no_news(bench: _Bench) -> None:
    bench.frame(1).write_bytes(png(4, 6, (5, 5, 5, 255)))
    bench.swapper.written(bench.host.clips()["hero1"])
    bench.run(1.0)
    assert bench.swaps() == [0, 0, 0]


def test_times_in_the_sidecar_are_taken(bench: _Bench) -> None:
    path = bench.frame(1).with_name("hero_walk.animator.json")
    record = json.loads(path.read_text())
    path.write_text(json.dumps({**record, "loop": False}))
    bench.run(0.5)
    assert bench.host.things["hero1"].clips["walk"].loop is False


def test_many_files_are_looked_at_over_several_frames(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    things = []
    for number in range(100):
        path = folder / f"s{number}.png"
        path.write_bytes(png(1, 1))
        things.append(FakeEntity(f"e{number}", path))
    host = FakeHost(ProjectPlace(folder, folder, "many"), *things)
    swapper = Swapper(host, clock=time.monotonic)
    swapper.tick()
    assert 0 < len(swapper._round) < 100
    swapper.close()
