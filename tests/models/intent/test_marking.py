import msgspec
import pytest
from neonworks_models.intent.marking import LabelledLine, mark, weight_of
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

WALK = MotionSpec(animation_type=Action.WALK)


def heard(spec: MotionSpec = WALK, *, understood: bool = True) -> Interpretation:
    return Interpretation(understood=understood, sequence=(spec,))


def line(**labels: object) -> LabelledLine:
    return msgspec.convert({"id": 1, "text": "x", "labels": labels}, LabelledLine)


@pytest.mark.parametrize(
    ("label", "good", "bad"),
    [
        ({"direction": "left"}, {"direction": Direction.LEFT}, {"direction": None}),
        ({"direction_not": ["left"]}, {"direction": None}, {"direction": Direction.LEFT}),
        ({"speed": "slow"}, {"speed_multiplier": 0.7}, {"speed_multiplier": 0.95}),
        ({"speed_not": ["fast"]}, {"speed_multiplier": 1.0}, {"speed_multiplier": 1.5}),
        ({"intensity": "high"}, {"intensity": 0.75}, {"intensity": 0.7}),
        ({"frame_count": 8}, {"frame_count": 8}, {"frame_count": None}),
        ({"frame_count_not": [12]}, {"frame_count": None}, {"frame_count": 12}),
        ({"special_effects": []}, {}, {"special_effects": (Effect.GLOW,)}),
        ({"loop": True}, {"loop": None}, {"loop": False}),
        ({"variant": "kick"}, {"variant": Variant.KICK}, {"variant": Variant.PUNCH}),
    ],
)
def test_each_field(label: dict[str, object], good: dict[str, object], bad: dict[str, object]) -> None:
    asked = line(animation_type="walk", **label)
    right = mark(asked, heard(msgspec.structs.replace(WALK, **good)))
    wrong = mark(asked, heard(msgspec.structs.replace(WALK, **bad)))
    assert len(right) == 3 and all(right.values())
    assert list(wrong.values()).count(False) == 1
    assert weight_of(right) == 0 < weight_of(wrong)


def test_null_labels_are_not_scored() -> None:
    assert list(mark(line(animation_type="walk", direction=None), heard())) == [
        "understood",
        "animation_type",
    ]


def test_what_asks_for_nothing_must_not_be_understood() -> None:
    asked = msgspec.convert({"id": "n", "text": "hi"}, LabelledLine)
    assert asked.outside
    assert mark(asked, heard()) == {"understood": False}
    assert mark(asked, heard(understood=False)) == {"understood": True}


def test_a_wrong_action_is_worse_than_a_wrong_direction() -> None:
    asked = line(animation_type="run", direction="left")
    run = msgspec.structs.replace(WALK, animation_type=Action.RUN)
    walk_left = msgspec.structs.replace(WALK, direction=Direction.LEFT)
    assert weight_of(mark(asked, heard(walk_left))) > weight_of(mark(asked, heard(run)))
