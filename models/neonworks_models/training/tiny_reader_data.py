"""Requests with the reply that a perfect model gives, for training a small language model.

The labels come from the grammar that made a request (``data.language.requests``). What it leaves open (the
tempo of "trudge", styles, repetitions) is read by the rules of the embedded interpreter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec.structs import replace
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.data.language.requests import LabelledRequest
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.bare import MAX_BARE, bare_prompt
from neonworks_models.intent.large.reply import encode, reply_for, speed_word
from neonworks_models.intent.large.schema import REPLY_START, SPEEDS
from neonworks_models.intent.lexicon import SenseKind

__all__ = ["Pair", "Teacher"]

_INTENSITIES = {"low": 0.3, "mid": 0.5, "high": 0.85}


@dataclass(frozen=True)
class Pair:
    """``prompt`` is what the model is given, ``reply`` the text that it has to add."""

    prompt: str
    reply: str
    request: LabelledRequest


class Teacher:
    """Writes replies: the labels of a request, completed by the embedded interpreter's rules."""

    def __init__(self, rules: EmbeddedInterpreter) -> None:
        self._rules = rules

    def pairs(self, requests: Iterable[LabelledRequest]) -> Iterator[Pair]:
        """A pair for each request that a bare prompt takes."""
        for request in requests:
            if request.text.strip() and len(request.text) <= MAX_BARE:
                yield Pair(bare_prompt(request.text), self._reply(request), request)

    def _reply(self, request: LabelledRequest) -> str:
        sequence = self._sequence(request) if request.action is not None else ()
        if not sequence:
            return encode(reply_for(sequence, understood=False)).removeprefix(REPLY_START)
        return encode(reply_for(sequence)).removeprefix(REPLY_START)

    def _sequence(self, request: LabelledRequest) -> Sequence[MotionSpec]:
        heard = self._rules.interpret(request.text).sequence
        actions = [spec.animation_type for spec in heard]
        if _distinct(actions) == list(request.sequence):
            steps = list(heard)
        else:
            steps = [replace(heard[0], animation_type=action, variant=None) for action in request.sequence]
        first = heard[0]
        return [_labelled(step, request, first, at == 0) for at, step in enumerate(steps)]


def _labelled(step: MotionSpec, request: LabelledRequest, heard: MotionSpec, is_first: bool) -> MotionSpec:
    """``step`` with what the grammar knows for sure."""
    unsure = request.unsure
    variant = step.variant
    if step.animation_type is not Action.ATTACK:
        variant = None
    elif is_first and request.variant is not None:
        variant = request.variant
    told = SenseKind.DIRECTION in unsure and request.direction is None
    intensity = heard.intensity if SenseKind.INTENSITY in unsure else _INTENSITIES[request.intensity]
    return replace(
        step,
        variant=variant,
        direction=heard.direction if told else request.direction,
        speed_multiplier=_speed(request, heard),
        intensity=0.5 if 0.45 <= intensity <= 0.75 else intensity,
        special_effects=heard.special_effects if SenseKind.EFFECT in unsure else request.effects,
        frame_count=request.frames,
        loop=heard.loop if request.loop is None else request.loop,
    )


def _speed(request: LabelledRequest, heard: MotionSpec) -> float:
    """As heard where that agrees with the label: "very slow" is slow."""
    word = speed_word(heard.speed_multiplier)
    return SPEEDS[word if SenseKind.SPEED in request.unsure or request.speed in word else request.speed]


def _distinct(actions: Iterable[Action]) -> list[Action]:
    """``actions`` without repetitions of the one before."""
    found: list[Action] = []
    for action in actions:
        if found[-1:] != [action]:
            found.append(action)
    return found
