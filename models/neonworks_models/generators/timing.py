"""How many frames an action has, how long they last, and which moment of the motion each one shows.

Cycle lengths are what sprite artists commonly use for 2D characters: a walk of 8 frames at 100 ms, a run at
80 ms, breathing at about a second. A clip's length depends on the action and its speed only, so more frames
make it smoother, not slower.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import msgspec
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.sprites.rig import SpriteAnalysis

__all__ = ["FRAME_MS", "default_frame_count", "default_loop", "durations", "phases", "resolve"]

FRAME_MS = (20, 2000)
"""Shortest and longest frame, in ms: GIF players slow anything under 20 ms down."""
FRAME_COUNTS = (2, 32)


@dataclass(frozen=True)
class _Timing:
    """``frames`` by default over ``length_ms`` at speed 1; ``accents`` are the phases of the key poses."""

    frames: int
    length_ms: int
    loop: bool
    accents: tuple[float, ...]


_TIMINGS: Mapping[Action, _Timing] = MappingProxyType(
    {
        Action.IDLE: _Timing(4, 1000, True, (0.0, 0.5)),
        Action.WALK: _Timing(8, 800, True, (0.0, 0.5)),
        Action.RUN: _Timing(8, 560, True, (0.0, 0.5)),
        Action.JUMP: _Timing(6, 720, False, (0.2, 0.6)),
        Action.ATTACK: _Timing(6, 540, False, (0.2, 0.7)),
        Action.CAST_SPELL: _Timing(7, 840, False, (0.35, 0.8)),
        Action.HURT: _Timing(4, 420, False, (0.35,)),
        Action.DEATH: _Timing(6, 900, False, (1.0,)),
    }
)

_VARIANT_FRAMES: Mapping[Variant, tuple[int, int]] = MappingProxyType(
    {Variant.THRUST: (8, 640), Variant.SHOOT: (10, 900), Variant.PUNCH: (5, 400), Variant.KICK: (6, 480)}
)
"""Variant -> frames, length in ms, where they differ from the attack's own."""


def _timing(action: Action, variant: Variant | None) -> _Timing:
    base = _TIMINGS[action]
    if action is not Action.ATTACK or variant is None or variant not in _VARIANT_FRAMES:
        return base
    frames, length = _VARIANT_FRAMES[variant]
    return _Timing(frames, length, base.loop, base.accents)


def default_frame_count(action: Action, variant: Variant | None = None) -> int:
    """Frames of a clip for which no count was asked."""
    return _timing(action, variant).frames


def default_loop(action: Action) -> bool:
    """Whether the action is a cycle."""
    return _TIMINGS[action].loop


def resolve(spec: MotionSpec, analysis: SpriteAnalysis) -> MotionSpec:
    """``spec`` with frame count, loop, direction and attack variant filled in where they were not said.

    Raises ``BadRequest`` for a frame count outside 2..32.
    """
    action = spec.animation_type
    variant = (spec.variant or Variant.SLASH) if action is Action.ATTACK else None
    count = default_frame_count(action, variant) if spec.frame_count is None else spec.frame_count
    low, high = FRAME_COUNTS
    if not low <= count <= high:
        raise BadRequest(f"{count} frames were asked for; choose {low} to {high}")
    return msgspec.structs.replace(
        spec,
        variant=variant,
        frame_count=count,
        loop=default_loop(action) if spec.loop is None else spec.loop,
        direction=spec.direction or analysis.facing,
    )


def durations(spec: MotionSpec) -> tuple[int, ...]:
    """Milliseconds per frame of a resolved spec; their sum is the clip's length at its speed.

    ``parameters.holds`` moves time from the other frames to those nearest to the key poses.
    """
    timing = _timing(spec.animation_type, spec.variant)
    count = spec.frame_count or timing.frames
    total = timing.length_ms / spec.speed_multiplier
    share = [1.0 / count] * count
    held = spec.parameters.holds
    if held > 0:
        keys = sorted(
            {_nearest_frame(accent, count, default_loop(spec.animation_type)) for accent in timing.accents}
        )
        share = [part * (1 - held) for part in share]
        for key in keys:
            share[key] += held / len(keys)
    low, high = FRAME_MS
    edges = [round(total * sum(share[:i])) for i in range(count + 1)]
    return tuple(min(high, max(low, edges[i + 1] - edges[i])) for i in range(count))


def phases(spec: MotionSpec) -> tuple[float, ...]:
    """Which moment of the motion each frame shows, 0..1.

    Cycles, and whatever is played as one, take i/n, so that the last frame leads into the first; single
    actions take i/(n-1) and end on their last pose. ``parameters.tempo_curve`` bends the time between.
    """
    count = spec.frame_count or default_frame_count(spec.animation_type, spec.variant)
    cyclic = default_loop(spec.animation_type) or bool(spec.loop)
    even = [i / count if cyclic else i / (count - 1) for i in range(count)]
    curve = spec.parameters.tempo_curve
    if cyclic:
        # Bent within each half, so that both steps of a walk are bent alike.
        return tuple((math.floor(2 * p) + _bend(2 * p - math.floor(2 * p), curve)) / 2 for p in even)
    return tuple(_bend(p, curve) for p in even)


def _bend(phase: float, curve: float) -> float:
    """Monotone map of 0..1 onto itself; curve 0 is the identity, < 0 lingers early, > 0 late."""
    return float(phase ** (2.0**-curve))


def _nearest_frame(phase: float, count: int, cyclic: bool) -> int:
    return round(phase * count) % count if cyclic else round(phase * (count - 1))
