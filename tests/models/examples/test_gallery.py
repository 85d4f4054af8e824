"""The examples are clean pixel art and their joints lie where the limbs are drawn."""

import numpy as np
import pytest
from neonworks_models.examples.gallery import ExampleSprite, example_sprites
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Archetype, Direction

EXAMPLES = example_sprites()
BIPEDS = [e for e in EXAMPLES if e.archetype is Archetype.BIPED]


def test_sizes_and_facings_that_the_demo_promises() -> None:
    bipeds = {(e.sprite.width, e.sprite.height, e.facing) for e in BIPEDS}
    for size in (64, 48, 32):
        assert {f for w, h, f in bipeds if (w, h) == (size, size)} >= {Direction.DOWN, Direction.RIGHT}
    assert any(e.facing is Direction.UP for e in BIPEDS)
    assert len({e.name for e in EXAMPLES}) == len(EXAMPLES)


def test_two_calls_draw_the_same_pixels() -> None:
    assert [e.sprite.sha256 for e in EXAMPLES] == [e.sprite.sha256 for e in example_sprites()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_pixels_are_clean(example: ExampleSprite) -> None:
    rgba = example.sprite.rgba
    assert set(np.unique(rgba[..., 3])) == {0, 255}
    assert len(np.unique(rgba[example.sprite.opaque], axis=0)) <= 40
    border = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])
    assert not border[:, 3].any(), "cut at the canvas border"
    assert _specks(example.sprite.opaque) == 0


@pytest.mark.parametrize("example", BIPEDS, ids=lambda e: e.name)
def test_joints_lie_on_the_figure(example: ExampleSprite) -> None:
    assert example.joints is not None
    assert set(example.joints) == set(Joint)
    for joint, (x, y) in example.joints.items():
        assert example.sprite.opaque[int(y), int(x)], f"{joint} misses the figure"


@pytest.mark.parametrize("example", BIPEDS, ids=lambda e: e.name)
def test_head_is_near_the_top_and_feet_at_the_bottom(example: ExampleSprite) -> None:
    assert example.joints is not None
    rows = np.nonzero(example.sprite.opaque.any(axis=1))[0]
    top, foot_line = int(rows[0]), int(rows[-1]) + 1
    height = foot_line - top
    assert abs(example.joints[Joint.HEAD_TOP][1] - top) <= 1
    assert foot_line - example.joints[Joint.LEFT_ANKLE][1] < 0.12 * height


def test_sides_swap_between_front_and_back() -> None:
    front, back = (_named(n).joints for n in ("knight_down", "knight_up"))
    assert front is not None
    assert back is not None
    assert front[Joint.RIGHT_WRIST][0] < front[Joint.LEFT_WRIST][0]
    assert back[Joint.RIGHT_WRIST][0] > back[Joint.LEFT_WRIST][0]


def _named(name: str) -> ExampleSprite:
    return next(e for e in EXAMPLES if e.name == name)


def _specks(opaque: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]") -> int:
    padded = np.pad(opaque, 1)
    neighbours = sum(
        np.roll(padded, (dy, dx), (0, 1)).astype(int)
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
        if (dy, dx) != (0, 0)
    )
    return int((padded & (neighbours == 0)).sum())
