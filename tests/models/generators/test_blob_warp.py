"""A pose moves whole pixels: anchored at the foot line, no new colours, nothing lost at the window's edge."""

import numpy as np
import pytest
from neonworks_models.generators.blob_pose import BlobPose
from neonworks_models.generators.blob_warp import BlobWarp
from neonworks_models.sprites.rig import Box
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.stills import example, known_analysis

POSES = {
    "squash": BlobPose(stretch=-0.4, widen=0.3, bulge=0.2),
    "stretch": BlobPose(stretch=0.3, widen=-0.2),
    "lean": BlobPose(lean=0.3),
    "wave": BlobPose(wave=0.1),
    "sink": BlobPose(sink=0.3),
    "flap": BlobPose(flap=0.8),
    "hop": BlobPose(lift=0.5, surge=0.4),
    "twist": BlobPose(twist=90, reach=0.2),
}


def warp_of(name: str) -> tuple[BlobWarp, Box, RGBA]:
    still = example(name)
    analysis = known_analysis(still.sprite, Direction.DOWN, Archetype.BLOB)
    return BlobWarp(still.sprite.rgba, analysis.box, analysis.core_x), analysis.box, still.sprite.rgba


@pytest.mark.parametrize("name", ["slime", "small_slime", "egg_hero", "bat"])
def test_the_rest_pose_is_the_still(name: str) -> None:
    warp, _, rgba = warp_of(name)
    assert np.array_equal(warp.render(BlobPose(), Box(0, 0, rgba.shape[1], rgba.shape[0])), rgba)


@pytest.mark.parametrize("pose", POSES.values(), ids=POSES.keys())
def test_a_pose_adds_no_colour_and_no_half_alpha(pose: BlobPose) -> None:
    warp, _, rgba = warp_of("egg_hero")
    drawn = warp.render(pose, warp.reach([pose]))
    known = {tuple(c) for c in rgba.reshape(-1, 4).tolist()}
    assert {tuple(c) for c in drawn.reshape(-1, 4).tolist()} <= known
    assert not np.array_equal(drawn, warp.render(BlobPose(), warp.reach([pose])))


@pytest.mark.parametrize("pose", POSES.values(), ids=POSES.keys())
def test_the_reach_holds_the_pose(pose: BlobPose) -> None:
    for name in ("egg_hero", "bat"):
        warp, _, _ = warp_of(name)
        window = warp.reach([pose])
        extent = warp.extent(pose, window)
        assert extent is not None
        assert window.x0 < extent.x0 < extent.x1 < window.x1
        assert window.y0 < extent.y0 < extent.y1 < window.y1


@pytest.mark.parametrize("key", ["squash", "stretch", "lean", "wave", "sink", "twist"])
def test_the_feet_stay_on_the_foot_line(key: str) -> None:
    warp, box, _ = warp_of("egg_hero")
    extent = warp.extent(POSES[key], warp.reach([POSES[key]]))
    assert extent is not None
    assert extent.y1 == box.y1


def test_a_hop_lifts_and_carries_by_whole_pixels() -> None:
    warp, box, _ = warp_of("slime")
    extent = warp.extent(POSES["hop"], warp.reach([POSES["hop"]]))
    assert extent is not None
    assert extent.y1 == box.y1 - round(0.5 * box.height)
    assert extent.x0 == box.x0 + round(0.4 * box.height)
    assert (extent.width, extent.height) == (box.width, box.height)


def test_a_squashed_body_is_wider_and_lower() -> None:
    warp, box, _ = warp_of("slime")
    extent = warp.extent(POSES["squash"], warp.reach([POSES["squash"]]))
    assert extent is not None
    assert extent.width > box.width
    assert extent.height < 0.75 * box.height


def test_a_symmetric_body_stays_symmetric() -> None:
    warp, box, rgba = warp_of("slime")
    shape = rgba[..., 3] > 0
    assert np.array_equal(shape, shape[:, ::-1]), "the test needs a symmetric still"
    window = Box(-16, 0, 48, box.y1)
    drawn = warp.render(POSES["squash"], window)[..., 3] > 0
    assert np.array_equal(drawn, drawn[:, ::-1])


def test_the_outline_stays_closed_and_thin() -> None:
    warp, _, rgba = warp_of("slime")
    ink = rgba[rgba[..., 3] > 0][0]
    for key in ("squash", "stretch", "lean"):
        drawn = warp.render(POSES[key], warp.reach([POSES[key]]))
        solid = np.pad(drawn[..., 3] > 0, 1)
        edge = solid[1:-1, 1:-1] & ~(solid[:-2, 1:-1] & solid[2:, 1:-1] & solid[1:-1, :-2] & solid[1:-1, 2:])
        assert (drawn[edge] == ink).all()


def test_a_floating_part_turns_but_keeps_its_size() -> None:
    warp, box, rgba = warp_of("egg_hero")
    raised = BlobPose(twist=90, hoist=1.5)
    window = warp.reach([raised])
    upright = rgba[:, 24:][..., 3] > 0
    turned = warp.render(raised, window)[..., 3] > 0
    above = turned[: -window.y0 + box.y0]
    rows, columns = np.nonzero(above)
    assert np.ptp(columns) + 1 >= upright.any(axis=1).sum() - 2
    assert np.ptp(rows) + 1 <= upright.any(axis=0).sum() + 2


def test_an_empty_window_has_no_extent() -> None:
    warp, _, _ = warp_of("slime")
    assert warp.extent(BlobPose(), Box(200, 200, 210, 210)) is None


def test_wings_beat_and_the_core_stays() -> None:
    warp, box, _ = warp_of("bat")
    window = warp.reach([POSES["flap"]])
    rest, beat = (warp.render(pose, window) for pose in (BlobPose(), POSES["flap"]))
    middle = (box.x0 + box.x1) // 2 - window.x0
    assert np.array_equal(rest[:, middle - 2 : middle + 2], beat[:, middle - 2 : middle + 2])
    assert not np.array_equal(rest, beat)
