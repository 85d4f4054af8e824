"""A reply laid over the embedded answer: what the model decided replaces, all else stays."""

from collections.abc import Iterator, Mapping
from math import prod
from types import MappingProxyType

from msgspec import UNSET
from msgspec.structs import replace
from neonworks_protocol.motion import Interpretation, MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction

from neonworks_models.intent.intensity import NEUTRAL_INTENSITY
from neonworks_models.intent.large.reply import Reply, Step, power_word, speed_word
from neonworks_models.intent.large.schema import NO_DIRECTION, POWERS, SPEEDS, UNCLEAR
from neonworks_models.intent.numbers import numbers
from neonworks_models.intent.sequences import MAX_SEQUENCE
from neonworks_models.intent.speed import clamp_speed
from neonworks_models.intent.styles import PARAMETER_LIMITS, STYLES, blend_styles
from neonworks_models.intent.tokenize import tokenize

__all__ = ["FIELD_OF", "decided", "grounded", "laid_over", "without"]

FIELD_OF: Mapping[str, str] = MappingProxyType(
    {
        "do": "animation_type",
        "as": "variant",
        "times": "sequence",
        "to": "direction",
        "speed": "speed_multiplier",
        "power": "intensity",
        "frames": "frame_count",
        "loop": "loop",
        "fx": "special_effects",
        "style": "style_modifiers",
        "then": "sequence",
    }
)
"""Key of a reply -> the field of ``MotionSpec`` or ``Interpretation`` that it decides."""
_ATTRIBUTES: Mapping[str, str] = MappingProxyType({"as": "variant"})
_UNCLEAR_NOTE = "I found nothing in this sentence that a character could be drawn doing"


def decided(reply: Reply) -> tuple[str, ...]:
    """The fields that ``reply`` decides, in the order of its keys."""
    if reply.do == UNCLEAR:
        return ("understood",)
    said = [FIELD_OF[key] for key in FIELD_OF if getattr(reply, _ATTRIBUTES.get(key, key)) is not UNSET]
    return tuple(dict.fromkeys(said))


def without(reply: Reply, key: str) -> Reply:
    """``reply`` with ``key``, any but ``do``, left undecided."""
    return replace(reply, **{_ATTRIBUTES.get(key, key): UNSET})


def grounded(reply: Reply, text: str, embedded: Interpretation) -> Reply:
    """``reply`` without a frame count that the sentence does not contain: models like to invent numbers."""
    if reply.frames is UNSET or reply.frames == embedded.spec.frame_count:
        return reply
    said = {number.value for number in numbers(tokenize(text))}
    return reply if reply.frames in said else without(reply, "frames")


def laid_over(embedded: Interpretation, reply: Reply, name: str) -> Interpretation:
    """``embedded`` with what ``reply`` decides, as the answer of the interpreter ``name``.

    A word that means what the embedded answer has already ("slow", of 0.65) leaves its exact value.
    """
    if reply.do == UNCLEAR:
        notes = embedded.notes if not embedded.understood else (_UNCLEAR_NOTE,)
        return replace(embedded, understood=False, interpreter=name, notes=notes)
    sequence = tuple(_sequence(embedded, reply))[:MAX_SEQUENCE]
    others = (*embedded.alternatives, *embedded.sequence[:1])
    kinds = {spec.animation_type for spec in sequence}
    alternatives = tuple(spec for spec in others if spec.animation_type not in kinds)[:2]
    # Notes of an answer that was not understood explain a choice that no longer stands.
    notes = embedded.notes if embedded.understood else ()
    same = sequence[0].animation_type is embedded.spec.animation_type and embedded.understood
    return replace(
        embedded,
        understood=True,
        sequence=sequence,
        alternatives=embedded.alternatives if same else alternatives,
        notes=notes,
        interpreter=name,
    )


def _sequence(embedded: Interpretation, reply: Reply) -> Iterator[MotionSpec]:
    later = reply.then or ()
    keeps_rest = not later and reply.times is UNSET and embedded.spec.animation_type == reply.do
    first = _details(_stepped(embedded, 0, reply), reply)
    yield from (first,) * (reply.times or 1)
    for index, step in enumerate(later, 1):
        spec = _details(_stepped(embedded, index, step), reply)
        yield from (spec,) * (step.times or 1)
    if keeps_rest:
        yield from (_details(spec, reply) for spec in embedded.sequence[1:])


def _stepped(embedded: Interpretation, index: int, step: Step) -> MotionSpec:
    """The embedded spec for this step where its action is the same, else its first spec with the action."""
    action = Action(step.do)
    known = embedded.sequence[index : index + 1] or embedded.sequence[:1]
    spec = known[0]
    if spec.animation_type is not action:
        spec = replace(embedded.spec, animation_type=action, variant=None)
    if step.variant is not UNSET and action is Action.ATTACK:
        spec = replace(spec, variant=step.variant)
    if step.to is not UNSET:
        spec = replace(spec, direction=None if step.to == NO_DIRECTION else Direction(step.to))
    return spec


def _details(spec: MotionSpec, reply: Reply) -> MotionSpec:
    """``spec`` with what holds for every step."""
    spec = _styled(spec, reply)
    if reply.speed is not UNSET and not _means(reply.speed, speed_word(spec.speed_multiplier)):
        spec = replace(spec, speed_multiplier=SPEEDS[reply.speed])
    if reply.power is not UNSET and reply.power != power_word(spec.intensity):
        spec = replace(spec, intensity=POWERS[reply.power])
    if reply.frames is not UNSET:
        spec = replace(spec, frame_count=reply.frames)
    if reply.loop is not UNSET:
        spec = replace(spec, loop=reply.loop)
    if reply.fx is not UNSET and set(reply.fx) != set(spec.special_effects):
        spec = replace(spec, special_effects=tuple(dict.fromkeys(reply.fx)))
    return spec


def _means(word: str, other: str) -> bool:
    """Whether ``word`` adds nothing to ``other``: "slow" is content with "very_slow", not the reverse."""
    return word in (other, other.removeprefix("very_"))


def _styled(spec: MotionSpec, reply: Reply) -> MotionSpec:
    """``spec`` in the styles of ``reply``: pose, tempo, and strength where nothing else is said of it."""
    if reply.style is UNSET or set(reply.style) == set(spec.style_modifiers):
        return spec
    names = tuple(dict.fromkeys(reply.style))
    before = [STYLES[name] for name in spec.style_modifiers if name in STYLES]
    after = [STYLES[name] for name in names]
    old, new = blend_styles(before), blend_styles(after)
    kept = {
        name: getattr(spec.parameters, name)
        for name in PARAMETER_LIMITS
        if getattr(spec.parameters, name) != getattr(old, name)
    }
    values = {name: kept.get(name, getattr(new, name)) for name in PARAMETER_LIMITS}
    strongest = max((style.intensity for style in after), key=_strength, default=NEUTRAL_INTENSITY)
    tempo = prod(style.tempo for style in after) / prod(style.tempo for style in before)
    return replace(
        spec,
        style_modifiers=names,
        parameters=MotionParameters(**values),
        intensity=strongest if spec.intensity == NEUTRAL_INTENSITY else spec.intensity,
        speed_multiplier=clamp_speed(spec.speed_multiplier * tempo),
    )


def _strength(intensity: float) -> float:
    return abs(intensity - NEUTRAL_INTENSITY)
