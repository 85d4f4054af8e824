from pathlib import Path

from neonworks_daemon.bench.chaos.folder_truth import Content, FolderTruth


def test_what_was_there_in_between_is_remembered() -> None:
    now = [0.0]
    truth = FolderTruth(lambda: now[0])
    one, two = Content.of(b"1"), Content.of(b"2")

    def differed(begin: float, end: float, least_s: float = 0.5) -> bool:
        return truth.differed("a.png", one.sha256, begin, end, least_s=least_s)

    for at, content in ((0.0, one), (10.0, two), (10.2, one), (20.0, two), (25.0, one)):
        now[0] = at
        truth.put("a.png", content)
    now[0] = 30.0
    assert not differed(1.0, 15.0) and differed(1.0, 15.0, least_s=0.1)
    assert differed(1.0, 22.0) and not differed(25.5, 30.0)
    truth.remove("a.png")
    now[0] = 30.1
    truth.put("a.png", one)
    now[0] = 40.0
    assert truth.now == {"a.png": one} and differed(26.0, 40.0) and not differed(30.2, 40.0)
    truth.recipe_changed("a")
    assert differed(30.2, 41.0) and not differed(30.2, 39.0)


def test_the_disk_is_compared(tmp_path: Path) -> None:
    truth = FolderTruth()
    (tmp_path / "a.png").write_bytes(b"1")
    truth.put("a.png", Content.of(b"1"))
    assert truth.disagreements(tmp_path) == []
    (tmp_path / "a.png").write_bytes(b"2")
    truth.put("b.png", Content.of(b"3", usable=False))
    assert truth.disagreements(tmp_path) == ["a.png", "b.png"]
