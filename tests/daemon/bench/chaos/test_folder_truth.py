from pathlib import Path

from neonworks_daemon.bench.chaos.folder_truth import Content, FolderTruth


def test_absence_is_remembered_with_its_time() -> None:
    now = [0.0]
    truth = FolderTruth(lambda: now[0])
    truth.put("a.png", Content.of(b"1"))
    now[0] = 10.0
    truth.remove("a.png")
    assert truth.now == {} and truth.was_absent("a.png", 5.0, 11.0)
    assert not truth.was_absent("a.png", 5.0, 9.0)
    now[0] = 12.0
    truth.put("a.png", Content.of(b"1"))
    assert truth.was_absent("a.png", 11.0, 20.0)
    assert not truth.was_absent("a.png", 12.5, 20.0)
    assert not truth.was_absent("b.png", 0.0, 20.0)


def test_the_disk_is_compared(tmp_path: Path) -> None:
    truth = FolderTruth()
    (tmp_path / "a.png").write_bytes(b"1")
    truth.put("a.png", Content.of(b"1"))
    assert truth.disagreements(tmp_path) == []
    (tmp_path / "a.png").write_bytes(b"2")
    truth.put("b.png", Content.of(b"3", usable=False))
    assert truth.disagreements(tmp_path) == ["a.png", "b.png"]
