"""Text of a model as it comes in, turned into readings: the same for every kind of model and server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.large.overlay import FIELD_OF, decided, grounded, laid_over, without
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.reply import Reply, decode, decode_partial
from neonworks_models.intent.large.schema import UNCLEAR

__all__ = ["BELIEVED", "Listener", "Trust"]

_SURE = 0.85
"""From this probability of the action on no alternatives are offered."""
_FAINT = 0.02
_NOT_UNDERSTOOD = 0.7
"""How sure the embedded interpreter is of what it did not understand: 0.9 of such requests ask for nothing,
and most of the others in words that it does not know."""
_ENDS = frozenset('",]}')
"""Letters one of which ends every value after the first."""
_ACTIONS = frozenset(Action)
_TOLD = frozenset(FIELD_OF.values()) - {"sequence", "style_modifiers"}
"""Fields whose confidence an interpretation tells."""


@dataclass(frozen=True)
class Trust:
    """How far a model is believed. Below the probability ``action`` its reply is set aside, below ``field``
    that field. Times ``weight`` a probability must exceed the embedded answer's own to replace it."""

    action: float = 0.4
    field: float = 0.4
    weight: float = 1.0


BELIEVED = Trust(0.0, 0.0, 1e9)
"""Takes every reply of the right form."""


@dataclass
class Listener:
    """Hears one reply. ``start`` is what the prompt has already of it.

    ``rivals`` are probabilities by action, filled in by readers that know them: the likeliest others are
    offered as alternatives.
    """

    question: Question
    name: str
    start: str = ""
    trust: Trust = Trust()
    rivals: dict[str, float] = field(default_factory=dict)
    tokens: int = field(default=0, init=False)
    _shares: dict[str, float] = field(default_factory=dict, init=False)
    _share: float = field(default=1.0, init=False)
    _text: str = field(init=False)
    _told: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        self._text = self.start

    @property
    def text(self) -> str:
        """The reply so far."""
        return self._text

    @property
    def whole(self) -> bool:
        """Whether the reply has ended: no brace is open any more."""
        return 0 < self._text.count("{") == self._text.count("}")

    def hear(self, piece: str, share: float | None = None) -> Reading | None:
        """Take the next ``piece``, of probability ``share``; a reading where it completes a field.

        A field's probability is that of all pieces since the field before it: that it was said, and what.
        """
        self._text += piece
        self.tokens += 1
        self._share *= 1.0 if share is None else share
        if self._told and _ENDS.isdisjoint(piece):
            return None
        reply = decode_partial(self._text)
        if reply is None:
            return None
        fields = decided(reply)
        if fields == self._told:
            return None
        if share is not None:
            self._shares |= dict.fromkeys((name for name in fields if name not in self._told), self._share)
        self._told, self._share = fields, 1.0
        return Reading(self._laid(reply), fields, tokens=self.tokens, confidences=self._confidences())

    def finish(self) -> Reading:
        """The final reading: a whole, valid, confident reply, else the embedded answer and the doubt."""
        try:
            reply = decode(self._text)
        except BadRequest as error:
            return self.doubt(error.message)
        share = self._shares.get("animation_type", self._shares.get("understood"))
        if share is not None and (reason := self._against(reply, share)):
            return self.doubt(reason)
        answer = self._laid(reply)
        if share is not None:
            answer = self._weighed(answer, share)
        return Reading(answer, decided(reply), True, None, self.tokens, self._confidences())

    def doubt(self, reason: str) -> Reading:
        """The final reading of a reply that is not used."""
        embedded = self.question.embedded
        return Reading(embedded, (), True, reason, self.tokens, self._confidences())

    def _against(self, reply: Reply, share: float) -> str | None:
        """Why an action of probability ``share`` does not replace the embedded one."""
        embedded = self.question.embedded
        if share < self.trust.action:
            return f"the model is not sure of {reply.do!r} ({share:.0%})"
        if reply.do == (embedded.spec.animation_type if embedded.understood else UNCLEAR):
            return None
        sure = embedded.spec.confidence if embedded.understood else _NOT_UNDERSTOOD
        if share * self.trust.weight > sure:
            return None
        mine = embedded.spec.animation_type if embedded.understood else "nothing to draw"
        return (
            f"the embedded reading is surer ({mine}, {sure:.0%}) than the model's ({reply.do}, {share:.0%})"
        )

    def _laid(self, reply: Reply) -> Interpretation:
        sure = self.question.embedded.field_confidence
        for key, name in FIELD_OF.items():
            share = self._shares.get(name)
            if share is None or name == "animation_type":
                continue
            if share < self.trust.field or share * self.trust.weight <= sure.get(name, 0.0):
                reply = without(reply, key)
        reply = grounded(reply, self.question.text, self.question.embedded)
        return laid_over(self.question.embedded, reply, self.name)

    def _weighed(self, answer: Interpretation, share: float) -> Interpretation:
        """``answer`` with the model's own confidence and, where it wavered, its own alternatives."""
        first = answer.spec
        if answer.understood:
            first = replace(first, confidence=_part(share))
        others = sorted(self.rivals.items(), key=lambda rival: -rival[1])
        known = [(Action(name), rival) for name, rival in others if name in _ACTIONS and rival > _FAINT]
        offered = tuple(
            replace(first, animation_type=action, variant=None, confidence=round(rival, 2))
            for action, rival in known
            if action is not first.animation_type
        )
        alternatives = offered[:2] if offered and share < _SURE else answer.alternatives
        told = {name: _part(other) for name, other in self._shares.items() if name in _TOLD}
        return replace(
            answer,
            sequence=(first, *answer.sequence[1:]),
            alternatives=alternatives,
            field_confidence={**answer.field_confidence, **told},
        )

    def _confidences(self) -> Mapping[str, float] | None:
        return dict(self._shares) or None


def _part(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 2)
