import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.gif import centiseconds, encode_gif, gif_notes
from neonworks_models.sprites.sprite import RGBA
from PIL import Image

from tests.models.export.clips import make_clip, noise_frames, walking_square


def _open(clip: ClipArtwork) -> Image.Image:
    (data,) = encode_gif(clip).values()
    return Image.open(io.BytesIO(data))


def _frames(gif: Image.Image) -> list[RGBA]:
    frames = []
    for index in range(getattr(gif, "n_frames", 1)):
        gif.seek(index)
        frames.append(np.asarray(gif.convert("RGBA")))
    return frames


def _visible(frame: RGBA) -> RGBA:
    return np.where(frame[..., 3:] > 127, frame, 0)


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 1000),
    count=st.integers(1, 6),
    colours=st.integers(1, 255),
    width=st.integers(1, 24),
    height=st.integers(1, 24),
)
def test_pixels_survive_exactly(seed: int, count: int, colours: int, width: int, height: int) -> None:
    clip = make_clip(noise_frames(seed, count, colours, width, height))
    decoded = _frames(_open(clip))
    assert len(decoded) == count
    for got, wanted in zip(decoded, clip.frames, strict=True):
        assert np.array_equal(_visible(got), wanted)


def test_255_colours_are_exact() -> None:
    frame = np.full((16, 16, 4), 255, np.uint8)
    frame[..., 0] = np.minimum(np.arange(256), 254).reshape(16, 16)
    frame[..., 1] = 7
    clip = make_clip([frame, np.rot90(frame).copy()])
    assert np.array_equal(_frames(_open(clip))[0], frame)
    assert gif_notes(clip) == ()


def test_more_colours_are_reduced_once_for_all_frames() -> None:
    frames = noise_frames(5, 3, 2000, 40, 40)
    clip = make_clip(frames)
    decoded = _frames(_open(clip))
    used = np.unique(np.concatenate([f[f[..., 3] > 0] for f in decoded]), axis=0)
    assert len(used) <= 255
    assert any("255 colours" in note for note in gif_notes(clip))
    for got, wanted in zip(decoded, frames, strict=True):
        assert np.array_equal(got[..., 3], wanted[..., 3])


def test_equal_neighbours_stay_frames() -> None:
    still = walking_square(1)[0]
    assert len(_frames(_open(make_clip([still, still, still])))) == 3


def test_an_empty_frame_is_empty() -> None:
    clip = make_clip([walking_square(1)[0], np.zeros((12, 12, 4), np.uint8)])
    assert not _frames(_open(clip))[1][..., 3].any()


def test_every_frame_replaces_the_last() -> None:
    gif = _open(make_clip())
    for index in range(4):
        gif.seek(index)
        assert getattr(gif, "disposal_method", None) == 2


def test_loop_flag() -> None:
    assert _open(make_clip(loop=True)).info["loop"] == 0
    assert "loop" not in _open(make_clip(loop=False)).info


@given(st.lists(st.integers(20, 2000), min_size=1, max_size=32))
def test_rounding_keeps_the_total(durations: list[int]) -> None:
    delays = centiseconds(tuple(durations))
    assert abs(10 * sum(delays) - sum(durations)) <= 5
    assert all(abs(10 * delay - wanted) <= 10 for delay, wanted in zip(delays, durations, strict=True))


def test_timing_is_written() -> None:
    gif = _open(make_clip(durations=[83, 83, 83, 84]))
    delays = []
    for index in range(4):
        gif.seek(index)
        delays.append(gif.info["duration"])
    assert delays == [80, 90, 80, 80]


@pytest.mark.parametrize("durations", [[5, 5, 5, 5], [1, 1, 1, 100]])
def test_too_short_frames_are_clamped_and_said(durations: list[int]) -> None:
    clip = make_clip(durations=durations)
    assert min(centiseconds(clip.plan.durations)) == 2
    assert any("20 ms" in note for note in gif_notes(clip))


def test_soft_alpha_is_said() -> None:
    frames = [frame.copy() for frame in walking_square()]
    frames[0][4, 1, 3] = 90
    clip = make_clip(frames)
    assert any("half-transparent" in note for note in gif_notes(clip))
    assert _frames(_open(clip))[0][4, 1, 3] == 0
    assert gif_notes(make_clip()) == ()
