"""Styles: how a mood, a body or a manner changes tempo, intensity and pose.

The numbers follow the walks of Richard Williams, "The Animator's Survival Kit" (2001), chapter "Walks": a
tired walk drops the head and shortens the step, a proud one leans back and holds the head high, a sneak
is slow with a large lift, and so on; the amounts are chosen so that each style can be told from the
neutral motion at 32 pixels of figure height.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from neonworks_protocol.motion import MotionParameters

__all__ = ["PARAMETER_LIMITS", "STYLES", "Style", "blend_styles", "clamp_parameters", "scaled"]

PARAMETER_LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "tempo_curve": (-1.0, 1.0),
        "stride": (0.0, 3.0),
        "bob": (0.0, 3.0),
        "lean": (-30.0, 30.0),
        "arm_swing": (0.0, 3.0),
        "head_drop": (-0.5, 0.5),
        "squash": (0.0, 1.0),
        "holds": (0.0, 1.0),
    }
)
"""Range of each field of ``MotionParameters``, as its annotations have it."""

_FACTORS = frozenset({"stride", "bob", "arm_swing"})
_NEUTRAL = MotionParameters()


@dataclass(frozen=True)
class Style:
    """One style; the lexicon has its words. ``tempo`` multiplies the speed, ``intensity`` is 0..1.

    ``mood`` styles exclude each other in a refinement ("now make him angry" ends "tired").
    """

    name: str
    tempo: float = 1.0
    intensity: float = 0.5
    parameters: MotionParameters = _NEUTRAL
    mood: bool = False


def _pose(**changes: float) -> MotionParameters:
    return msgspec.structs.replace(_NEUTRAL, **changes)


_ALL = (
    Style(
        "tired",
        0.7,
        0.35,
        _pose(stride=0.6, bob=0.7, lean=9.0, arm_swing=0.5, head_drop=0.16, holds=0.15),
        True,
    ),
    Style(
        "angry",
        1.1,
        0.8,
        _pose(stride=1.25, bob=1.6, lean=11.0, arm_swing=1.4, head_drop=0.06, squash=0.15),
        True,
    ),
    Style(
        "sneaky",
        0.7,
        0.4,
        _pose(stride=0.85, bob=0.5, lean=14.0, arm_swing=0.5, head_drop=0.08, holds=0.25),
        True,
    ),
    Style(
        "proud",
        0.95,
        0.6,
        _pose(stride=1.1, bob=1.15, lean=-10.0, arm_swing=1.2, head_drop=-0.12),
        True,
    ),
    Style(
        "confident",
        1.0,
        0.6,
        _pose(stride=1.15, arm_swing=1.15, lean=-3.0, head_drop=-0.06),
        True,
    ),
    Style(
        "scared",
        1.0,
        0.5,
        _pose(stride=0.6, bob=0.8, lean=-8.0, arm_swing=0.35, head_drop=0.12, squash=0.1),
        True,
    ),
    Style(
        "happy",
        1.05,
        0.6,
        _pose(stride=1.05, bob=1.5, lean=-3.0, arm_swing=1.35, head_drop=-0.06, squash=0.25),
        True,
    ),
    Style(
        "sad",
        0.75,
        0.35,
        _pose(stride=0.7, bob=0.6, lean=6.0, arm_swing=0.5, head_drop=0.2, holds=0.1),
        True,
    ),
    Style(
        "drunk",
        0.8,
        0.5,
        _pose(tempo_curve=0.4, stride=0.8, bob=1.2, lean=10.0, arm_swing=1.4, head_drop=0.08, holds=0.1),
    ),
    Style(
        "heavy",
        0.75,
        0.75,
        _pose(stride=0.9, bob=1.4, lean=5.0, arm_swing=0.7, squash=0.25, holds=0.15),
    ),
    Style(
        "bouncy",
        1.05,
        0.6,
        _pose(bob=1.8, squash=0.45, arm_swing=1.2),
    ),
    Style(
        "light",
        1.05,
        0.4,
        _pose(stride=1.05, bob=1.2, arm_swing=0.85, head_drop=-0.04),
    ),
    Style(
        "robotic",
        0.95,
        0.5,
        _pose(tempo_curve=-0.3, stride=0.85, bob=0.4, arm_swing=0.6, holds=0.5),
    ),
    Style(
        "elegant",
        0.95,
        0.45,
        _pose(stride=1.1, bob=0.7, arm_swing=0.9, head_drop=-0.08, lean=-3.0),
    ),
    Style(
        "limping",
        0.75,
        0.45,
        _pose(tempo_curve=0.35, stride=0.6, bob=1.3, lean=7.0, arm_swing=0.6, head_drop=0.06),
    ),
    Style(
        "injured",
        0.75,
        0.45,
        _pose(stride=0.6, bob=0.8, lean=10.0, arm_swing=0.45, head_drop=0.12, holds=0.1),
    ),
    Style(
        "zombie",
        0.65,
        0.45,
        _pose(tempo_curve=0.25, stride=0.55, bob=0.8, lean=8.0, arm_swing=0.25, head_drop=0.12, holds=0.2),
    ),
    Style(
        "old",
        0.7,
        0.35,
        _pose(stride=0.55, bob=0.6, lean=13.0, arm_swing=0.4, head_drop=0.12),
    ),
    Style(
        "childlike",
        1.05,
        0.5,
        _pose(stride=0.8, bob=1.5, arm_swing=1.3, squash=0.25, head_drop=-0.04),
    ),
    Style(
        "calm",
        0.85,
        0.35,
        _pose(stride=0.9, bob=0.8, arm_swing=0.85),
        True,
    ),
    Style(
        "hurried",
        1.3,
        0.65,
        _pose(tempo_curve=-0.15, stride=1.1, lean=7.0, arm_swing=1.25),
    ),
    Style(
        "energetic",
        1.15,
        0.75,
        _pose(stride=1.15, bob=1.3, arm_swing=1.3, squash=0.15),
    ),
    Style(
        "weak",
        0.85,
        0.25,
        _pose(stride=0.75, bob=0.7, arm_swing=0.6, head_drop=0.06),
    ),
    Style(
        "clumsy",
        0.95,
        0.5,
        _pose(tempo_curve=0.3, stride=0.9, bob=1.3, lean=5.0, arm_swing=1.5, squash=0.15),
    ),
    Style(
        "military",
        1.0,
        0.6,
        _pose(stride=1.05, bob=0.8, arm_swing=1.4, lean=-3.0, head_drop=-0.05, holds=0.2),
    ),
    Style(
        "feminine",
        0.95,
        0.5,
        _pose(stride=0.9, bob=0.9, arm_swing=0.8, head_drop=-0.06, lean=-2.0),
    ),
    Style(
        "tough",
        0.95,
        0.75,
        _pose(stride=1.05, bob=1.15, lean=4.0, arm_swing=1.25),
    ),
    Style(
        "dreamy",
        0.75,
        0.35,
        _pose(tempo_curve=0.2, stride=0.8, bob=0.6, arm_swing=0.6, head_drop=-0.03),
    ),
    Style(
        "cold",
        0.85,
        0.45,
        _pose(stride=0.7, bob=0.7, lean=8.0, arm_swing=0.3, head_drop=0.12),
    ),
    Style(
        "burdened",
        0.75,
        0.55,
        _pose(stride=0.7, bob=0.8, lean=15.0, arm_swing=0.25, head_drop=0.08, holds=0.1),
    ),
    Style(
        "snappy",
        1.2,
        0.7,
        _pose(tempo_curve=-0.6, squash=0.2, holds=0.3),
    ),
    Style(
        "deliberate",
        0.85,
        0.5,
        _pose(stride=0.95, bob=0.8, arm_swing=0.8, holds=0.25),
    ),
)

STYLES: Mapping[str, Style] = MappingProxyType({style.name: style for style in _ALL})
"""Style name -> what it does; the names are the words of ``MotionSpec.style_modifiers``."""


def scaled(style: Style, degree: float) -> Style:
    """``style`` with every departure from neutral multiplied by ``degree`` (0.5 = half as strong)."""
    changes = {}
    for name in PARAMETER_LIMITS:
        neutral = getattr(_NEUTRAL, name)
        changes[name] = neutral + (getattr(style.parameters, name) - neutral) * degree
    return Style(
        style.name,
        max(0.2, 1 + (style.tempo - 1) * degree),
        min(1.0, max(0.0, 0.5 + (style.intensity - 0.5) * degree)),
        clamp_parameters(changes),
        style.mood,
    )


def blend_styles(styles: Iterable[Style]) -> MotionParameters:
    """All styles at once: factors multiply, offsets add, the result is clamped to its ranges."""
    total = {name: float(getattr(_NEUTRAL, name)) for name in PARAMETER_LIMITS}
    for style in styles:
        for name in total:
            value = getattr(style.parameters, name)
            total[name] = total[name] * value if name in _FACTORS else total[name] + value
    return clamp_parameters(total)


def clamp_parameters(values: Mapping[str, float]) -> MotionParameters:
    """``values`` limited to the range of each field and rounded to three decimals."""
    limited = {
        name: round(min(high, max(low, values.get(name, getattr(_NEUTRAL, name)))), 3)
        for name, (low, high) in PARAMETER_LIMITS.items()
    }
    return MotionParameters(**limited)
