"""Standing feet stay: all of a stance, one of a step, none of a leap."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.contract.limits import Contact
from neonworks_models.motion.footing import CREEP, LIFTED, STRAY, footed, steadied
from neonworks_models.motion.pose import FIELDS, Pose

SIDES = ("left", "right")


def stepping(left: float, right: float, *, left_y: float = 0.0, right_y: float = 0.0) -> Pose:
    fields = {"left_ankle_x": left, "right_ankle_x": right, "left_ankle_y": left_y, "right_ankle_y": right_y}
    return Pose.of(fields | {"left_foot_tilt": 10.0, "right_foot_tilt": -10.0, "root_y": 0.1})


def ankles(pose: Pose) -> list[list[float]]:
    return [pose.pair(f"{side}_ankle").tolist() for side in SIDES]


def test_a_stance_moves_no_foot() -> None:
    for pose in footed([stepping(0.3, -0.2), stepping(0.1, 0.4, left_y=-0.5)], Contact.PLANTED):
        assert ankles(pose) == [[0, 0], [0, 0]]
        assert pose["left_foot_tilt"] == pose["right_foot_tilt"] == 0
        assert pose["root_y"] == 0.1, "only the feet are held"


@pytest.mark.parametrize(
    "contact", [c for c in Contact if c not in (Contact.PLANTED, Contact.STEPPING)], ids=lambda c: c.name
)
def test_other_actions_are_left_as_they_are(contact: Contact) -> None:
    poses = [stepping(0.3, -0.2), stepping(0.1, 0.4)]
    for before, after in zip(poses, footed(poses, contact), strict=True):
        assert np.array_equal(before.values, after.values)


def test_the_foot_that_moves_less_is_held() -> None:
    _, pose = footed([stepping(0.0, 0.0), stepping(0.5, 0.2)], Contact.STEPPING)
    assert ankles(pose) == [[0.5, 0.0], [0.0, 0.0]]
    assert pose["right_foot_tilt"] == 0
    assert pose["left_foot_tilt"] == 10.0


def test_a_lifted_foot_may_travel() -> None:
    _, pose = footed([stepping(0, 0), stepping(0.05, 0.3, left_y=-2 * LIFTED)], Contact.STEPPING)
    assert ankles(pose)[0] == [0.05, pytest.approx(-2 * LIFTED)]
    assert ankles(pose)[1] == [0.0, 0.0]


def test_a_clip_may_start_in_any_stance() -> None:
    (pose,) = footed([stepping(0.5, -0.4)], Contact.STEPPING)
    assert [x for x, _ in ankles(pose)] == [0.5, -0.4]


def test_nothing_to_do_for_no_poses() -> None:
    assert footed([], Contact.STEPPING) == ()


_amount = st.floats(-1, 1)


@given(steps=st.lists(st.tuples(_amount, _amount, _amount, _amount), min_size=1, max_size=8))
def test_one_foot_always_stays(steps: list[tuple[float, float, float, float]]) -> None:
    poses = [stepping(a, b, left_y=c, right_y=d) for a, b, c, d in steps]
    held = footed(poses, Contact.STEPPING)
    before = held[0]
    for given_pose, pose in zip(poses[1:], held[1:], strict=True):
        shifts = [abs(pose[f"{side}_ankle_x"] - before[f"{side}_ankle_x"]) for side in SIDES]
        stood = any(before[f"{side}_ankle_y"] > -LIFTED for side in SIDES)
        assert min(shifts) <= CREEP + 1e-9 or not stood
        untouched = [name for name in FIELDS if "ankle" not in name and "foot" not in name]
        assert all(given_pose[name] == pose[name] for name in untouched)
        before = pose


def swaying(*places: float) -> list[Pose]:
    return [Pose.of({"neck_x": x / 50, "left_wrist_x": 0.3, "neck_y": 0.1}) for x in places]


def test_a_smooth_sway_is_kept() -> None:
    poses = swaying(0, 0.4 * STRAY, 0.8 * STRAY, 0.4 * STRAY)
    for before, after in zip(poses, steadied(poses, 50.0), strict=True):
        assert np.allclose(before.values, after.values)


def test_a_jump_off_the_track_is_taken_back() -> None:
    steady = steadied(swaying(0, 0, 6, 0, 0), 50.0)
    assert [50 * pose["neck_x"] for pose in steady] == pytest.approx([0, 0, STRAY, 0, 0], abs=STRAY)
    for pose in steady:
        assert (pose["left_wrist_x"], pose["neck_y"]) == (0.3, 0.1)


def test_hips_keep_to_their_track_too() -> None:
    poses = [Pose.of({"root_x": x}) for x in (0.0, 0.4, 0.0, 0.0)]
    assert max(pose["root_x"] for pose in steadied(poses, 50.0)) * 50 <= STRAY + 1e-9
