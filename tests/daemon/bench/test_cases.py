from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.bench.cases import read_strips
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Direction
from PIL import Image

from tests.daemon.bench.drawn_cases import figure, write_cases


def test_strips_are_cut_and_named(tmp_path: Path) -> None:
    strips = list(read_strips(write_cases(tmp_path)))
    assert [(s.case, s.name, len(s.frames)) for s in strips] == [
        ("case_000", "idle", 4),
        ("case_000", "walk", 8),
        ("case_001", "idle", 4),
        ("case_001", "walk", 8),
    ]
    walk = strips[1]
    assert (walk.spec.animation_type, walk.analysis.facing) == (Action.WALK, Direction.DOWN)
    assert walk.plan.loop
    assert np.array_equal(walk.frames[2], figure(4, 0))


def test_a_folder_without_cases_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="ref_DIRECTION"):
        list(read_strips(tmp_path))


def test_a_strip_of_other_size_is_named(tmp_path: Path) -> None:
    write_cases(tmp_path, strips=1)
    Image.new("RGBA", (100, 64), (9, 9, 9, 255)).save(tmp_path / "case_000" / "walk_down.png")
    with pytest.raises(BadRequest, match="walk_down"):
        list(read_strips(tmp_path))


def test_strips_may_be_wider_than_sprites_and_damaged_ones_are_named(tmp_path: Path) -> None:
    write_cases(tmp_path, strips=1)
    path = tmp_path / "case_000" / "walk_down.png"
    Image.fromarray(np.concatenate([figure()] * 13, axis=1)).save(path)
    assert [len(strip.frames) for strip in read_strips(tmp_path)] == [4, 13]
    path.write_bytes(b"no picture")
    with pytest.raises(BadRequest, match="walk_down"):
        list(read_strips(tmp_path))
