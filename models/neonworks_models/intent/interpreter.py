"""The embedded interpreter: a sentence to ``Interpretation`` by rules and a lexicon, in a millisecond."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.actions import Event, find_events, totals, variant_of
from neonworks_models.intent.fields import Fields, new_spec, read_fields
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.intent.refine import refine
from neonworks_models.intent.scope import Doubt, doubts
from neonworks_models.intent.sentence import Reader, Sentence
from neonworks_models.intent.sequences import order_events

__all__ = ["MAX_TEXT", "EmbeddedInterpreter"]

MAX_TEXT = 2000
"""Longest request in characters; long image prompts stay below 1,000."""

_NEAR: Mapping[Action, tuple[Action, ...]] = MappingProxyType(
    {
        Action.IDLE: (Action.WALK, Action.ATTACK),
        Action.WALK: (Action.RUN, Action.IDLE),
        Action.RUN: (Action.WALK, Action.JUMP),
        Action.JUMP: (Action.RUN, Action.ATTACK),
        Action.ATTACK: (Action.CAST_SPELL, Action.HURT),
        Action.CAST_SPELL: (Action.ATTACK, Action.IDLE),
        Action.HURT: (Action.DEATH, Action.ATTACK),
        Action.DEATH: (Action.HURT, Action.IDLE),
    }
)
_NEW_ACTION = 1.9
_UNSURE = 0.3


class EmbeddedInterpreter:
    """Reads requests in English, and plain ones in Spanish, German, French, Portuguese and Japanese.

    Loading reads the lexicon files once; ``interpret`` keeps no state and may be called from any thread.
    """

    def __init__(self) -> None:
        self._reader = Reader(load_lexicon())

    def interpret(self, text: str, *, previous: MotionSpec | None = None) -> Interpretation:
        """What ``text`` asks for. With ``previous``, a sentence without a new action only changes that.

        Raises ``BadRequest`` for empty text and for more than ``MAX_TEXT`` characters.
        """
        _check(text)
        sentence = self._reader.read(text)
        events = find_events(sentence)
        strong = [event for event in events if event.score >= _NEW_ACTION]
        if previous is not None and not strong:
            return self._refinement(sentence, events, previous)
        return self._fresh(sentence, events, previous)

    def _refinement(
        self, sentence: Sentence, events: Sequence[Event], previous: MotionSpec
    ) -> Interpretation:
        variant = variant_of(sentence, events) if previous.animation_type is Action.ATTACK else None
        fields = read_fields(sentence, variant, refining=True)
        spec = refine(previous, fields)
        notes = _notes(sentence, fields)
        if not fields.says_something:
            notes = ("I found nothing to change in this sentence; the motion stays as it was",)
            return Interpretation(
                understood=False, sequence=(spec,), alternatives=_others(spec, {}), notes=notes
            )
        return Interpretation(understood=True, sequence=(spec,), notes=notes)

    def _fresh(
        self, sentence: Sentence, events: Sequence[Event], previous: MotionSpec | None
    ) -> Interpretation:
        evidence = totals(sentence, events)
        doubt = doubts(sentence, events, evidence, self._reader.lexicon)
        groups = order_events(sentence, events)
        sequence = tuple(self._spec(sentence, group, doubt) for group in groups)
        fields = read_fields(sentence, None)
        if previous is not None and _keeps(sentence):
            sequence = tuple(_carried(spec, previous, fields) for spec in sequence)
        notes = (*doubt.notes, *_notes(sentence, fields))
        understood = not doubt.reasons
        alternatives = () if understood and sequence[0].confidence > 0.85 else _others(sequence[0], evidence)
        return Interpretation(
            understood=understood, sequence=sequence, alternatives=alternatives, notes=notes
        )

    def _spec(self, sentence: Sentence, group: Sequence[Event], doubt: Doubt) -> MotionSpec:
        evidence = totals(sentence, group)
        action = max(evidence, key=lambda a: evidence[a])
        fields = read_fields(sentence, None)
        confidence = _UNSURE if doubt.reasons else _confidence(evidence, len(sentence.corrections))
        return new_spec(action, variant_of(sentence, group), fields, confidence)


def _check(text: str) -> None:
    if not text.strip():
        raise BadRequest("the request is empty: say what the character should do, such as 'walk left'")
    if len(text) > MAX_TEXT:
        raise BadRequest(f"the request has {len(text)} characters: shorten it to {MAX_TEXT} or fewer")


def _confidence(evidence: Mapping[Action, float], corrections: int) -> float:
    """0.3 for a bare hint up to 0.97 for a plain verb without a rival."""
    first, second = sorted(evidence.values(), reverse=True)[:2]
    strength = min(1.0, first / 3.5)
    margin = (first - second) / first if first else 0.0
    return min(0.97, max(0.2, 0.25 + 0.4 * strength + 0.35 * margin)) * 0.93 ** min(corrections, 3)


def _others(spec: MotionSpec, evidence: Mapping[Action, float]) -> tuple[MotionSpec, ...]:
    rivals = [a for a in sorted(evidence, key=lambda a: -evidence[a]) if evidence[a] > 0]
    ranked = dict.fromkeys((*rivals, *_NEAR[spec.animation_type]))
    ranked.pop(spec.animation_type, None)
    return tuple(_as(spec, action) for action in tuple(ranked)[:2])


def _as(spec: MotionSpec, action: Action) -> MotionSpec:
    return replace(spec, animation_type=action, variant=None, confidence=round(spec.confidence * 0.6, 2))


def _keeps(sentence: Sentence) -> bool:
    words = {token.norm for token in sentence.tokens}
    return bool(words & {"same", "keep", "still", "instead", "now", "also", "but"})


def _carried(spec: MotionSpec, previous: MotionSpec, fields: Fields) -> MotionSpec:
    """``refine`` of the previous look under the new action, whose own length and looping apply."""
    base = replace(
        previous,
        animation_type=spec.animation_type,
        variant=spec.variant,
        frame_count=None,
        loop=None,
        confidence=spec.confidence,
    )
    return refine(base, fields)


def _notes(sentence: Sentence, fields: Fields) -> tuple[str, ...]:
    notes = [f"I read '{typed}' as '{meant}'" for typed, meant in sentence.corrections]
    if fields.frames and fields.frames.value != fields.frames.asked:
        notes.append(f"{fields.frames.asked} frames is out of range; I use {fields.frames.value}")
    return tuple(notes)
