import json
from pathlib import Path

import pytest
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.library import (
    clip_of_sidecar,
    project_clips,
    read_clip,
    sidecar_of,
    stamp_of,
    stem_of,
)
from neonworks_editor.project.manifest import entry_of, read_manifest
from neonworks_editor.project.place import ProjectPlace
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite

from tests.fakes.exports import clip_message, export_files
from tests.fakes.pngs import png


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clip = clip_message()
    for name, data in {**export_files(clip, "hero", "frames"), **export_files(clip, "hero", "sheet")}.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def _clip(folder: Path) -> AppliedClip:
    return clip_of_sidecar(folder / "hero_walk.animator.json")


def test_a_sidecar_and_its_frames_are_a_clip(folder: Path) -> None:
    clip = _clip(folder)
    assert (clip.animation, clip.direction, clip.size, clip.durations) == (
        "walk",
        "right",
        (4, 6),
        (100, 110, 120),
    )
    assert [path.name for path in clip.frames] == ["hero_walk_01.png", "hero_walk_02.png", "hero_walk_03.png"]
    assert clip.sheet == folder / "hero_walk.png"
    assert stem_of(clip) == folder / "hero_walk"
    assert sidecar_of(stem_of(clip)) == folder / "hero_walk.animator.json"


def test_the_label_names_variant_and_turned_direction(folder: Path) -> None:
    path = folder / "hero_walk.animator.json"
    record = json.loads(path.read_text())
    record |= {"spec": {"animation_type": "attack", "variant": "slash"}, "direction": "left"}
    path.write_text(json.dumps(record))
    assert clip_of_sidecar(path).animation == "attack_slash_left"


def test_more_frames_by_hand_last_as_long_as_the_last(folder: Path) -> None:
    clip = _clip(folder)
    (folder / "hero_walk_04.png").write_bytes(png(4, 6))
    read = read_clip(clip)
    assert read.clip.durations == (100, 110, 120, 120)
    assert read.stamps[folder / "hero_walk_04.png"] == stamp_of(folder / "hero_walk_04.png")


def test_fewer_frames_are_a_shorter_clip(folder: Path) -> None:
    clip = _clip(folder)
    (folder / "hero_walk_03.png").unlink()
    assert read_clip(clip).clip.durations == (100, 110)


def test_larger_pictures_by_hand_keep_the_feet_where_they_are(folder: Path) -> None:
    clip = _clip(folder)
    for path in clip.frames:
        path.write_bytes(png(8, 9))
    changed = read_clip(clip).clip
    assert (changed.size, changed.pivot, changed.still_offset) == ((8, 9), (4.0, 9.0), (2, 3))


def test_a_new_sidecar_brings_its_own_times(folder: Path) -> None:
    clip = _clip(folder)
    path = folder / "hero_walk.animator.json"
    record = json.loads(path.read_text())
    record |= {"frames": [{"duration": 7}] * 3, "loop": False, "pivot": [1.0, 2.0]}
    path.write_text(json.dumps(record))
    changed = read_clip(clip).clip
    assert (changed.durations, changed.loop, changed.pivot) == ((7, 7, 7), False, (1.0, 2.0))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", png(4, 6)[:-1], png(5, 5), b"GIF89a"])
def test_a_frame_that_is_not_whole_is_named(folder: Path, data: bytes) -> None:
    clip = _clip(folder)
    (folder / "hero_walk_02.png").write_bytes(data)
    with pytest.raises(BadSprite, match=r"hero_walk_02\.png"):
        read_clip(clip)


def test_frames_that_are_gone_are_named(folder: Path) -> None:
    clip = _clip(folder)
    (folder / "hero_walk_01.png").unlink()
    with pytest.raises(BadSprite, match=r"hero_walk_01\.png"):
        read_clip(clip)
    with pytest.raises(BadSprite, match="export the frames"):
        clip_of_sidecar(folder / "hero_walk.animator.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"frames": []}', "\udcff"])
def test_what_is_no_sidecar_is_refused(folder: Path, text: str) -> None:
    path = folder / "other.animator.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(BadRequest):
        clip_of_sidecar(path)


def test_a_project_lists_what_it_has(folder: Path) -> None:
    place = ProjectPlace(folder, folder, "game")
    (folder / "broken.animator.json").write_text("{")
    assert [name for name, _ in project_clips(place)] == ["hero_walk"]
    clip = _clip(folder)
    place.manifest_path.write_bytes(
        read_manifest(place).with_entries({"anim_hero_walk": entry_of(place, "hero_walk", clip, None)})
    )
    assert project_clips(place) == [("hero_walk", clip)], "once, though it is in manifest and sidecar"
    place.manifest_path.write_text("{")
    assert [name for name, _ in project_clips(place)] == ["hero_walk"]


def test_errors_are_one_line(folder: Path) -> None:
    with pytest.raises(AnimatorError) as caught:
        clip_of_sidecar(folder / "nothing.animator.json")
    assert "\n" not in caught.value.message


def _sheet_only(folder: Path, boxes: list[tuple[int, int, int, int]]) -> Path:
    for path in folder.glob("hero_walk_*.png"):
        path.unlink()
    frames = [{"frame": dict(zip("xywh", box, strict=True)), "duration": 50} for box in boxes]
    (folder / "hero_walk.json").write_text(json.dumps({"frames": frames, "meta": {}}))
    return folder / "hero_walk.animator.json"


def test_a_sheet_without_frames_is_a_clip(folder: Path) -> None:
    boxes = [(0, 0, 4, 6), (4, 0, 4, 6), (8, 0, 4, 6)]
    clip = clip_of_sidecar(_sheet_only(folder, boxes))
    assert clip.frames == (folder / "hero_walk.png",) * 3
    assert clip.cells == tuple(boxes)
    assert (clip.durations, stem_of(clip)) == ((100, 110, 120), folder / "hero_walk")
    read = read_clip(clip)
    assert read.clip == clip
    assert folder / "hero_walk.json" in read.stamps
    (folder / "hero_walk.png").write_bytes(png(16, 6))
    _sheet_only(folder, [*boxes, (12, 0, 4, 6)])
    assert len(read_clip(clip).clip.cells) == 4


def test_frames_in_place_of_the_sheet_are_taken(folder: Path) -> None:
    clip = clip_of_sidecar(_sheet_only(folder, [(0, 0, 4, 6), (4, 0, 4, 6)]))
    (folder / "hero_walk_01.png").write_bytes(png(4, 6))
    changed = read_clip(clip).clip
    assert (changed.frames, changed.cells) == ((folder / "hero_walk_01.png",), ())


@pytest.mark.parametrize("box", [(9, 0, 4, 6), (0, 1, 4, 6), (-1, 0, 4, 6), (0, 0, 3, 6), (0, 0, 0, 0)])
def test_a_sheet_that_does_not_fit_its_description_is_refused(
    folder: Path, box: tuple[int, int, int, int]
) -> None:
    with pytest.raises(BadSprite, match="does not fit"):
        clip_of_sidecar(_sheet_only(folder, [(0, 0, 4, 6), box]))
