import numpy as np
import pytest
from neonworks_models.sprites.facing import crown_covers_face, read_facing
from neonworks_models.sprites.figure import FigureFrame
from neonworks_models.sprites.joint_table import mean_skeleton
from neonworks_models.sprites.reader import Reading
from neonworks_models.sprites.silhouette import figure_box
from neonworks_protocol.vocabulary import Archetype, Direction

HAIR, SKIN, INK = (120, 70, 20, 255), (240, 200, 170, 255), (10, 10, 20, 255)


def figure(front: bool) -> np.ndarray:
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[14:35, 22:42] = INK
    rgba[15:34, 23:41] = HAIR
    rgba[34:62, 24:40] = (40, 60, 160, 255)
    if front:
        rgba[23:33, 26:38] = SKIN
        rgba[26:28, 28:30] = rgba[26:28, 34:36] = INK
    return rgba


def reading(facing: Direction) -> Reading:
    skeletons = {direction: mean_skeleton(direction) for direction in Direction}
    return Reading(facing, 0.9, Archetype.BIPED, 0.9, skeletons)


def opinion(
    rgba: np.ndarray, facing: Direction, plan: Archetype = Archetype.BIPED
) -> tuple[Direction, float]:
    mask = rgba[..., 3] > 127
    return read_facing(reading(facing), plan, rgba, mask, FigureFrame(figure_box(mask)))


def test_hair_down_to_the_neck_is_a_back() -> None:
    assert opinion(figure(front=False), Direction.DOWN) == (Direction.UP, 0.6)


def test_a_face_stays_a_face() -> None:
    assert opinion(figure(front=True), Direction.DOWN) == (Direction.DOWN, 0.9)


@pytest.mark.parametrize("facing", [Direction.UP, Direction.LEFT, Direction.RIGHT])
def test_other_readings_are_not_touched(facing: Direction) -> None:
    assert opinion(figure(front=False), facing) == (facing, 0.9)
    assert opinion(figure(front=True), facing) == (facing, 0.9)


def test_only_bipeds_have_hair_and_things_face_nowhere() -> None:
    assert opinion(figure(front=False), Direction.DOWN, Archetype.BLOB) == (Direction.DOWN, 0.9)
    assert opinion(figure(front=False), Direction.LEFT, Archetype.PROP) == (Direction.DOWN, 0.0)


def test_share_knows_no_scale_and_tiny_faces_give_no_opinion() -> None:
    shares = []
    for factor in (1, 3):
        rgba = figure(front=True).repeat(factor, 0).repeat(factor, 1)
        mask = rgba[..., 3] > 127
        shares.append(crown_covers_face(reading(Direction.DOWN), rgba, mask, FigureFrame(figure_box(mask))))
    assert shares[0] == pytest.approx(shares[1], abs=0.1)
    assert shares[0] is not None
    assert shares[0] < 0.5
    tiny = np.full((8, 4, 4), 255, np.uint8)
    mask = tiny[..., 3] > 127
    assert crown_covers_face(reading(Direction.DOWN), tiny, mask, FigureFrame(figure_box(mask))) is None
