"""The spec as the user sees it: what the sentence says, what was edited over it, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

__all__ = ["FieldEdit", "SpecField", "SpecRecord", "SpecValue", "apply_edits", "field_value", "with_edit"]

SpecValue = Action | Variant | Direction | tuple[str, ...] | tuple[Effect, ...] | float | int | bool | None
"""What a field may hold; the field's type in ``MotionSpec`` or ``MotionParameters`` decides."""


class SpecField(StrEnum):
    """The fields that a user edits; the values are their names in ``MotionSpec`` or ``MotionParameters``."""

    ACTION = "animation_type"
    VARIANT = "variant"
    DIRECTION = "direction"
    STYLES = "style_modifiers"
    INTENSITY = "intensity"
    SPEED = "speed_multiplier"
    EFFECTS = "special_effects"
    FRAME_COUNT = "frame_count"
    LOOP = "loop"
    TEMPO_CURVE = "tempo_curve"
    STRIDE = "stride"
    BOB = "bob"
    LEAN = "lean"
    ARM_SWING = "arm_swing"
    HEAD_DROP = "head_drop"
    SQUASH = "squash"
    HOLDS = "holds"

    @property
    def is_parameter(self) -> bool:
        """Whether it is one of the motion parameters."""
        return self.value in MotionParameters.__struct_fields__


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """The user's value for one field of the action at ``place`` (from 0) in the sentence."""

    place: int
    field: SpecField
    value: SpecValue


@dataclass(frozen=True, slots=True)
class SpecRecord:
    """One action: ``reading`` is what the sentence says, ``spec`` what is drawn, ``edited`` where they
    differ."""

    place: int
    reading: MotionSpec
    spec: MotionSpec
    edited: frozenset[SpecField]

    def value(self, field: SpecField) -> SpecValue:
        """What is drawn."""
        return field_value(self.spec, field)

    def read_value(self, field: SpecField) -> SpecValue:
        """What a reset of the field goes back to."""
        return field_value(self.reading, field)


def field_value(spec: MotionSpec, field: SpecField) -> SpecValue:
    """One field of a spec or of its parameters."""
    value: SpecValue = getattr(spec.parameters if field.is_parameter else spec, field.value)
    return value


def apply_edits(reading: MotionSpec, place: int, edits: Iterable[FieldEdit]) -> SpecRecord:
    """The reading with the edits of its place; a variant is kept only where the action is an attack."""
    mine = {edit.field: edit.value for edit in edits if edit.place == place}
    values = {field.value: value for field, value in mine.items()}
    moved = {name: values.pop(name) for name in MotionParameters.__struct_fields__ if name in values}
    if values.get("animation_type", reading.animation_type) is not Action.ATTACK:
        values["variant"] = None
    parameters = msgspec.structs.replace(reading.parameters, **moved)
    spec = msgspec.structs.replace(reading, parameters=parameters, **values)
    return SpecRecord(place, reading, spec, frozenset(mine))


def with_edit(edits: tuple[FieldEdit, ...], edit: FieldEdit) -> tuple[FieldEdit, ...]:
    """``edits`` with one more, in place of an earlier one of that field; raises ``BadRequest`` for a bad
    value."""
    edit = FieldEdit(edit.place, edit.field, _checked(edit.field, edit.value))
    kept = (e for e in edits if (e.place, e.field) != (edit.place, edit.field))
    return (*kept, edit)


def _checked(field: SpecField, value: SpecValue) -> SpecValue:
    """The value as the wire would read it."""
    owner = MotionParameters if field.is_parameter else MotionSpec
    wanted = next(f.type for f in msgspec.structs.fields(owner) if f.name == field.value)
    if isinstance(value, float) and value.is_integer() and field is SpecField.FRAME_COUNT:
        value = int(value)
    try:
        checked: SpecValue = msgspec.convert(msgspec.to_builtins(value), wanted)
    except msgspec.ValidationError as error:
        raise BadRequest(f"{field.value} cannot be {value!r}: {error}") from None
    return checked
