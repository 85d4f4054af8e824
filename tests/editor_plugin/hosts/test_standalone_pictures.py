from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.standalone_pictures import load_clip, load_still
from neonworks_editor.project.applied import AppliedClip
from neonworks_protocol.errors import BadSprite

from tests.fakes.pngs import png


def _clip(folder: Path, *frames: bytes) -> AppliedClip:
    paths = tuple(folder / f"a_{number}.png" for number in range(len(frames)))
    for path, data in zip(paths, frames, strict=True):
        path.write_bytes(data)
    return AppliedClip("walk", paths, (50,) * len(paths), True, (2, 3), (1.0, 3.0), (0, 1), direction="left")


def test_a_still_keeps_its_alpha(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(2, 3, (10, 20, 30, 0)))
    picture = load_still(tmp_path / "a.png")
    assert picture.get_size() == (2, 3)
    assert picture.get_at((0, 0)) == pygame.Color(10, 20, 30, 0)


@pytest.mark.parametrize("data", [b"", b"text", png(2, 3)[:30]])
def test_what_cannot_be_read_is_one_line_with_its_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "hero.png").write_bytes(data)
    for path in (tmp_path / "hero.png", tmp_path / "gone.png", tmp_path):
        with pytest.raises(BadSprite, match=path.name) as caught:
            load_still(path)
        assert "\n" not in caught.value.message


def test_a_clip_is_read_frame_by_frame(tmp_path: Path) -> None:
    steps = list(load_clip(_clip(tmp_path, png(2, 3, (1, 0, 0, 255)), png(2, 3, (2, 0, 0, 255)))))
    assert steps[0] is None
    loaded = steps[1]
    assert loaded is not None
    assert [frame.get_at((0, 0))[0] for frame in loaded.play.frames] == [1, 2]
    assert (loaded.animation, loaded.still_offset, loaded.direction) == ("walk", (0, 1), "left")


def test_frames_of_several_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match=r"a_1\.png"):
        list(load_clip(_clip(tmp_path, png(2, 3), png(3, 3))))
