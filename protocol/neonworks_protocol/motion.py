"""``MotionSpec``: what a sentence becomes, and what users edit.

Ranges are enforced when a value is decoded from the wire; values built in code are clamped by the
interpreter that builds them.
"""

from typing import Annotated

import msgspec

from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

__all__ = ["Interpretation", "MotionParameters", "MotionSpec"]

_Factor = Annotated[float, msgspec.Meta(ge=0.0, le=3.0)]
_Unit = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
_Signed = Annotated[float, msgspec.Meta(ge=-1.0, le=1.0)]


class MotionParameters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an action is performed, apart from its speed. The defaults are the neutral performance.

    Styles ("tired", "angry") set these, users drag them; each one visibly changes the frames.
    """

    tempo_curve: _Signed = 0.0
    """-1 lingers at the start of the motion and snaps at its end, +1 the reverse, 0 is even."""
    stride: _Factor = 1.0
    """Factor on leg swing: 0 keeps the feet where they stand."""
    bob: _Factor = 1.0
    """Factor on the vertical travel of the body, jumps included."""
    lean: Annotated[float, msgspec.Meta(ge=-30.0, le=30.0)] = 0.0
    """Degrees the torso leans towards the facing (towards the viewer when facing down); < 0 leans back."""
    arm_swing: _Factor = 1.0
    """Factor on arm motion."""
    head_drop: Annotated[float, msgspec.Meta(ge=-0.5, le=0.5)] = 0.0
    """How far the head sinks, in head heights; < 0 holds it high."""
    squash: _Unit = 0.0
    """Squash and stretch on accents: 0 is rigid, 1 is a cartoon."""
    holds: _Unit = 0.0
    """Share of the clip's time that its key poses are held for longer."""


class MotionSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One action to draw. ``None`` means: not said, the action's own default applies."""

    animation_type: Action
    variant: Variant | None = None
    direction: Direction | None = None
    style_modifiers: tuple[str, ...] = ()
    intensity: _Unit = 0.5
    speed_multiplier: Annotated[float, msgspec.Meta(ge=0.1, le=3.0)] = 1.0
    special_effects: tuple[Effect, ...] = ()
    frame_count: Annotated[int, msgspec.Meta(ge=2, le=32)] | None = None
    loop: bool | None = None
    confidence: _Unit = 1.0
    parameters: MotionParameters = MotionParameters()


class Interpretation(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, understood: ``sequence`` holds one spec per action, in the order they were asked for.

    ``sequence`` is never empty; with ``understood`` false it holds the best guess. ``alternatives`` are at
    most two other readings of the sentence. ``notes`` say in plain words what was changed or not
    understood, for people. ``field_confidence`` tells of each field of the first action how sure it is; empty
    where nobody weighed it.
    """

    understood: bool
    sequence: tuple[MotionSpec, ...]
    alternatives: tuple[MotionSpec, ...] = ()
    notes: tuple[str, ...] = ()
    interpreter: str = "embedded"
    field_confidence: dict[str, _Unit] = {}

    @property
    def spec(self) -> MotionSpec:
        """The first action asked for."""
        return self.sequence[0]
