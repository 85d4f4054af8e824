import hashlib
from pathlib import Path

import pytest
from neonworks_daemon.bench.chaos.file_events import FileEvents
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadSprite


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def under_fire(tmp_path_factory: pytest.TempPathFactory) -> FileEvents:
    """After a thousand events without any waiting."""
    made = FileEvents(tmp_path_factory.mktemp("art"), files=40, seed=3, sleep=lambda _seconds: None)
    made.prepare()
    for _ in made.run(1_500):
        pass
    return made


def test_the_truth_is_what_the_disk_holds(under_fire: FileEvents) -> None:
    assert under_fire.events >= 1_500 and under_fire.truth.disagreements(under_fire.root) == []
    pictures = {path for path in under_fire.root.rglob("*.png") if ".git" not in path.parts}
    assert {path.relative_to(under_fire.root).as_posix() for path in pictures} == set(under_fire.truth.now)
    assert 30 <= len(pictures) <= 45


def test_usable_is_what_can_be_decoded(under_fire: FileEvents) -> None:
    for path, content in under_fire.truth.now.items():
        if content.usable:
            decode_sprite((under_fire.root / path).read_bytes())
        else:
            with pytest.raises(BadSprite):
                decode_sprite((under_fire.root / path).read_bytes())


def test_every_operation_happened(under_fire: FileEvents) -> None:
    wanted = {"create", "write in pieces", "replace by rename", "overwrite", "A -> B", "delete", "rename"}
    wanted |= {"rename over", "touch", "overwrite, time kept", "corrupt", "repair", "move folder"}
    wanted |= {"create again", "change a folder's recipe", "change a sprite's recipe"}
    wanted |= {"git checkout"} if under_fire.git else set()
    assert wanted <= {word for word, count in under_fire.counts.items() if count}


def test_equal_seeds_give_equal_folders(tmp_path: Path) -> None:
    def run(name: str, seed: int) -> dict[str, str]:
        (tmp_path / name).mkdir()
        made = FileEvents(tmp_path / name, files=12, seed=seed, sleep=lambda _seconds: None)
        made.prepare()
        for _ in made.run(80):
            pass
        return {path: content.sha256 for path, content in made.truth.now.items()}

    assert run("a", 1) == run("b", 1) != run("c", 2)


def test_an_overwrite_that_keeps_time_and_size_shows_in_neither(tmp_path: Path) -> None:
    made = FileEvents(tmp_path, files=12, seed=1)
    made.prepare()
    seen = 0
    for _ in range(40):
        before = {path: (tmp_path / path).stat() for path in made.truth.now}
        digests = {path: content.sha256 for path, content in made.truth.now.items()}
        made.overwrite_keeping_time()
        (path,) = [path for path, digest in digests.items() if made.truth.now[path].sha256 != digest]
        after = (tmp_path / path).stat()
        assert after.st_mtime_ns == before[path].st_mtime_ns
        seen += after.st_size == before[path].st_size
    assert seen > 20
