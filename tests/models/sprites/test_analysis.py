"""Properties that hold for any sprite: nothing depends on canvas, size or side."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.data.drawn import draw
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.figure import Picture
from neonworks_models.sprites.reader import Reading, StillReader
from neonworks_models.sprites.rig import AlphaKind, Joint, SpriteAnalysis
from neonworks_models.sprites.sides import opposite
from neonworks_models.sprites.silhouette import figure_box
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.vocabulary import Archetype, Direction


def still(seed: int, archetype: Archetype = Archetype.BIPED, height: int = 40) -> RGBA:
    rgba = draw(np.random.default_rng(seed), archetype, height).rgba
    box = figure_box(rgba[..., 3] > 127)
    return rgba[box.y0 : box.y1, box.x0 : box.x1]


def read(rgba: RGBA) -> SpriteAnalysis:
    return analyse(Sprite.from_rgba(rgba))


def moved(
    analysis: SpriteAnalysis, factor: float, left: float, top: float
) -> dict[Joint, tuple[float, float]]:
    return {j: ((x + left) * factor, (y + top) * factor) for j, (x, y) in (analysis.joints or {}).items()}


def assert_alike(seen: SpriteAnalysis, base: SpriteAnalysis, factor: float, left: int, top: int) -> None:
    assert seen.facing is base.facing
    assert seen.archetype is base.archetype
    assert seen.core_x == pytest.approx((base.core_x + left) * factor)
    assert seen.foot_line == (base.foot_line + top) * factor
    expected = moved(base, factor, left, top)
    assert (seen.joints is None) == (base.joints is None)
    for joint, point in (seen.joints or {}).items():
        assert point == pytest.approx(expected[joint], abs=0.02 * factor)


SEEDS = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_padding_moves_everything_along(seed: int, left: int, right: int, top: int, bottom: int) -> None:
    tight = still(seed)
    assert_alike(read(np.pad(tight, ((top, bottom), (left, right), (0, 0)))), read(tight), 1, left, top)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(2, 5), st.sampled_from(Archetype))
def test_whole_factors_scale_everything(seed: int, factor: int, archetype: Archetype) -> None:
    small = np.pad(still(seed, archetype), ((3, 1), (2, 4), (0, 0)))
    assert_alike(read(small.repeat(factor, 0).repeat(factor, 1)), read(small), factor, 0, 0)


def test_broken_factors_move_joints_by_little() -> None:
    errors, same = [], []
    for seed in range(30):
        base = still(seed, height=48)
        size = [round(side * (0.6 + 0.05 * (seed % 30))) for side in base.shape[:2]]
        rows, columns = (
            (np.arange(n) + 0.5) * side / n for n, side in zip(size, base.shape[:2], strict=True)
        )
        seen, known = read(base[rows.astype(int)][:, columns.astype(int)]), read(base)
        same.append(seen.facing is known.facing)
        if seen.joints and known.joints and seen.facing is known.facing:
            expected = moved(known, size[0] / base.shape[0], 0, 0)
            errors += [np.hypot(*np.subtract(p, expected[j])) / size[0] for j, p in seen.joints.items()]
    assert np.mean(errors) < 0.025
    assert np.mean(same) > 0.85


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_mirroring_swaps_left_and_right(seed: int) -> None:
    base = read(still(seed))
    mirrored = analyse(Sprite.from_rgba(still(seed)).mirrored())
    width = base.box.width
    assert mirrored.facing is base.facing.mirrored
    assert mirrored.core_x == pytest.approx(width - base.core_x)
    assert mirrored.symmetry == pytest.approx(base.symmetry, abs=1e-6)
    for joint, (x, y) in (base.joints or {}).items():
        assert (mirrored.joints or {})[opposite(joint)] == pytest.approx((width - x, y), abs=0.02)


@settings(max_examples=60, deadline=None)
@given(st.integers(8, 40), st.integers(8, 40), SEEDS)
def test_any_opaque_picture_is_read(width: int, height: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    rgba = random.integers(0, 256, (height, width, 4), np.uint8)
    rgba[..., 3] = np.where(random.random((height, width)) < 0.5, rgba[..., 3], 0)
    rgba[height // 2, width // 2, 3] = 255
    analysis = read(rgba)
    assert 0 <= analysis.facing_confidence <= 1
    assert 0 <= analysis.archetype_confidence <= 1
    assert 0 <= analysis.symmetry <= 1
    assert analysis.box.x0 <= analysis.core_x <= analysis.box.x1
    assert analysis.alpha is AlphaKind.SOFT or set(np.unique(rgba[..., 3])) <= {0, 255}
    for x, y in (analysis.joints or {}).values():
        assert analysis.box.x0 <= x <= analysis.box.x1
        assert analysis.box.y0 <= y <= analysis.box.y1


def test_what_the_caller_knows_is_kept() -> None:
    sprite = Sprite.from_rgba(np.pad(still(3), ((4, 4), (4, 4), (0, 0))))
    for facing in Direction:
        analysis = analyse(sprite, facing=facing, archetype=Archetype.BIPED)
        assert (analysis.facing, analysis.facing_confidence) == (facing, 1.0)
        assert analysis.joints is not None
    down, up = (
        analyse(sprite, facing=f, archetype=Archetype.BIPED).joints for f in (Direction.DOWN, Direction.UP)
    )
    assert down is not None
    assert up is not None
    assert (down[Joint.LEFT_SHOULDER][0] > down[Joint.RIGHT_SHOULDER][0]) is True
    assert (up[Joint.LEFT_SHOULDER][0] < up[Joint.RIGHT_SHOULDER][0]) is True
    assert analyse(sprite, archetype=Archetype.QUADRUPED).joints is None


def test_things_face_the_viewer_without_confidence() -> None:
    analysis = analyse(Sprite.from_rgba(still(5)), archetype=Archetype.PROP)
    assert (analysis.facing, analysis.facing_confidence) == (Direction.DOWN, 0.0)
    turned = analyse(Sprite.from_rgba(still(5)), archetype=Archetype.PROP, facing=Direction.LEFT)
    assert (turned.facing, turned.facing_confidence) == (Direction.LEFT, 1.0)


def test_a_rig_with_missing_joints_is_refused() -> None:
    with pytest.raises(BadRequest, match="missing: neck"):
        analyse(Sprite.from_rgba(still(1)), joints={j: (1.0, 1.0) for j in Joint if j is not Joint.NECK})


def test_an_empty_sprite_is_refused() -> None:
    with pytest.raises(BadSprite):
        read(np.zeros((16, 16, 4), np.uint8))


class _Asked(StillReader):
    """A net that must not be asked."""

    def __init__(self) -> None:
        return None

    def read(self, picture: Picture) -> Reading:
        raise AssertionError("everything was given")


@pytest.mark.parametrize("archetype", Archetype)
def test_a_reading_that_is_given_back_is_the_same_and_asks_no_net(archetype: Archetype) -> None:
    sprite = Sprite.from_rgba(np.pad(still(3, archetype), ((2, 2), (2, 2), (0, 0))))
    found = analyse(sprite)
    again = analyse(
        sprite, facing=found.facing, archetype=found.archetype, joints=found.joints, reader=_Asked()
    )
    assert replace(again, facing_confidence=0, archetype_confidence=0) == replace(
        found, facing_confidence=0, archetype_confidence=0
    )
