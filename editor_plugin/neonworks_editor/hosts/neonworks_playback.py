"""Advancing an ``AnimationComponent``: the engine has the class, but nothing in its editor moves it.

The component stays the truth about what plays, so that ``component.play("run")`` of a game's code works.
The engine's own ``AnimationSystem`` is not used: it loops for ever on durations of 0, raises where an
animation became shorter under it, and goes back to frame 0 at the end of one that does not loop.
"""

from __future__ import annotations

from collections.abc import Sequence

from neonworks_editor.hosts.neonworks_contract import AnimationComponentLike, AnimationLike

__all__ = ["MIN_DURATION_S", "advance", "frame_at", "phase", "set_phase"]

MIN_DURATION_S = 0.01
"""Shortest time a frame is shown; the engine's own system hangs on 0."""


def _durations(animation: AnimationLike) -> list[float]:
    return [max(frame.duration, MIN_DURATION_S) for frame in animation.frames]


def frame_at(durations: Sequence[float], elapsed: float, *, loop: bool) -> tuple[int, float]:
    """Which frame shows ``elapsed`` after the start, and for how long it has, in the durations' unit.

    A loop starts again; everything else stays on its last frame. Durations are positive, one at least.
    """
    total = sum(durations)
    if elapsed >= total and not loop:
        return len(durations) - 1, durations[-1]
    rest = max(0.0, elapsed) % total
    for index, duration in enumerate(durations):
        if rest < duration:
            return index, rest
        rest -= duration
    return len(durations) - 1, durations[-1]


def _current(component: AnimationComponentLike) -> AnimationLike | None:
    animation = component.animations.get(component.current_animation or "")
    return animation if animation is not None and animation.frames else None


def _elapsed(component: AnimationComponentLike, durations: Sequence[float]) -> float:
    """Seconds from the start of the pass, whatever stands in the component."""
    index = min(max(component.current_frame, 0), len(durations) - 1)
    inside = min(max(component.time_in_frame, 0.0), durations[index])
    return sum(durations[:index]) + inside


def _settle(component: AnimationComponentLike, durations: Sequence[float], elapsed: float, loop: bool) -> int:
    component.current_frame, component.time_in_frame = frame_at(durations, elapsed, loop=loop)
    return component.current_frame


def advance(component: AnimationComponentLike, dt: float) -> int | None:
    """Move on by ``dt`` seconds; the index of the frame to show, None when there is nothing to play."""
    animation = _current(component)
    if animation is None:
        return None
    durations = _durations(animation)
    moved = max(0.0, dt * component.speed) if component.playing else 0.0
    elapsed = _elapsed(component, durations) + moved
    if not animation.loop and elapsed >= sum(durations):
        component.playing = False
    return _settle(component, durations, elapsed, animation.loop)


def phase(component: AnimationComponentLike) -> float:
    """The share of the pass that has gone by, 0 to below 1; 0 when nothing plays."""
    animation = _current(component)
    if animation is None:
        return 0.0
    durations = _durations(animation)
    return min(_elapsed(component, durations) / sum(durations), 1.0 - 1e-9)


def set_phase(component: AnimationComponentLike, share: float) -> None:
    """Continue the current animation at this share of its pass."""
    animation = _current(component)
    if animation is not None:
        durations = _durations(animation)
        _settle(component, durations, share * sum(durations), animation.loop)
