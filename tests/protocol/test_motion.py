"""Ranges of a motion spec hold for whatever is decoded."""

from typing import Any

import msgspec
import pytest
from neonworks_protocol.motion import Interpretation, MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action


@pytest.mark.parametrize(
    "fields",
    [
        {"animation_type": "fly"},
        {"intensity": 1.01},
        {"intensity": -0.01},
        {"speed_multiplier": 0.09},
        {"speed_multiplier": 3.01},
        {"frame_count": 1},
        {"frame_count": 33},
        {"confidence": 2},
        {"special_effects": ["rainbow"]},
        {"parameters": {"tempo_curve": 1.5}},
        {"parameters": {"stride": 3.5}},
        {"parameters": {"lean": 31}},
        {"parameters": {"head_drop": 0.6}},
        {"parameters": {"squash": 1.1}},
    ],
)
def test_out_of_range_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"animation_type": "walk"} | fields, MotionSpec)


@pytest.mark.parametrize("fields", [{"frame_count": 2}, {"frame_count": 32}, {"speed_multiplier": 3.0}])
def test_bounds_belong_to_the_range(fields: dict[str, Any]) -> None:
    spec = msgspec.convert({"animation_type": "walk"} | fields, MotionSpec)
    assert msgspec.structs.asdict(spec).items() >= fields.items()


def test_neutral_parameters_take_no_room() -> None:
    assert msgspec.msgpack.encode(MotionParameters()) == b"\x80"
    assert msgspec.json.decode(msgspec.json.encode(MotionParameters(lean=5.0))) == {"lean": 5.0}


def test_the_spec_of_an_interpretation_is_its_first() -> None:
    first, second = MotionSpec(animation_type=Action.WALK), MotionSpec(animation_type=Action.JUMP)
    assert Interpretation(understood=True, sequence=(first, second)).spec is first
