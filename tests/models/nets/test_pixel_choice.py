import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.pixel_choice import (
    CHOICES,
    DRAFT_REACH,
    KEY_FEATURES,
    PHASE_FEATURES,
    PLANES,
    POSE_FEATURES,
    STILL_REACH,
    Place,
    colour_keys,
    colour_probabilities,
    copied_indices,
    joint_features,
    least_error,
    phase_features,
    picture_planes,
    pose_features,
)
from neonworks_models.sprites.rig import Joint
from numpy.typing import NDArray

PLACE = Place(np.array([10.0], np.float32), np.array([12.0], np.float32), np.array([8.0], np.float32))


def pictures(seed: int, used: int = 5) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    still, draft = (random.integers(0, used + 1, (1, 16, 16)).astype(np.uint8) for _ in range(2))
    colours = np.zeros((1, COLOURS, 3), np.float32)
    colours[0, 1 : used + 1] = random.random((used, 3))
    return still, draft, colours


def test_planes_hold_colours_opacity_differences_and_the_figures_own_coordinates() -> None:
    still, draft, colours = pictures(0)
    planes = picture_planes(still, draft, colours, PLACE)
    assert planes.shape == (1, 16, 16, PLANES)
    y, x = 3, 9
    index = int(still[0, y, x])
    assert np.allclose(planes[0, y, x, :3], colours[0, index] - 0.5 if index else 0)
    assert planes[0, y, x, 3] == (index > 0)
    assert planes[0, y, x, 7] == (draft[0, y, x] > 0)
    assert np.array_equal(planes[0, ..., 8] == 1, still[0] != draft[0])
    assert np.allclose(planes[0, y, x, 9:], [(y + 0.5 - 12) / 10, (x + 0.5 - 8) / 10])


def test_keys_say_where_a_colour_lies_and_how_much_of_the_figure_it_is() -> None:
    still = np.zeros((1, 16, 16), np.uint8)
    still[0, 4:6, 2:4] = 1
    still[0, 10, :12] = 2
    colours = np.zeros((1, COLOURS, 3), np.float32)
    colours[0, 1] = 1.0
    keys, allowed = colour_keys(still, colours, np.array([2]), PLACE)
    assert keys.shape == (1, COLOURS, KEY_FEATURES)
    assert allowed[0].tolist() == [True] * 3 + [False] * (COLOURS - 3)
    assert np.allclose(keys[0, 1], [0.5, 0.5, 0.5, 0.75, 0, 0.5, -0.5, -0.7, 0.05, 0.05], atol=1e-5)
    assert keys[0, 0].tolist() == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert not keys[0, 3:].any()


def test_phases_of_a_cycle_meet_at_its_ends_but_for_the_first_two() -> None:
    features = phase_features(np.array([0.0, 1.0]))
    assert features.shape == (2, PHASE_FEATURES)
    assert np.allclose(features[0, 2:], features[1, 2:], atol=1e-6)
    assert not np.allclose(features[0, :2], features[1, :2])


def test_pose_features_scale_tilts_and_append_depths_and_fall() -> None:
    features = pose_features(
        Pose.of({"head_tilt": 45.0, "root_y": 0.25}, left_arm=0, right_arm=2, topple=90.0)
    )
    assert features.shape == (POSE_FEATURES,)
    assert features[6] == 1.0
    assert features[1] == 0.25
    assert features[-3:].tolist() == [0.0, 2.0, 1.0]


def test_joints_count_from_the_ground_point_in_figure_heights() -> None:
    joints = dict.fromkeys(Joint, (10.0, 20.0)) | {Joint.HEAD_TOP: (14.0, 10.0)}
    features = joint_features(joints, 20.0, 30.0, 10.0).reshape(-1, 2)
    assert np.allclose(features[list(Joint).index(Joint.HEAD_TOP)], [0.2, -1.0])
    assert np.allclose(features[list(Joint).index(Joint.NECK)], [0.0, -0.5])


def test_copies_are_the_neighbours_of_the_same_pixel() -> None:
    still, draft, _ = pictures(1)
    copies = copied_indices(still, draft)
    assert copies.shape == (1, 16, 16, CHOICES)
    own = (2 * STILL_REACH + 1) ** 2
    assert np.array_equal(copies[..., own // 2], still)
    assert np.array_equal(copies[..., own + (CHOICES - own) // 2], draft)
    far = STILL_REACH
    assert np.array_equal(copies[0, far:, far:, 0], still[0, :-far, :-far])
    assert not copies[0, :DRAFT_REACH, :, own].any()
    assert np.array_equal(copies[0, 2:, 2:, own], draft[0, :-2, :-2])


@given(st.integers(0, 2**32))
def test_choices_of_one_colour_add_up(seed: int) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(0, 3, (20, CHOICES + COLOURS)).astype(np.float32)
    copies = random.integers(0, 6, (20, CHOICES)).astype(np.uint8)
    allowed = np.arange(COLOURS) <= 5
    likely = colour_probabilities(logits, copies, allowed)
    powers = np.exp(logits.astype(np.float64))
    wanted = np.stack([((copies == c) * powers[:, :CHOICES]).sum(1) for c in range(COLOURS)], axis=1)
    wanted += powers[:, CHOICES:] * allowed
    assert np.allclose(likely, wanted / wanted.sum(1, keepdims=True), atol=1e-5)


def test_the_drawn_colour_is_the_one_of_least_expected_error() -> None:
    colours = np.zeros((COLOURS, 3), np.uint8)
    colours[1], colours[2], colours[3] = 0, 100, 110
    allowed = np.arange(COLOURS) <= 3
    likely = np.zeros((2, COLOURS), np.float32)
    # Black is likeliest, but two light greys that are nearly one outweigh it; clear counts as mid grey.
    likely[0, [1, 2, 3]] = 0.4, 0.3, 0.3
    likely[1, [0, 1]] = 0.6, 0.4
    assert least_error(likely, colours, allowed).tolist() == [2, 0]
