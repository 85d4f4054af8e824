from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from neonworks_models.draft.performance import Actor
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.pixel_choice import pose_features
from neonworks_models.nets.turned_still import TURN_POSE, draw_turned, in_a_mirror
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from tests.fakes.nets import DRAFT_HERE, STILL_HERE, logits
from tests.fakes.stills import example

FRONT = example("knight_down")
ANALYSIS = analyse(FRONT.sprite, facing=Direction.DOWN, joints=FRONT.joints)


class Seen:
    """A net that copies what it is told to copy, and keeps what it was shown."""

    def __init__(self, choice: int) -> None:
        self.choice = choice
        self.inputs: Mapping[str, NDArray[Any]] = {}

    def __call__(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        self.inputs = inputs
        return logits(inputs, self.choice)


@pytest.mark.parametrize("direction", [Direction.UP, Direction.RIGHT])
@pytest.mark.parametrize("choice", [STILL_HERE, DRAFT_HERE])
def test_the_front_stands_for_the_draft_too(choice: int, direction: Direction) -> None:
    drawn = draw_turned(FRONT.sprite, ANALYSIS, direction, Hand.CLASSIC, Seen(choice))
    assert np.array_equal(drawn.rgba, FRONT.sprite.rgba)


def test_left_is_drawn_as_the_mirror_image_of_right() -> None:
    left, right = Seen(STILL_HERE), Seen(STILL_HERE)
    drawn = draw_turned(FRONT.sprite, ANALYSIS, Direction.LEFT, Hand.REVISED, left)
    mirrored = analyse(
        FRONT.sprite.mirrored(),
        facing=Direction.DOWN,
        joints=in_a_mirror(Actor.of(FRONT.sprite, ANALYSIS)).joints,
    )
    draw_turned(FRONT.sprite.mirrored(), mirrored, Direction.RIGHT, Hand.REVISED, right)
    assert np.array_equal(drawn.rgba, FRONT.sprite.rgba)
    assert left.inputs["view"] == right.inputs["view"]
    for name in ("planes", "joints", "hand"):
        assert np.allclose(left.inputs[name], right.inputs[name]), name


def test_the_net_is_told_a_turn_and_its_side() -> None:
    up, right = Seen(STILL_HERE), Seen(STILL_HERE)
    for direction, seen in ((Direction.UP, up), (Direction.RIGHT, right)):
        draw_turned(FRONT.sprite, ANALYSIS, direction, Hand.CLASSIC, seen)
    assert up.inputs["view"] == list(Direction).index(Direction.UP)
    assert right.inputs["view"] == list(Direction).index(Direction.RIGHT)
    assert up.inputs["hand"] == Hand.CLASSIC
    assert not up.inputs["pose"].any()
    assert not pose_features(TURN_POSE).any()


def test_a_joint_keeps_its_name_in_the_mirror() -> None:
    actor = Actor.of(FRONT.sprite, ANALYSIS)
    mirrored = in_a_mirror(actor)
    x, y = actor.joints[Joint.LEFT_WRIST]
    assert mirrored.joints[Joint.LEFT_WRIST] == (FRONT.sprite.width - x, y)
    assert mirrored.core == FRONT.sprite.width - actor.core
