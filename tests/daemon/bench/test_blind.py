"""The blind sheet: halves, order, and that nothing but the key tells."""

from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.bench.blind import BlindClip, blind_clips, blind_key
from neonworks_daemon.bench.cases import read_strips
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline
from neonworks_protocol.errors import BadRequest

from tests.daemon.bench.drawn_cases import write_cases


def _clips(folder: Path, count: int, seed: int = 1) -> list[BlindClip]:
    strips = list(read_strips(write_cases(folder, strips=4)))
    return blind_clips(strips, count, seed, Pipeline(default_registry(NetChoice.OFF)), lambda: None)


def test_half_are_ours_and_no_strip_comes_twice(tmp_path: Path) -> None:
    clips = _clips(tmp_path, 8)
    assert [clip.number for clip in clips] == list(range(1, 9))
    assert sum(clip.ours for clip in clips) == 4
    assert len({(clip.strip.case, clip.strip.name) for clip in clips}) == 8
    for name in ("walk", "idle"):
        assert sum(clip.ours for clip in clips if clip.strip.name == name) == 2


def test_size_count_and_times_do_not_tell(tmp_path: Path) -> None:
    clips = _clips(tmp_path, 8)
    for name in ("walk", "idle"):
        kind = [clip for clip in clips if clip.strip.name == name]
        assert len({(len(clip.frames), clip.frames[0].shape, clip.durations) for clip in kind}) == 1
    for clip in clips:
        for frame in clip.frames:
            assert set(np.unique(frame[..., 3])) <= {0, 255}
            assert not frame[frame[..., 3] == 0].any()


def test_ours_are_drawn_and_the_artists_are_not_changed(tmp_path: Path) -> None:
    for clip in _clips(tmp_path, 8):
        same = all(np.array_equal(a, b) for a, b in zip(clip.frames, clip.strip.frames, strict=True))
        assert same != clip.ours


def test_the_same_seed_gives_the_same_sheet(tmp_path: Path) -> None:
    first, again, other = (_clips(tmp_path / name, 6, seed) for name, seed in (("a", 3), ("b", 3), ("c", 4)))
    assert blind_key(first, 3) == blind_key(again, 3)
    assert blind_key(first, 3)["clips"] != blind_key(other, 4)["clips"]


def test_too_few_strips_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="ask for fewer"):
        _clips(tmp_path, 9)
