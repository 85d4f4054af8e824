"""Every parameter of the protocol has a slider, with the protocol's own range."""

import msgspec
import pytest
from neonworks_editor.panel.knobs import KNOBS, Knob
from neonworks_editor.studio.spec import FieldEdit, with_edit
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionParameters


def test_every_parameter_has_a_slider_and_a_name_of_its_own() -> None:
    fields = {knob.field.value for knob in KNOBS}
    assert (
        set(MotionParameters.__struct_fields__) | {"speed_multiplier", "intensity", "frame_count"} == fields
    )
    assert len({knob.label for knob in KNOBS}) == len(KNOBS)


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.field)
def test_the_ends_of_a_slider_are_those_of_the_protocol(knob: Knob) -> None:
    for end, beyond in ((knob.low, knob.low - knob.step), (knob.high, knob.high + knob.step)):
        assert with_edit((), FieldEdit(0, knob.field, end))
        with pytest.raises(BadRequest):
            with_edit((), FieldEdit(0, knob.field, beyond))


def test_neutral_values_are_on_the_sliders() -> None:
    neutral = msgspec.structs.asdict(MotionParameters())
    for knob in KNOBS:
        if knob.field.is_parameter:
            steps = (neutral[knob.field.value] - knob.low) / knob.step
            assert abs(steps - round(steps)) < 1e-6, knob.label
