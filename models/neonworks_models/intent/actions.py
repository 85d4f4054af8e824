"""Which action a sentence asks for: every candidate is weighed by its place in the sentence.

A word counts fully as the main verb or beside "animation"; less in a simile ("like a charging bull"),
a subordinate clause, or as an adjective ("a running man kicks"); "is punched" is being hurt.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.tokenize import TokenKind
from neonworks_models.intent.wordsets import words

__all__ = ["Event", "find_events", "totals"]


@dataclass(frozen=True, slots=True)
class Event:
    """A candidate reading at tokens ``start`` to ``stop``; ``score`` 3 is a plain main verb.

    ``firmness`` below 1: what is struck with may make another ``variant`` of the word.
    """

    action: Action
    variant: Variant | None
    score: float
    start: int
    stop: int
    base: float = 3.0
    firmness: float = 1.0


_MANNERS = words("bounce bouncing bounces bob bobbing swing swinging sway stretch")
_BE_GET = words("is are was were be been being am get gets getting got gotten")
_KILLING = words("killed slain murdered executed assassinated destroyed demolished finished vanquished")
_PARTICIPLES = words(
    """
    hit struck shot beaten slain stricken bitten thrown flung slung cut stuck smitten hewn run
    """
)
_ALSO_PRESENT = words("hit cut shot run beat thrust")
_NAMING = words(
    """
    animation animations anim anims cycle loop sprite sprites spritesheet sequence frames frame pose
    poses state motion clip gif strip move action sheet animacion animacao animationen zyklus アニメーション
    アニメ モーション 動き movement routine
    """
)
_SIMILES = frozenset({"like", "as"})
_WISHING = words("would i d we you looks look should id 'd")
_SUBORDINATE = words("while whilst during mientras wahrend enquanto pendant when whenever")
_TEMPORAL = words("after before until from despite since past without nach avant apres antes despues")
_THEN = words("despues apres danach depois")
"""Right before a verb these go on with the story; "despues de" and "apres avoir" go back in it."""
_PURPOSE = words("ready about prepares preparing prepare wants want trying tries try poised intending")
_RELATIVE = words("who that which whose")
_DETERMINERS = words("a an the this that his her its their my your")
_AFTER_GERUND = words(
    """
    and or to in on at with towards toward forward forwards backward backwards left right up down away
    around across along through while slowly quickly fast from into for past over as like the a an his
    her its their back very then by him them it me us against about off out north south east west
    """
)
_HIT_OBJECTS = words("the a an his her him them it with at someone something my their this that hard enemy")
_ADJECTIVES = words("dead fallen slain hurt stricken beaten undead stationary idle still magical magic")
_SIMILE_REACH = 6
_ACTORS = words(
    """
    walker runner jumper jogger sprinter attacker shooter fighter boxer kickboxer puncher hopper leaper
    spellcaster caster duelist brawler wrestler hiker wanderer racer rusher hitter batter slasher striker
    """
)
_STEPS = frozenset({Action.WALK, Action.RUN, Action.JUMP})
_NEAR = words("up in over forward forwards ahead closer into")
_APPROACH = 4
_VERB = 2.0
_SUBJECTS = words("he she they it we")
_REPEATED = 0.3


def find_events(sentence: Sentence) -> tuple[Event, ...]:
    """All affirmed candidates in reading order."""
    events = []
    for mention in sentence.affirmed(SenseKind.ACTION):
        if _is_manner(sentence, mention):
            continue
        event = _event(sentence, mention)
        if event.score > 0:
            events.append(event)
    return tuple(events)


def _is_manner(sentence: Sentence, mention: Mention) -> bool:
    """Whether a word such as "bounce" only tells how: "more bounce", "with a bounce"."""
    if sentence.word(mention.start) not in _MANNERS:
        return False
    wider = sentence.of(SenseKind.PARAMETER, SenseKind.STYLE)
    return any(m.covers(mention) and m.start < mention.start for m in wider)


def _event(sentence: Sentence, mention: Mention) -> Event:
    action, variant, weight = Action(mention.sense.value), mention.sense.variant, mention.sense.weight
    if action is Action.ATTACK and mention.size == 1:
        turned = _passive(sentence, mention)
        if turned is not None:
            action, variant, weight = turned, None, 3.8
        elif sentence.word(mention.start) == "hit" and _is_bare_hit(sentence, mention):
            action, variant, weight = Action.HURT, None, 2.4
    score = weight * _place(sentence, mention)
    return Event(action, variant, score, mention.start, mention.stop, weight, mention.sense.number)


def _passive(sentence: Sentence, mention: Mention) -> Action | None:
    """What "is stabbed", "gets killed", "shot by" mean for the one it happens to."""
    word = sentence.word(mention.start)
    if not (word.endswith("ed") or word in _PARTICIPLES or word in _KILLING):
        return None
    before = sentence.words(mention.start - 3, mention.start)
    after = sentence.words(mention.stop, mention.stop + 3)
    helped = any(word in _BE_GET for word in before[-1:]) or (
        len(before) > 1 and before[-2] in _BE_GET and before[-1].endswith("ly")
    )
    told_by = "by" in after[:1] or ("by" in after[:2] and after[0].endswith("ly"))
    alone = not before and word not in _ALSO_PRESENT and after[:1] != ("the",)
    if helped or told_by or alone:
        return Action.DEATH if word in _KILLING else Action.HURT
    return None


def _is_bare_hit(sentence: Sentence, mention: Mention) -> bool:
    if mention.stop < len(sentence.tokens) and sentence.word(mention.stop) in _HIT_OBJECTS:
        return False
    before = sentence.word(mention.start - 1)
    return before in (
        "",
        "the",
        "a",
        "on",
        "when",
        "after",
        ",",
        "from",
        "idle",
        "and",
        "or",
        "/",
        "big",
        "hard",
    )


def _place(sentence: Sentence, mention: Mention) -> float:
    """Factor on the weight of ``mention`` for where it stands."""
    factor = 1.0 - min(0.25, 0.008 * mention.start)
    if any(sentence.word(mention.stop + step) in _NAMING for step in range(2)):
        factor *= 1.35
    clause = _clause_before(sentence, mention.start)
    if _in_simile(sentence, clause, mention):
        return factor * 0.15
    near = clause[-3:]
    if any(word in _SUBORDINATE for word in clause[-4:]):
        factor *= 0.6
    if any(word in _TEMPORAL for word in near[:-1]) or (near[-1:] and near[-1] in _TEMPORAL - _THEN):
        factor *= 0.5
    if any(word in _PURPOSE for word in near):
        factor *= 0.6
    if any(word in _RELATIVE for word in clause[-2:]):
        factor *= 0.85
    if _is_adjective(sentence, mention):
        factor *= 0.6
    if _is_actor(sentence, mention):
        factor *= 0.4
    if _is_approach(sentence, mention):
        factor *= 0.5
    return factor


def _is_actor(sentence: Sentence, mention: Mention) -> bool:
    """Whether a word such as "runner" tells who it is: "a runner waiting", but not "runner animation"."""
    if mention.size != 1 or sentence.word(mention.start) not in _ACTORS:
        return False
    others = (m for m in sentence.affirmed(SenseKind.ACTION) if not m.overlaps(mention))
    return any(m.sense.weight >= _VERB for m in others)


def _is_approach(sentence: Sentence, mention: Mention) -> bool:
    """Whether the step only leads up to a blow: "runs up and dropkicks the guard"."""
    if mention.sense.value not in _STEPS:
        return False
    after = sentence.words(mention.stop - 1, mention.stop + _APPROACH)
    if "and" not in after or not set(after[: after.index("and")]) & _NEAR:
        return False
    turn = mention.stop - 1 + after.index("and")
    return any(
        turn < m.start <= turn + 2 and m.sense.value == Action.ATTACK and m.sense.weight >= _VERB
        for m in sentence.affirmed(SenseKind.ACTION)
    )


def _clause_before(sentence: Sentence, index: int) -> tuple[str, ...]:
    """The words since the last mark; in "dancer-like", "like" compares nothing and is left out."""
    before: list[str] = []
    for token in reversed(sentence.tokens[:index]):
        if token.kind is TokenKind.MARK:
            break
        if not (token.glued and token.norm == "like"):
            before.append(token.norm)
    return tuple(reversed(before))


def _in_simile(sentence: Sentence, clause: Sequence[str], mention: Mention) -> bool:
    for offset, word in enumerate(clause[-_SIMILE_REACH:]):
        if word not in _SIMILES:
            continue
        window = clause[-_SIMILE_REACH:]
        before = window[offset - 1] if offset else sentence.word(mention.start - len(window) - 1)
        after = window[offset + 1 :]
        if word == "like" and len(window) == len(clause) and offset == 0 and _SUBJECTS & set(after[1:]):
            return False  # "like a startled deer she bolts": the comparison ends where the sentence begins
        if word == "like" and before not in _WISHING and "then" not in after and "and" not in after:
            return True
        if word == "as" and after[:1] and after[0] in ("if", "though", "a", "an"):
            return True
    return False


def _is_adjective(sentence: Sentence, mention: Mention) -> bool:
    """Whether a lone participle stands between an article and a noun: "the standing person"."""
    word = sentence.word(mention.start)
    if mention.size != 1 or not (word.endswith(("ing", "ed")) or word in _ADJECTIVES):
        return False
    following = sentence.tokens[mention.stop : mention.stop + 1]
    if not following or not following[0].is_word or following[0].norm in _AFTER_GERUND | _NAMING:
        return False
    return sentence.word(mention.start - 1) in _DETERMINERS


def totals(sentence: Sentence, events: Sequence[Event]) -> Mapping[Action, float]:
    """Evidence per action: its best event, a share of its others, and hints by who and with what."""
    sums = {}
    for action in Action:
        scores = sorted((event.score for event in events if event.action is action), reverse=True)
        hints = sorted((m.sense.weight for m in _cues(sentence, action)), reverse=True)
        best = scores[0] if scores else 0.0
        hint = (hints[0] + _REPEATED * sum(hints[1:3])) if hints else 0.0
        sums[action] = best + _REPEATED * sum(scores[1:4]) + hint * (0.6 if scores else 1.0)
    return sums


def _cues(sentence: Sentence, action: Action) -> Iterator[Mention]:
    return (m for m in sentence.affirmed(SenseKind.CUE) if m.sense.value == action.value)
