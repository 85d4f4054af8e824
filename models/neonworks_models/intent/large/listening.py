"""Text of a model as it comes in, turned into readings: the same for every kind of model and server."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation

from neonworks_models.intent.large.overlay import FIELD_OF, decided, grounded, laid_over, without
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.reply import Reply, decode, decode_partial

__all__ = ["Listener", "Trust"]


@dataclass(frozen=True)
class Trust:
    """Probabilities 0..1 below which a model is not believed: its action, and any other field."""

    action: float = 0.4
    field: float = 0.4


@dataclass
class Listener:
    """Hears one reply. ``start`` is what the prompt has already of it.

    ``shares`` are probabilities by key of the reply ("do", "to"), filled in by readers that know them.
    """

    question: Question
    name: str
    start: str = ""
    trust: Trust = Trust()
    shares: dict[str, float] = field(default_factory=dict)
    tokens: int = 0
    _text: str = field(init=False)
    _told: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        self._text = self.start

    @property
    def text(self) -> str:
        """The reply so far."""
        return self._text

    def hear(self, piece: str) -> Reading | None:
        """Take the next ``piece``; a reading where it completes a field."""
        self._text += piece
        reply = decode_partial(self._text)
        if reply is None:
            return None
        fields = decided(reply)
        if fields == self._told:
            return None
        self._told = fields
        return Reading(self._laid(reply), fields, tokens=self.tokens, confidences=self._confidences())

    def finish(self) -> Reading:
        """The final reading: a whole, valid, confident reply, else the embedded answer and the doubt."""
        try:
            reply = decode(self._text)
        except BadRequest as error:
            return self.doubt(error.message)
        share = self.shares.get("do", 1.0)
        if share < self.trust.action:
            return self.doubt(f"the model is not sure of {reply.do} ({share:.0%})")
        answer = self._laid(reply)
        if "do" in self.shares:
            answer = _with_confidence(answer, share)
        return Reading(answer, decided(reply), True, None, self.tokens, self._confidences())

    def doubt(self, reason: str) -> Reading:
        """The final reading of a reply that is not used."""
        embedded = self.question.embedded
        return Reading(embedded, (), True, reason, self.tokens, self._confidences())

    def _laid(self, reply: Reply) -> Interpretation:
        for key, share in self.shares.items():
            if key != "do" and share < self.trust.field:
                reply = without(reply, key)
        reply = grounded(reply, self.question.text, self.question.embedded)
        return laid_over(self.question.embedded, reply, self.name)

    def _confidences(self) -> Mapping[str, float] | None:
        return {FIELD_OF[key]: share for key, share in self.shares.items()} or None


def _with_confidence(answer: Interpretation, share: float) -> Interpretation:
    first = replace(answer.spec, confidence=round(min(1.0, max(0.0, share)), 2))
    return replace(answer, sequence=(first, *answer.sequence[1:]))
