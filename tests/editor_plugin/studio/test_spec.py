import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.spec import FieldEdit, SpecField, apply_edits, field_value, with_edit
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Variant

READING = MotionSpec(animation_type=Action.ATTACK, variant=Variant.SLASH, style_modifiers=("angry",))


def test_every_field_of_a_spec_can_be_edited() -> None:
    of_spec = set(MotionSpec.__struct_fields__) - {"parameters", "confidence"}
    assert {field.value for field in SpecField} == of_spec | set(MotionParameters.__struct_fields__)


def test_edits_lie_over_the_reading_and_say_so() -> None:
    edits = with_edit((), FieldEdit(0, SpecField.SPEED, 2.0))
    edits = with_edit(edits, FieldEdit(0, SpecField.STRIDE, 1.5))
    edits = with_edit(edits, FieldEdit(1, SpecField.SPEED, 0.5))
    record = apply_edits(READING, 0, edits)
    assert record.edited == {SpecField.SPEED, SpecField.STRIDE}
    assert (record.value(SpecField.SPEED), record.read_value(SpecField.SPEED)) == (2.0, 1.0)
    assert (record.spec.parameters.stride, record.spec.variant) == (1.5, Variant.SLASH)
    assert apply_edits(READING, 2, edits).spec == READING


def test_a_field_edited_twice_has_the_last_value() -> None:
    edits = with_edit(with_edit((), FieldEdit(0, SpecField.BOB, 2)), FieldEdit(0, SpecField.BOB, 0.5))
    assert [edit.value for edit in edits] == [0.5]


def test_a_variant_goes_with_the_attack() -> None:
    edits = with_edit((), FieldEdit(0, SpecField.ACTION, Action.WALK))
    assert apply_edits(READING, 0, edits).spec.variant is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (SpecField.SPEED, 9.0),
        (SpecField.LEAN, "steep"),
        (SpecField.FRAME_COUNT, 1),
        (SpecField.FRAME_COUNT, 7.5),
        (SpecField.ACTION, None),
        (SpecField.ACTION, "dance"),
        (SpecField.EFFECTS, ("sparkle",)),
        (SpecField.LOOP, "yes"),
        (SpecField.INTENSITY, float("nan")),
    ],
)
def test_a_bad_value_is_refused_by_name(field: SpecField, value: object) -> None:
    with pytest.raises(BadRequest, match=field.value):
        with_edit((), FieldEdit(0, field, value))  # type: ignore[arg-type]


def test_words_and_whole_numbers_become_what_the_spec_has() -> None:
    edits = with_edit((), FieldEdit(0, SpecField.EFFECTS, ("glow",)))
    edits = with_edit(edits, FieldEdit(0, SpecField.FRAME_COUNT, 12.0))
    spec = apply_edits(READING, 0, edits).spec
    assert (spec.special_effects, spec.frame_count) == ((Effect.GLOW,), 12)


@given(st.sampled_from(SpecField), st.one_of(st.none(), st.booleans(), st.floats(), st.text(), st.integers()))
def test_whatever_is_accepted_the_wire_accepts_too(field: SpecField, value: object) -> None:
    import msgspec

    try:
        edits = with_edit((), FieldEdit(0, field, value))  # type: ignore[arg-type]
    except BadRequest:
        return
    spec = apply_edits(READING, 0, edits).spec
    back = msgspec.msgpack.decode(msgspec.msgpack.encode(spec), type=MotionSpec)
    assert field_value(back, field) == field_value(spec, field)
