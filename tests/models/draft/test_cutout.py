"""Cutting stills: every pixel belongs to a piece, pieces know only the still's colours."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_models.draft.cutout import Cutout, Part, cut_out
from neonworks_models.draft.raster import Piece, pack_pixels, stamp_moved
from neonworks_models.examples.gallery import ExampleSprite
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from tests.fakes.bipeds import BIPED_NAMES, biped, enlarged

DRAWN = [name for name in BIPED_NAMES if not name.endswith("_left")]


def cut_of(still: ExampleSprite) -> Cutout:
    assert still.joints is not None
    rows = np.flatnonzero(still.sprite.opaque.any(axis=1))
    return cut_out(still.sprite, still.joints, still.facing, float(rows[-1] + 1 - rows[0]))


def covered(piece: Piece, shape: tuple[int, ...]) -> NDArray[np.uint32]:
    canvas = np.zeros(shape, np.uint32)
    stamp_moved(canvas, piece, 0, 0)
    return canvas


@pytest.mark.parametrize("factor", [1, 2])
@pytest.mark.parametrize("name", DRAWN)
def test_every_pixel_belongs_to_a_piece(name: str, factor: int) -> None:
    still = enlarged(biped(name), factor)
    picture = pack_pixels(still.sprite.rgba)
    cutout = cut_of(still)
    owned = np.zeros(picture.shape, bool)
    for pieces in (cutout.pieces, cutout.lined):
        for piece in pieces.values():
            canvas = covered(piece, picture.shape)
            assert not canvas[picture == 0].any(), "pieces lie within the figure"
            owned |= canvas == picture
    assert np.array_equal(owned & (picture != 0), picture != 0)


@pytest.mark.parametrize("name", DRAWN)
def test_pieces_have_the_stills_own_colours(name: str) -> None:
    still = biped(name)
    own = set(np.unique(pack_pixels(still.sprite.rgba))) | {np.uint32(0)}
    cutout = cut_of(still)
    for piece in (*cutout.pieces.values(), *cutout.lined.values()):
        assert set(np.unique(piece.art)) <= own
        assert set(np.unique(piece.large)) <= own


@pytest.mark.parametrize("name", DRAWN)
def test_a_whole_figure_has_all_its_pieces(name: str) -> None:
    cutout = cut_of(biped(name))
    assert set(cutout.pieces) == set(cutout.lined) == set(Part)
    assert cutout.facing is biped(name).facing


@pytest.mark.parametrize("name", DRAWN)
def test_pieces_lie_where_their_joints_are(name: str) -> None:
    still = biped(name)
    cutout = cut_of(still)
    shape = still.sprite.rgba.shape[:2]
    neck_y = cutout.joints[Joint.NECK][1]
    middle: dict[Part, float] = {}
    for part, piece in cutout.pieces.items():
        middle[part] = float(np.nonzero(covered(piece, shape))[0].mean())
    assert middle[Part.HEAD] < neck_y < middle[Part.TORSO]
    for side in ("left", "right"):
        thigh, shin, foot = (middle[Part(f"{side}_{word}")] for word in ("thigh", "shin", "foot"))
        assert middle[Part.TORSO] < thigh < shin < foot
        assert middle[Part(f"{side}_upper_arm")] < middle[Part(f"{side}_forearm")]


@pytest.mark.parametrize("name", ["knight_down", "mage_down", "adventurer_up", "villager_down"])
def test_limbs_lie_on_their_own_side(name: str) -> None:
    cutout = cut_of(biped(name))
    shape = biped(name).sprite.rgba.shape[:2]
    axis = cutout.joints[Joint.PELVIS][0]
    for word in ("forearm", "shin", "foot"):
        for side in ("left", "right"):
            part = Part(f"{side}_{word}")
            x = float(np.nonzero(covered(cutout.pieces[part], shape))[1].mean()) + 0.5
            joint_x = cutout.joints[Joint(f"{side}_{'wrist' if word == 'forearm' else 'ankle'}")][0]
            assert (x < axis) == (joint_x < axis)


@pytest.mark.parametrize("name", [n for n in DRAWN if n.endswith("right")])
def test_a_far_arm_borrows_the_near_arms_art_in_shade(name: str) -> None:
    still = biped(name)
    cutout = cut_of(still)
    for word in ("shoulder", "elbow", "wrist"):
        assert cutout.joints[Joint(f"left_{word}")] == cutout.joints[Joint(f"right_{word}")]
    shape = still.sprite.rgba.shape[:2]
    for word in ("upper_arm", "forearm"):
        near, far = (covered(cutout.pieces[Part(f"{side}_{word}")], shape) for side in ("right", "left"))
        assert np.array_equal(near != 0, far != 0)
        light_near, light_far = (
            arm[arm != 0].view(np.uint8).reshape(-1, 4)[:, :3].mean() for arm in (near, far)
        )
        assert light_far < light_near


@pytest.mark.parametrize("name", DRAWN)
def test_a_limb_that_left_its_place_has_a_darker_border(name: str) -> None:
    still = biped(name)
    cutout = cut_of(still)
    shape = still.sprite.rgba.shape[:2]
    for part in (Part.HEAD, Part.TORSO):
        assert np.array_equal(cutout.pieces[part].art, cutout.lined[part].art)
    darkened = 0
    for part in cutout.pieces:
        plain, lined = (covered(p[part], shape) for p in (cutout.pieces, cutout.lined))
        assert np.array_equal(plain != 0, lined != 0)
        other = plain != lined
        if other.any():
            light = [art[other].view(np.uint8).reshape(-1, 4)[:, :3].mean() for art in (plain, lined)]
            assert light[1] < light[0]
            darkened += 1
    assert darkened > 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    width=st.integers(8, 30),
    height=st.integers(8, 30),
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.02, 1.0),
    facing=st.sampled_from([Direction.DOWN, Direction.UP, Direction.RIGHT]),
)
def test_any_picture_with_any_joints_is_cut_without_loss(
    width: int, height: int, seed: int, share: float, facing: Direction
) -> None:
    noise = np.random.default_rng(seed)
    rgba = noise.integers(0, 256, (height, width, 4), dtype=np.uint8)
    rgba[..., 3] = np.where(noise.random((height, width)) < share, 255, 0)
    rgba[height // 2, width // 2, 3] = 255
    sprite = Sprite.from_rgba(rgba)
    joints = {joint: (float(noise.uniform(0, width)), float(noise.uniform(0, height))) for joint in Joint}
    cutout = cut_out(sprite, joints, facing, float(height))
    owned = np.zeros((height, width), bool)
    for piece in cutout.pieces.values():
        owned |= covered(piece, (height, width)) != 0
    assert np.array_equal(owned, sprite.opaque)
