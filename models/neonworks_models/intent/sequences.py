"""Several actions in one sentence: "walk, then attack twice, then die"."""

import itertools
from collections.abc import Sequence

from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.actions import Event
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.wordsets import words

__all__ = ["MAX_SEQUENCE", "order_events"]

MAX_SEQUENCE = 8
"""Most actions of one sentence; a request of more is cut, as each becomes a clip of its own."""

_CONNECTORS = words(
    """
    then afterwards afterward finally next followed eventually luego despues entonces puis ensuite apres
    dann danach depois entao それから 次に その後 最後に 続けて そして > → subsequently
    thereafter zuletzt schliesslich enfin finalmente anschliessend
    """
)
_AND = words("and , 、 & + ; / y et und e ou or")
_FILLER = words("and also , a an the it he she they to & + does do doing with twice once again")
_CLEAR = 2.2
_FIRM_STEP = 3.0
_SINGLE_CLAUSE_WORDS = 28


def order_events(sentence: Sentence, events: Sequence[Event]) -> tuple[tuple[Event, ...], ...]:
    """Groups of events, one per action in order; a single group when the sentence asks for one thing."""
    cuts = [i for i, token in enumerate(sentence.tokens) if token.norm in _CONNECTORS]
    if cuts:
        groups = _grouped(sentence, events, cuts)
    elif len(sentence.tokens) <= _SINGLE_CLAUSE_WORDS:
        groups = _coordinated(sentence, events)
    else:
        groups = []
    merged = _merge(groups)
    ends_in_death = bool(merged) and _leading(merged[-1]).action is Action.DEATH
    return tuple(merged[:MAX_SEQUENCE]) if len(merged) > 1 or ends_in_death else (tuple(events),)


def _grouped(sentence: Sentence, events: Sequence[Event], cuts: Sequence[int]) -> list[tuple[Event, ...]]:
    """What is said between one "then" and the next, cut again where several things are listed there."""
    groups: list[tuple[Event, ...]] = []
    for low, high in itertools.pairwise([-1, *cuts, len(sentence.tokens)]):
        inside = tuple(event for event in events if low < event.start < high)
        parts = _listed(sentence, inside)
        if len({_leading(part).action for part in parts}) > 1:
            groups.extend(parts)
        elif parts:
            groups.append(inside)
    return groups


def _coordinated(sentence: Sentence, events: Sequence[Event]) -> list[tuple[Event, ...]]:
    """The listed events, or only the death in which a told story ends."""
    groups = _listed(sentence, events)
    if groups and _leading(groups[-1]).action is Action.DEATH and _is_told(sentence, events):
        return groups[-1:]
    return groups


def _listed(sentence: Sentence, events: Sequence[Event]) -> list[tuple[Event, ...]]:
    """Clear events with nothing but "and" or a comma, an object or an adverb between them."""
    clear = [event for event in events if event.score >= _CLEAR]
    groups: list[tuple[Event, ...]] = []
    for event in clear:
        if groups:
            gap = sentence.words(groups[-1][-1].stop, event.start)
            if not gap or not set(gap) & _AND:
                groups[-1] = (*groups[-1], event)
                continue
        groups.append((event,))
    return groups


def _is_told(sentence: Sentence, events: Sequence[Event]) -> bool:
    """Whether the events are finite verbs of a story ("he gasps, drops his sword and dies"), not a list."""
    return any(sentence.word(event.start).endswith("s") for event in events if event.score >= _CLEAR)


def _merge(groups: Sequence[tuple[Event, ...]]) -> list[tuple[Event, ...]]:
    """Neighbours of one action joined; what leads up to a death belongs to the death."""
    merged: list[tuple[Event, ...]] = []
    for group in groups:
        action = _leading(group).action
        if action is Action.DEATH:
            while merged and _leads_to_death(merged[-1]):
                merged.pop()
        if merged and _leading(merged[-1]).action is action:
            merged[-1] = (*merged[-1], *group)
        else:
            merged.append(group)
    return merged


def _leads_to_death(group: Sequence[Event]) -> bool:
    """Whether ``group`` is a blow taken or an uncertain step ("staggers and collapses")."""
    event = _leading(group)
    return event.action is Action.HURT or (event.action is Action.WALK and event.base < _FIRM_STEP)


def _leading(group: Sequence[Event]) -> Event:
    return max(group, key=lambda event: event.score)
