"""The fit finds the pose that a strip of our own drawing was drawn with."""

from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.characters import Character
from neonworks_models.data.lpc import LpcSource
from neonworks_models.draft.cutout import cut_out
from neonworks_models.draft.puppet import draw
from neonworks_models.draft.raster import unpack_pixels
from neonworks_models.motion.library import Track, TrackFile, track_name
from neonworks_models.motion.pose import Pose
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import RGBA
from neonworks_models.training.fit_motion import JOBS, VIEWS, FitJob, fit_track
from neonworks_protocol.vocabulary import Action, Direction, Variant

from tests.fakes.bipeds import biped

STILL = biped("adventurer_down").sprite
STEP = {
    "left_knee_y": -0.25,
    "left_ankle_y": -0.25,
    "right_wrist_x": -0.45,
    "right_elbow_x": -0.25,
}
"""The left foot lifted by some three pixels, the right arm swung out by five."""


def drawn(fields: dict[str, float]) -> RGBA:
    analysis = analyse(STILL, facing=Direction.DOWN)
    assert analysis.joints is not None
    cutout = cut_out(STILL, analysis.joints, Direction.DOWN, analysis.box.height)
    return unpack_pixels(draw(cutout, Pose.of(fields), (STILL.height, STILL.width), (0, 0)))


def fitted(first: int) -> TrackFile:
    """The track read off a strip of two frames, rest and ``STEP``, begun at frame ``first``."""
    character = Character(
        source=LpcSource.CLASSIC,
        layers=("drawn here",),
        stills={Direction.DOWN: STILL.rgba},
        strips={("step", Direction.DOWN): (STILL.rgba, drawn(STEP))},
        gaps=frozenset(),
    )
    job = FitJob("step", False, ((LpcSource.CLASSIC, "step", first),), (Direction.DOWN,))
    return fit_track(job, {LpcSource.CLASSIC: [character]}, Path("no guides are needed"))


@pytest.fixture(scope="module")
def track() -> TrackFile:
    return fitted(first=0)


def difference(a: RGBA, b: RGBA) -> float:
    flat = (np.where(picture[..., 3:] > 127, picture[..., :3], 128).astype(np.int32) for picture in (a, b))
    return float(np.abs(np.subtract(*flat)).sum())


def test_a_frame_that_is_the_still_rests(track: TrackFile) -> None:
    (rest, _) = track.views[Direction.DOWN]
    assert rest.fields == {}


def test_a_known_displacement_is_found_again(track: TrackFile) -> None:
    (_, step) = track.views[Direction.DOWN]
    assert step.fields["right_wrist_x"] == pytest.approx(STEP["right_wrist_x"], abs=0.15)
    assert step.fields["right_elbow_x"] < -0.1
    assert step.fields["left_ankle_y"] < -0.08
    assert step.fields["left_knee_y"] < -0.08
    for still in ("root_x", "root_y", "right_ankle_y", "left_wrist_x", "left_wrist_y"):
        assert abs(step.fields.get(still, 0.0)) < 0.1


def test_the_found_pose_draws_the_frame(track: TrackFile) -> None:
    (_, step) = track.views[Direction.DOWN]
    target = drawn(STEP)
    assert difference(drawn(step.fields), target) < 0.1 * difference(STILL.rgba, target)


def test_a_track_says_where_it_comes_from(track: TrackFile) -> None:
    assert track.source == "fitted to lpc-classic"
    assert not track.cyclic
    assert Track(track.views[Direction.DOWN], cyclic=False).at(1.0)["right_wrist_x"] < 0


def test_a_strip_may_begin_elsewhere_in_the_cycle() -> None:
    turned = fitted(first=1).views[Direction.DOWN]
    assert turned[1].fields == {}
    assert turned[0].fields["right_wrist_x"] == pytest.approx(STEP["right_wrist_x"], abs=0.15)


def test_jobs_are_named_as_the_library_looks_them_up() -> None:
    known = {track_name(action, None) for action in Action}
    known |= {track_name(Action.ATTACK, variant) for variant in Variant}
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    assert set(names) <= known
    for job in JOBS:
        assert job.cyclic == (job.name in ("idle", "walk", "run"))
        assert set(job.views) <= set(VIEWS)
        assert job.strips
