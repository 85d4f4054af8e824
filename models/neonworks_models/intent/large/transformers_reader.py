"""``TransformersReader``: checkpoints without GGUF (Phi-3, Llama 3) in full precision, at best on a GPU.

The likeliest token that keeps the text a possible reply is taken, so that these models keep to the form as
those of llama.cpp do.
"""

from collections.abc import Callable, Iterator, Sequence

from neonworks_protocol.errors import JobCancelled, Unavailable

from neonworks_models.intent.large.checkpoint import (
    Checkpoint,
    CheckpointSettings,
    Packages,
    load_packages,
    open_checkpoint,
)
from neonworks_models.intent.large.listening import Listener, Trust
from neonworks_models.intent.large.prefix import can_become
from neonworks_models.intent.large.prompt import Examples, chat, opening
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import REPLY_START, longest, rest_of_reply

__all__ = ["TransformersReader", "open_reader"]

_WEIGHED = 40
"""Likeliest tokens that are tried at each place; all, where none of these fits."""
_LEAST_SHARE = 1e-9


def open_reader(
    settings: CheckpointSettings, packages: Callable[[], Packages] = load_packages
) -> "TransformersReader":
    """Load the checkpoint of ``settings``. Raises ``Unavailable`` with one line that says what is wrong."""
    checkpoint = open_checkpoint(settings, packages)
    return TransformersReader(checkpoint, settings.folder.name, Trust(action=settings.least_confidence))


class TransformersReader:
    """A checkpoint that reads requests. Not to be used by two threads at once."""

    def __init__(
        self,
        checkpoint: Checkpoint,
        name: str,
        trust: Trust | None = None,
        examples: Callable[[], Examples] = Examples,
    ) -> None:
        self._checkpoint: Checkpoint | None = checkpoint
        self.name = f"transformers: {name}"
        self._trust = trust or Trust()
        self._rules = rest_of_reply()
        self._examples = examples()

    def warm(self, stop: Callable[[], bool]) -> None:
        """Read beforehand what every prompt starts with. Raises ``JobCancelled`` when stopped before."""
        if stop():
            raise JobCancelled("the reading was stopped")
        checkpoint = self._open()
        checkpoint.read(checkpoint.prompt(opening(self._examples), REPLY_START))

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        """A reading whenever a field is decided, then the final one; see ``LargeReader``."""
        listener = Listener(question, self.name, REPLY_START, self._trust)
        for piece, share in self._answer(question, stop):
            reading = listener.hear(piece, share)
            if reading is not None:
                yield reading
            if listener.whole:
                break
        yield listener.finish()

    def close(self) -> None:
        """Free the model."""
        self._checkpoint = None

    def _open(self) -> Checkpoint:
        if self._checkpoint is None:
            raise Unavailable("the language model was closed")
        return self._checkpoint

    def _answer(self, question: Question, stop: Callable[[], bool]) -> Iterator[tuple[str, float]]:
        """Pieces of the reply and their probabilities, up to where no likely token continues it."""
        checkpoint = self._open()
        prompt = checkpoint.prompt(chat(self._examples, question), REPLY_START)
        said: list[int] = []
        text = ""
        for _ in range(min(longest(self._rules), checkpoint.room - len(prompt))):
            if stop():
                raise JobCancelled("the reading was stopped")
            chosen = self._chosen(checkpoint, checkpoint.read([*prompt, *said]), said, text)
            if chosen is None:
                return
            number, share, longer = chosen
            said.append(number)
            yield longer[len(text) :], share
            text = longer

    def _chosen(
        self, checkpoint: Checkpoint, logits: object, said: Sequence[int], text: str
    ) -> tuple[int, float, str] | None:
        """The likeliest token that fits, its probability among the likely ones that do, the text with it."""
        fitting = list(self._fitting(checkpoint, checkpoint.likeliest(logits, _WEIGHED), said, text))
        if not fitting:
            return next(self._fitting(checkpoint, checkpoint.likeliest(logits), said, text), None)
        number, share, longer = fitting[0]
        return number, share / max(sum(other for _, other, _ in fitting), _LEAST_SHARE), longer

    def _fitting(
        self, checkpoint: Checkpoint, weighed: Sequence[tuple[int, float]], said: Sequence[int], text: str
    ) -> Iterator[tuple[int, float, str]]:
        """Of ``weighed`` those after which the text is longer and can still become a reply."""
        for number, share in weighed:
            longer = checkpoint.text([*said, number])
            if len(longer) > len(text) and longer.startswith(text) and can_become(self._rules, longer):
                yield number, share, longer
