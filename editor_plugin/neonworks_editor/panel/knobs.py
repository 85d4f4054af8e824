"""The sliders of a spec: which field each one moves, its range, and when it is worth showing."""

from dataclasses import dataclass

from neonworks_editor.studio.spec import SpecField

__all__ = ["KNOBS", "Knob"]


@dataclass(frozen=True, slots=True)
class Knob:
    """One slider; the range is the protocol's."""

    field: SpecField
    label: str
    low: float
    high: float
    step: float
    tooltip: str
    always: bool = False
    """Shown also while it has its neutral value."""


KNOBS = (
    Knob(SpecField.SPEED, "Speed", 0.1, 3.0, 0.05, "1 is the action's own speed, 2 twice as fast", True),
    Knob(SpecField.INTENSITY, "Intensity", 0.0, 1.0, 0.05, "0 faint, 0.5 normal, 1 extreme", True),
    Knob(SpecField.FRAME_COUNT, "Frames", 2, 32, 1, "How many pictures the clip has", True),
    Knob(SpecField.STRIDE, "Stride", 0.0, 3.0, 0.05, "How far the legs swing"),
    Knob(SpecField.BOB, "Bob", 0.0, 3.0, 0.05, "How far the body rises and falls"),
    Knob(SpecField.LEAN, "Lean", -30.0, 30.0, 1.0, "Degrees that the body leans forward"),
    Knob(SpecField.ARM_SWING, "Arms", 0.0, 3.0, 0.05, "How far the arms swing"),
    Knob(
        SpecField.HEAD_DROP, "Head drop", -0.5, 0.5, 0.05, "How far the head sinks; below 0 it is held high"
    ),
    Knob(SpecField.SQUASH, "Squash", 0.0, 1.0, 0.05, "Squash and stretch: 0 rigid, 1 a cartoon"),
    Knob(SpecField.HOLDS, "Holds", 0.0, 1.0, 0.05, "How long the key poses are held"),
    Knob(SpecField.TEMPO_CURVE, "Tempo", -1.0, 1.0, 0.05, "-1 lingers and snaps, +1 the reverse"),
)
