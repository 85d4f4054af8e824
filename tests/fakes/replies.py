"""Replies that a grammar of ours allows, drawn at random, and readers that say what a test wants."""

from collections.abc import Callable, Iterator

from hypothesis import strategies as st
from neonworks_models.intent.large.listening import Listener
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import (
    REPLY_START,
    Chain,
    Choice,
    Listed,
    Maybe,
    Node,
    rest_of_reply,
)
from neonworks_protocol.errors import JobCancelled

__all__ = ["ScriptedReader", "replies", "texts_of"]


def texts_of(node: Node) -> st.SearchStrategy[str]:
    """Any text that ``node`` allows."""
    match node:
        case str():
            return st.just(node)
        case Chain(parts):
            return st.tuples(*map(texts_of, parts)).map("".join)
        case Choice(options):
            return st.one_of(*map(texts_of, options))
        case Maybe(part):
            return st.one_of(st.just(""), texts_of(part))
        case Listed(part, least, most):
            return st.lists(texts_of(part), min_size=least, max_size=most).map(",".join)


def replies() -> st.SearchStrategy[str]:
    """Any whole reply."""
    return texts_of(rest_of_reply()).map(lambda rest: REPLY_START + rest)


class ScriptedReader:
    """Says ``text``, a character at a time."""

    name = "scripted"

    def __init__(self, text: str) -> None:
        self._text = text
        self.closed = False

    def warm(self, stop: Callable[[], bool]) -> None:
        pass

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        listener = Listener(question, self.name)
        for letter in self._text:
            if stop():
                raise JobCancelled("stopped")
            if (reading := listener.hear(letter)) is not None:
                yield reading
        yield listener.finish()

    def close(self) -> None:
        self.closed = True
