"""``LlamaReader``: any GGUF through llama.cpp, our own small one by its own format, others by their chat."""

import codecs
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from neonworks_protocol.errors import BadRequest, Unavailable
from neonworks_protocol.vocabulary import Action

from neonworks_models.catalog.pins import PINS
from neonworks_models.catalog.weights import inspect_weights
from neonworks_models.intent.large.bare import MAX_BARE, bare_prompt
from neonworks_models.intent.large.chat_template import ChatTemplate
from neonworks_models.intent.large.engine import Engine, Token, load_binding, open_engine
from neonworks_models.intent.large.listening import Listener, Trust
from neonworks_models.intent.large.prompt import CHOSEN, Examples, chat, opening
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import (
    REPLY_FORMAT,
    REPLY_START,
    UNCLEAR,
    gbnf,
    longest,
    rest_of_reply,
)
from neonworks_models.intent.large.settings import LlamaSettings

__all__ = ["FORMAT_KEY", "SHIPPED", "LlamaReader", "open_reader", "shipped_missing"]

FORMAT_KEY = "neonworks.reply_format"
"""Metadata of a GGUF that was trained on bare requests and our replies."""
SHIPPED = "tiny-reader.gguf"
"""The small model of the package, in ``weights``."""
_BARE_WEIGHT = 0.85
"""How often a small model of ours is right about the action: what it is sure of counts for that much."""
_LEAST_ROOM = 160
"""Tokens that a reply of usual length needs in any tokenizer; with less room the model is not asked."""
_FEWER = (CHOSEN, 2, 0)
"""Chosen examples, fewer where they do not fit."""


def shipped_missing() -> str | None:
    """Why the small model of the package is not there; None where it is."""
    if SHIPPED in PINS and (files("neonworks_models") / "weights" / SHIPPED).is_file():
        return None
    return f"weights/{SHIPPED} does not come with this version: name a GGUF of your own"


def open_reader(
    settings: LlamaSettings, binding: Callable[[], Any] = load_binding, trust: Trust | None = None
) -> "LlamaReader":
    """Load the model of ``settings``; ``trust`` overrides theirs.

    Raises ``Unavailable`` with one line that says what to do.
    """
    if settings.model is not None:
        return _reader(open_engine(settings.model, settings, binding), settings.model.stem, settings, trust)
    if (missing := shipped_missing()) is not None:
        raise Unavailable(missing)
    with as_file(files("neonworks_models") / "weights" / SHIPPED) as path:
        _check_pin(path)
        return _reader(open_engine(path, settings, binding), path.stem, settings, trust)


def _reader(engine: Engine, name: str, settings: LlamaSettings, trust: Trust | None) -> "LlamaReader":
    bare = engine.metadata.get(FORMAT_KEY) == REPLY_FORMAT
    weight = _BARE_WEIGHT if bare else 1.0
    return LlamaReader(engine, name, trust or Trust(action=settings.least_confidence, weight=weight))


def _check_pin(path: Path) -> None:
    try:
        found = inspect_weights(path).sha256
    except BadRequest as error:
        raise Unavailable(f"{error.message}; reinstall the package") from None
    if found != PINS[SHIPPED]:
        raise Unavailable(f"{SHIPPED} is not the file that belongs to this version: reinstall the package")


class LlamaReader:
    """One GGUF that reads requests. Not to be used by two threads at once."""

    def __init__(
        self,
        engine: Engine,
        name: str,
        trust: Trust | None = None,
        examples: Callable[[], Examples] = Examples,
    ) -> None:
        self.engine = engine
        """The model itself."""
        self.name = f"llama.cpp: {engine.metadata.get('general.name') or name}"
        self.bare = engine.metadata.get(FORMAT_KEY) == REPLY_FORMAT
        """Whether the model was trained on our requests and replies alone."""
        self._trust = trust or Trust()
        rules = rest_of_reply()
        self.grammar = gbnf(rules)
        self.most = longest(rules)
        """Tokens after which any reply has ended, whatever the model's vocabulary."""
        self._template = None if self.bare else ChatTemplate(engine)
        self._examples = None if self.bare else examples()

    def warm(self, stop: Callable[[], bool]) -> None:
        """Read beforehand what every prompt starts with. Raises ``JobCancelled``."""
        if self._template is not None and self._examples is not None:
            self.engine.read(self._template.tokens(opening(self._examples), REPLY_START), stop)

    def prompt(self, question: Question) -> list[int] | str:
        """The tokens before the reply, or one line that says why the model is not asked."""
        if self._template is None or self._examples is None:
            return self._bare_prompt(question)
        for count in _FEWER:
            messages = chat(self._examples, question, count)
            tokens = self._template.tokens(messages, REPLY_START)
            if len(tokens) + _LEAST_ROOM <= self.engine.context:
                return tokens
        return "the request is too long for the model's context"

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        """A reading whenever a field is decided, then the final one; see ``LargeReader``."""
        listener = Listener(question, self.name, REPLY_START, self._trust)
        prompt = self.prompt(question)
        if isinstance(prompt, str):
            yield listener.doubt(prompt)
            return
        text = codecs.getincrementaldecoder("utf-8")("replace")
        for token in self.engine.answer(prompt, self.grammar, self.most, stop):
            if token.weighed:
                listener.rivals |= _rivals(token)
            reading = listener.hear(text.decode(token.piece), token.share)
            if reading is not None:
                yield reading
            if listener.whole:
                break
        yield listener.finish()

    def close(self) -> None:
        """Free the model."""
        self.engine.close()

    def _bare_prompt(self, question: Question) -> list[int] | str:
        if question.previous is not None:
            return "the small model reads new requests only, no changes"
        if len(question.text) > MAX_BARE:
            return f"the small model reads no more than {MAX_BARE} characters"
        tokens = self.engine.tokens(bare_prompt(question.text), start=True)
        fits = len(tokens) + _LEAST_ROOM <= self.engine.context
        return tokens if fits else "the request is too long for the model's context"


def _rivals(token: Token) -> dict[str, float]:
    """Probabilities of the actions that the first token opens."""
    shares: dict[str, float] = {}
    for piece, share in token.weighed:
        begun = piece.decode(errors="replace")
        meant = [word for word in (*Action, UNCLEAR) if word.startswith(begun) or begun.startswith(word)]
        if len(meant) == 1:
            shares[meant[0]] = shares.get(meant[0], 0.0) + share
    return shares
