"""Which interpreters there are: one entry each, so that a bench or a setting can name and compare them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from neonworks_protocol.errors import NotFound
from neonworks_protocol.motion import Interpretation, MotionSpec

from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.tiny import load_tiny, load_tiny_alone, tiny_missing

__all__ = ["DEFAULT_ENTRIES", "Interpreter", "InterpreterEntry", "entry_named", "installed"]


class Interpreter(Protocol):
    """What reads a sentence."""

    def interpret(self, text: str, *, previous: MotionSpec | None = None) -> Interpretation:
        """The reading of ``text``. Raises ``BadRequest`` for empty text and text that is too long."""


@dataclass(frozen=True)
class InterpreterEntry:
    """One interpreter. ``missing`` says in one line what it lacks here, None where it can be loaded."""

    name: str
    about: str
    load: Callable[[], Interpreter]
    missing: Callable[[], str | None]


def _nothing() -> None:
    """What comes with the package lacks nothing."""


DEFAULT_ENTRIES = (
    InterpreterEntry("embedded", "rules, lexicon and word knowledge", EmbeddedInterpreter, _nothing),
    InterpreterEntry("rules", "rules and lexicon alone", lambda: EmbeddedInterpreter(no_knowledge), _nothing),
    InterpreterEntry("tiny", "small language model over the embedded answer", load_tiny, tiny_missing),
    InterpreterEntry("tiny alone", "small language model by itself", load_tiny_alone, tiny_missing),
)
"""The interpreters of this package, the default first."""


def installed(entries: tuple[InterpreterEntry, ...] = DEFAULT_ENTRIES) -> tuple[InterpreterEntry, ...]:
    """Those of ``entries`` that can be loaded on this machine, in order."""
    return tuple(entry for entry in entries if entry.missing() is None)


def entry_named(name: str, entries: tuple[InterpreterEntry, ...] = DEFAULT_ENTRIES) -> InterpreterEntry:
    """The entry ``name``. Raises ``NotFound`` that lists the names there are."""
    for entry in entries:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in entries)
    raise NotFound(f"there is no interpreter {name!r}: choose one of {known}")
