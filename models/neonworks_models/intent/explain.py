"""A spec in plain words, for people: "tired: tempo ×0.7, stride ×0.6"."""

from collections.abc import Iterator

from neonworks_protocol.motion import MotionParameters, MotionSpec

from neonworks_models.intent.styles import PARAMETER_LIMITS, STYLES, Style

__all__ = ["explain"]

_FACTORS = frozenset({"stride", "bob", "arm_swing"})
_NEUTRAL = MotionParameters()


def explain(spec: MotionSpec, head_px: float | None = None) -> tuple[str, ...]:
    """One line for the action, one per style, one per other choice that differs from the default.

    With ``head_px``, the height of the sprite's head in its pixels, the head's travel is told in pixels.
    """
    return tuple(_lines(spec, head_px))


def _lines(spec: MotionSpec, head_px: float | None) -> Iterator[str]:
    yield f"{spec.animation_type}" + (f" ({spec.variant})" if spec.variant else "")
    for name in spec.style_modifiers:
        if name in STYLES:
            yield _style_line(STYLES[name], head_px)
    if spec.direction:
        yield f"direction: {spec.direction}"
    if spec.speed_multiplier != 1.0:
        yield f"speed: ×{spec.speed_multiplier:g}"
    if spec.intensity != 0.5:
        yield f"intensity: {spec.intensity:g} of 1"
    if spec.special_effects:
        yield "effects: " + ", ".join(spec.special_effects)
    if spec.frame_count is not None:
        yield f"frames: {spec.frame_count}"
    if spec.loop is not None:
        yield "plays in a loop" if spec.loop else "plays once"
    pose = _pose(spec.parameters, head_px)
    if pose:
        yield f"pose: {pose}"


def _style_line(style: Style, head_px: float | None) -> str:
    tempo = f"tempo ×{style.tempo:g}" if style.tempo != 1.0 else ""
    return f"{style.name}: " + ", ".join(part for part in (tempo, _pose(style.parameters, head_px)) if part)


def _pose(parameters: MotionParameters, head_px: float | None) -> str:
    parts = []
    for name in PARAMETER_LIMITS:
        value = getattr(parameters, name)
        if value == getattr(_NEUTRAL, name):
            continue
        if name == "head_drop" and head_px is not None:
            parts.append(f"head {-round(value * head_px):+d} px")
            continue
        label = name.replace("_", " ")
        parts.append(f"{label} ×{value:g}" if name in _FACTORS else f"{label} {value:+g}")
    return ", ".join(parts)
