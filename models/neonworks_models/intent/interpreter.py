"""The embedded interpreter: a sentence to ``Interpretation`` by rules, a lexicon and word knowledge."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.intent.actions import Event, find_events, totals
from neonworks_models.intent.confidence import confidences
from neonworks_models.intent.context import Hints, SpriteContext, hints_of, in_context, turned
from neonworks_models.intent.fields import Fields, new_spec, read_fields
from neonworks_models.intent.judgement import Verdict, judge
from neonworks_models.intent.knowledge.opinion import Knowledge, Opinion, load_knowledge
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.intent.refine import refine
from neonworks_models.intent.scope import Doubt, doubts
from neonworks_models.intent.sentence import Reader, Sentence
from neonworks_models.intent.sequences import order_events
from neonworks_models.intent.variants import variant_of

__all__ = ["MAX_TEXT", "EmbeddedInterpreter", "no_knowledge"]

MAX_TEXT = 2000
"""Longest request in characters; long image prompts stay below 1,000."""

_NEW_ACTION = 1.9
_SURE = 0.85
_SURE_VARIANT = 0.7


def no_knowledge() -> None:
    """Loader for an interpreter of rules alone."""


class EmbeddedInterpreter:
    """Reads requests in English, Spanish, German, French, Portuguese and Japanese.

    Loading reads the lexicon files and, by ``knowledge``, the weights once; ``interpret`` keeps no state and
    may be called from any thread. Raises ``Unavailable`` where the package's weights are missing or others.
    """

    def __init__(self, knowledge: Callable[[], Knowledge | None] = load_knowledge) -> None:
        self._reader = Reader(load_lexicon())
        self._knowledge = knowledge()

    def interpret(
        self, text: str, *, previous: MotionSpec | None = None, context: SpriteContext | None = None
    ) -> Interpretation:
        """What ``text`` asks for. With ``previous``, a sentence without a new action only changes that.

        ``context`` is the sprite that is spoken of: it decides what the sentence leaves open. Raises
        ``BadRequest`` for empty text and for more than ``MAX_TEXT`` characters.
        """
        _check(text)
        sentence = self._reader.read(text)
        heard = self._heard(sentence, previous)
        if context is None:
            return heard
        return in_context(heard, sentence, context, self.hints(context.name))

    def hints(self, name: str) -> Hints:
        """What the name of a sprite suggests ("goblin_archer": an attack by shooting)."""
        return hints_of(name, self._reader)

    def _heard(self, sentence: Sentence, previous: MotionSpec | None) -> Interpretation:
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
        direction = turned(sentence, fields.direction, previous.direction)
        if fields.says_something or direction is not None:
            spec = refine(previous, dataclasses.replace(fields, direction=direction))
            return Interpretation(understood=True, sequence=(spec,), notes=_notes(sentence, fields))
        fresh = self._fresh(sentence, events, previous)
        if fresh.understood and self._knowledge is not None:
            return fresh
        note = "I found nothing to change in this sentence; the motion stays as it was"
        return replace(fresh, understood=False, sequence=(previous,), notes=(note,))

    def _fresh(
        self, sentence: Sentence, events: Sequence[Event], previous: MotionSpec | None
    ) -> Interpretation:
        worded = any(token.is_word for token in sentence.tokens)
        opinion = self._knowledge.read(sentence, events) if self._knowledge and worded else None
        evidence = totals(sentence, events)
        doubt = doubts(sentence, events, evidence, self._reader.lexicon)
        groups = order_events(sentence, events)
        first = judge(totals(sentence, groups[0]), doubt, opinion)
        fields = read_fields(sentence, None)
        sequence = [_spec(sentence, groups[0], first, opinion, fields)]
        for group in groups[1:]:
            verdict = judge(totals(sentence, group), Doubt(), None)
            sequence.append(_spec(sentence, group, verdict, None, fields))
        if previous is not None and _keeps(sentence):
            sequence = [_carried(spec, previous, fields) for spec in sequence]
        understood = first.understood
        return Interpretation(
            understood=understood,
            sequence=tuple(sequence),
            alternatives=() if understood and first.confidence > _SURE else _others(sequence[0], first),
            notes=(*_doubt_notes(doubt, first), *_notes(sentence, fields)),
            field_confidence=confidences(sentence, groups[0], sequence[0], fields, opinion),
        )


def _spec(
    sentence: Sentence, group: Sequence[Event], verdict: Verdict, opinion: Opinion | None, fields: Fields
) -> MotionSpec:
    confidence = verdict.confidence * 0.93 ** min(len(sentence.corrections), 3)
    variant = variant_of(sentence, group)
    if variant is None and verdict.action is Action.ATTACK and opinion is not None:
        variant = _supposed_variant(opinion.variants)
    return new_spec(verdict.action, variant, fields, confidence)


def _supposed_variant(variants: Mapping[Variant | None, float]) -> Variant | None:
    best = max(variants, key=lambda variant: variants[variant])
    return best if variants[best] > _SURE_VARIANT else None


def _check(text: str) -> None:
    if not text.strip():
        raise BadRequest("the request is empty: say what the character should do, such as 'walk left'")
    if len(text) > MAX_TEXT:
        raise BadRequest(f"the request has {len(text)} characters: shorten it to {MAX_TEXT} or fewer")


def _others(spec: MotionSpec, verdict: Verdict) -> tuple[MotionSpec, ...]:
    """The two next best readings, with their own share of the confidence."""
    rest = [(action, share) for action, share in verdict.ranking if action is not spec.animation_type]
    return tuple(
        replace(spec, animation_type=action, variant=None, confidence=round(min(spec.confidence, share), 2))
        for action, share in rest[:2]
    )


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


def _doubt_notes(doubt: Doubt, verdict: Verdict) -> tuple[str, ...]:
    """What to tell people where a word was not known."""
    if verdict.understood:
        known = not doubt.reasons or doubt.subject is None
        return (
            () if known else (f"'{doubt.subject}' is no word of mine for an action; I read {verdict.action}",)
        )
    chosen, second = (action for action, _ in verdict.ranking[:2])
    if doubt.subject:
        return (f"'{doubt.subject}' is not an action I know; I chose {chosen}, the next best is {second}",)
    return (f"I found no action I know in this sentence; I chose {chosen}, the next best is {second}",)


def _notes(sentence: Sentence, fields: Fields) -> tuple[str, ...]:
    notes = [f"I read '{typed}' as '{meant}'" for typed, meant in sentence.corrections]
    if fields.frames and fields.frames.value != fields.frames.asked:
        notes.append(f"{fields.frames.asked} frames is out of range; I use {fields.frames.value}")
    return tuple(notes)
