from pathlib import Path

import pytest
from neonworks_models.data.guides import GuideBook, joints
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

MAN, WOMAN = "Masculine Thin", "Feminine Thin"


@pytest.fixture(scope="module")
def guides(lpc_root: Path) -> GuideBook:
    return GuideBook(lpc_root / "lpc-revised")


def test_front_view_reads_every_line(guides: GuideBook) -> None:
    read = guides.joints(MAN, "idle", Direction.DOWN, 1)
    assert set(read) == set(Joint) - {Joint.HEAD_TOP}
    assert read[Joint.NECK] == (32.0, 35.5)
    assert read[Joint.PELVIS] == (32.0, 49.5)
    assert read[Joint.RIGHT_ANKLE] == (28.0, 56.5)
    assert read[Joint.LEFT_ANKLE] == (36.0, 56.5)
    assert read[Joint.RIGHT_SHOULDER] == (25.5, 39.0)
    assert read[Joint.RIGHT_HIP] == (29.0, 49.5)


def test_back_view_swaps_left_and_right(guides: GuideBook) -> None:
    front, back = (guides.joints(MAN, "walk", d, 5) for d in (Direction.DOWN, Direction.UP))
    assert back[Joint.LEFT_WRIST] == front[Joint.RIGHT_WRIST]
    assert back[Joint.LEFT_HIP] == front[Joint.RIGHT_HIP]


def test_side_view_leaves_out_the_far_arm(guides: GuideBook) -> None:
    read = guides.joints(MAN, "idle", Direction.LEFT, 0)
    assert Joint.LEFT_ELBOW in read
    assert Joint.RIGHT_ELBOW not in read
    assert {read[Joint.LEFT_ANKLE], read[Joint.RIGHT_ANKLE]} == {(28.0, 56.5), (36.0, 56.5)}


def test_missing_right_view_is_the_left_one_in_a_mirror(guides: GuideBook, lpc_root: Path) -> None:
    left = guides.joints(WOMAN, "idle", Direction.LEFT, 0)
    right = joints(lpc_root, WOMAN, "idle", Direction.RIGHT, 0)
    assert Joint.LEFT_KNEE not in left
    assert right[Joint.NECK] == (64 - left[Joint.NECK][0], left[Joint.NECK][1])
    assert right[Joint.RIGHT_WRIST] == (64 - left[Joint.LEFT_WRIST][0], left[Joint.LEFT_WRIST][1])


def test_animations_without_guides_give_nothing(guides: GuideBook) -> None:
    assert guides.joints(WOMAN, "walk", Direction.DOWN, 0) == {}
