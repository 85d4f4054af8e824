import dataclasses

import pytest
from neonworks_models.export.artwork import FrameTag

from tests.models.export.clips import make_clip, walking_square


def test_frames_are_named_as_neonworks_names_them() -> None:
    assert make_clip(walking_square(2)).frame_names == ("hero_walk_01.png", "hero_walk_02.png")


def test_names_are_made_safe() -> None:
    assert make_clip(name="a/b", label="walk left").stem == "a_b_walk_left"


def test_the_whole_clip_is_one_tag_by_default() -> None:
    clip = make_clip()
    assert clip.all_tags == (FrameTag("walk", 0, 3),)
    assert dataclasses.replace(clip, tags=(FrameTag("x", 1, 2),)).all_tags == (FrameTag("x", 1, 2),)


def test_frames_must_fit_the_plan() -> None:
    clip = make_clip()
    with pytest.raises(ValueError, match="4 frames"):
        dataclasses.replace(clip, frames=clip.frames[:2])
    with pytest.raises(ValueError, match="shape"):
        dataclasses.replace(clip, frames=tuple(frame[:5] for frame in clip.frames))
