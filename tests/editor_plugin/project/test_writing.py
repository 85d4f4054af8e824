import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_editor.project.arrival import check_arrival
from neonworks_editor.project.journal import Journal
from neonworks_editor.project.place import ManifestKind, ProjectPlace
from neonworks_editor.project.steps import StepStore
from neonworks_editor.project.writing import Written, choose_name, clips_of_step, write_clips
from neonworks_protocol.errors import BadRequest

from tests.fakes.exports import clip_message, export_files


@pytest.fixture
def place(tmp_path: Path) -> ProjectPlace:
    assets = tmp_path / "game" / "assets"
    assets.mkdir(parents=True)
    return ProjectPlace(tmp_path / "game", assets, "game", ManifestKind.NEONWORKS)


@pytest.fixture
def journal(place: ProjectPlace, tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(place, StepStore(tmp_path / "undo"))
    yield journal
    journal.close()


def _write(place: ProjectPlace, journal: Journal, frames: int = 3, entity: str | None = "e1") -> Written:
    clip = clip_message(frames)
    name = choose_name(place, "hero", entity)
    files = check_arrival(clip, name, export_files(clip, name, "frames"), export_files(clip, name, "sheet"))
    return write_clips(place, journal, name, [(clip, files)], entity)


def _names(place: ProjectPlace, name: str = "hero") -> list[str]:
    return sorted(path.name for path in (place.assets / "animations" / name).iterdir())


def test_files_and_entry_are_written_where_neonworks_looks(place: ProjectPlace, journal: Journal) -> None:
    written = _write(place, journal)
    assert _names(place) == [
        "hero_walk.animator.json",
        "hero_walk.json",
        "hero_walk.png",
        "hero_walk_01.png",
        "hero_walk_02.png",
        "hero_walk_03.png",
    ]
    (clip,) = written.clips
    assert clip.frames[0] == place.assets / "animations/hero/hero_walk_01.png"
    assert clip.durations == (100, 110, 120)
    (entry,) = json.loads(place.manifest_path.read_text())["assets"]["animations"]
    assert (entry["id"], entry["frame_count"]) == ("anim_hero_walk", 3)
    assert entry["animator"]["durations_ms"] == [100, 110, 120]


def test_a_shorter_clip_leaves_no_frames_of_the_longer_one(place: ProjectPlace, journal: Journal) -> None:
    _write(place, journal, 5)
    stranger = place.assets / "animations/hero/hero_walk_0x.png"
    stranger.write_bytes(b"not ours")
    _write(place, journal, 2)
    assert [name for name in _names(place) if "_walk_" in name] == [
        "hero_walk_01.png",
        "hero_walk_02.png",
        "hero_walk_0x.png",
    ]
    journal.undo()
    assert "hero_walk_05.png" in _names(place)
    assert stranger.read_bytes() == b"not ours"


def test_another_entity_gets_files_of_its_own(place: ProjectPlace, journal: Journal) -> None:
    first = _write(place, journal, 3, "e1")
    before = [path.read_bytes() for path in first.clips[0].frames]
    second = _write(place, journal, 4, "e2")
    assert second.clips[0].frames[0].name == "hero_2_walk_01.png"
    assert [path.read_bytes() for path in first.clips[0].frames] == before


def test_two_takes_of_one_animation_are_refused(place: ProjectPlace, journal: Journal) -> None:
    clip = clip_message()
    files = check_arrival(
        clip, "hero", export_files(clip, "hero", "frames"), export_files(clip, "hero", "sheet")
    )
    with pytest.raises(BadRequest, match="same animation"):
        write_clips(place, journal, "hero", [(clip, files), (clip, files)], None)
    assert not (place.assets / "animations").exists()


def test_a_step_knows_its_clips_before_and_after(place: ProjectPlace, journal: Journal) -> None:
    first, second = _write(place, journal, 3), _write(place, journal, 2)
    assert clips_of_step(place, second.step, after=True) == {"walk": second.clips[0]}
    assert clips_of_step(place, second.step, after=False) == {"walk": first.clips[0]}
    assert clips_of_step(place, first.step, after=False) == {"walk": None}
