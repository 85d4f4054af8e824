"""Which action it is and whether anything was understood: the rules' evidence and the net's opinion weighed.

The rules decide where they are sure: their evidence of a plain verb outweighs any opinion. Where they know no
word, or doubt, the opinion decides. Weights and thresholds were chosen on requests that neither was made
from (``weights/sentence_net.md``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.knowledge.opinion import Opinion
from neonworks_models.intent.scope import Doubt, Reason

__all__ = ["Verdict", "judge"]

_OPINION = 0.35
"""Weight of the opinion's log probability beside the rules' evidence, of which 3 is a plain verb."""
_FLOOR = 1e-4
_OUTSIDE_NAMED = 0.01
"""From this probability of asking for nothing on, the rules are believed that a phrase is out of scope."""
_OUTSIDE_DOUBTED = 0.25
_OUTSIDE_STRICT = 0.05
"""As ``_OUTSIDE_DOUBTED``, where no word could be a verb ("a wizard with a beard") or one is known as another
action ("paint the fence").
"""
_OUTSIDE_PLAIN = 0.9
_DECIDED = 0.4
"""Least probability of the likeliest action where the rules found none."""
_CLEAR_EVIDENCE = 2.2
_UNSURE = 0.3
_CEILING = 0.97
_PLAIN = 3.5
"""Evidence of a plain verb in its place, from which on nothing more can be asked."""
_WORTH_DRAWING = 0.5
"""Of what was not understood and resembles nothing, the character stands."""
_GRAVE = frozenset({Action.HURT, Action.DEATH})
"""Offered last then: who asked for something else wants these least."""


@dataclass(frozen=True)
class Verdict:
    """``ranking`` holds all actions, best first, with shares that sum to 1; ``confidence`` is 0..1."""

    ranking: tuple[tuple[Action, float], ...]
    understood: bool
    confidence: float

    @property
    def action(self) -> Action:
        return self.ranking[0][0]


def judge(evidence: Mapping[Action, float], doubt: Doubt, opinion: Opinion | None) -> Verdict:
    """Weigh ``evidence`` per action, of which 3 is a plain verb, with the net's opinion, if there is one."""
    ranking = _ranking(evidence, opinion)
    understood = not (_outside(evidence, doubt, opinion) or _undecided(doubt, ranking, opinion))
    if not understood and ranking[0][1] < _WORTH_DRAWING:
        ranking = tuple(sorted(ranking, key=lambda place: (place[0] is not Action.IDLE, place[0] in _GRAVE)))
    strength = min(1.0, max(evidence.values()) / _PLAIN)
    share = ranking[0][1] * (0.75 + 0.25 * strength) if opinion is not None else _margin(evidence)
    confidence = min(_CEILING, share) if understood else min(_UNSURE, share)
    return Verdict(ranking, understood, confidence)


def _ranking(evidence: Mapping[Action, float], opinion: Opinion | None) -> tuple[tuple[Action, float], ...]:
    scores = {action: evidence[action] for action in Action}
    if opinion is not None:
        for action in Action:
            scores[action] += _OPINION * log(opinion.actions[action] + _FLOOR)
    top = max(scores.values())
    raised = {action: exp(score - top) for action, score in scores.items()}
    total = sum(raised.values())
    ordered = sorted(Action, key=lambda action: -raised[action])
    return tuple((action, raised[action] / total) for action in ordered)


def _outside(evidence: Mapping[Action, float], doubt: Doubt, opinion: Opinion | None) -> bool:
    """Whether the sentence asks for nothing that can be drawn."""
    if opinion is None:
        return bool(doubt.reasons)
    if Reason.OUT_OF_SCOPE in doubt.reasons:
        return opinion.outside > _OUTSIDE_NAMED
    if doubt.reasons:
        strict = doubt.subject is None or Reason.ANOTHER_ACTION in doubt.reasons
        return opinion.outside > (_OUTSIDE_STRICT if strict else _OUTSIDE_DOUBTED)
    return opinion.outside > _OUTSIDE_PLAIN and max(evidence.values()) < _CLEAR_EVIDENCE


def _undecided(doubt: Doubt, ranking: tuple[tuple[Action, float], ...], opinion: Opinion | None) -> bool:
    """Whether no action was found and none stands out."""
    return (
        opinion is not None
        and Reason.NO_ACTION in doubt.reasons
        and opinion.actions[ranking[0][0]] < _DECIDED
    )


def _margin(evidence: Mapping[Action, float]) -> float:
    """0.3 for a bare hint up to 0.97 for a plain verb without a rival."""
    first, second = sorted(evidence.values(), reverse=True)[:2]
    strength = min(1.0, first / _PLAIN)
    margin = (first - second) / first if first else 0.0
    return max(0.2, 0.25 + 0.4 * strength + 0.35 * margin)
