"""``Looks``: other characters like the sprite, asked of the daemon and kept until others are asked for."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from neonworks_protocol.chunks import BlobAssembler
from neonworks_protocol.errors import IllegalTransition, ProtocolError
from neonworks_protocol.messages import (
    Blob,
    Cancelled,
    Done,
    EndMessage,
    Failed,
    Interrupted,
    Progress,
    ServerMessage,
    Superseded,
    Variations,
)

from neonworks_editor.studio.link import Link
from neonworks_editor.studio.problems import INTERRUPTED, Problem, problem_of
from neonworks_editor.studio.settings import Settings

__all__ = ["LOOK_COUNT", "LOOK_TRANSITIONS", "Change", "Look", "LookState", "LookWish", "Looks"]

LOOK_COUNT = 6
"""Looks made at once: a second of work, and a row that is taken in at a glance."""


class Change(Enum):
    """What may differ; the value is what the daemon is told."""

    BOTH = ""
    COLOURS = "colours"
    BUILD = "build"


class LookState(Enum):
    """Where the looks that were asked for last are."""

    NONE = auto()
    MAKING = auto()
    MADE = auto()
    """All are there."""
    STOPPED = auto()
    """By the user; those that were made are there."""
    FAILED = auto()


_S = LookState
LOOK_TRANSITIONS: Mapping[LookState, frozenset[LookState]] = MappingProxyType(
    {
        _S.NONE: frozenset({_S.MAKING}),
        _S.MAKING: frozenset({_S.MAKING, _S.MADE, _S.STOPPED, _S.FAILED, _S.NONE}),
        _S.MADE: frozenset({_S.MAKING, _S.NONE}),
        _S.STOPPED: frozenset({_S.MAKING, _S.NONE}),
        _S.FAILED: frozenset({_S.MAKING, _S.NONE}),
    }
)
"""From a state to those that may follow it."""


@dataclass(frozen=True, slots=True)
class LookWish:
    """How the looks differ: in what, by how much (0..1), and which ones (same seed, same looks)."""

    change: Change = Change.BOTH
    strength: float = 0.5
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """One of them, as a PNG of the sprite's size; ``sha256`` is of ``data``."""

    data: bytes
    sha256: str


class Looks:
    """``pictures`` grow as they are made; ``fraction`` is the share of the work that is done, 0..1."""

    def __init__(self, link: Link, new_id: Callable[[], str]) -> None:
        self.state = LookState.NONE
        self.revision = 0
        """Grows with every visible change."""
        self.pictures: tuple[Look, ...] = ()
        self.fraction = 0.0
        self.problem: Problem | None = None
        self._link = link
        self._new_id = new_id
        self._asked = ""

    def make(self, settings: Settings, wish: LookWish) -> None:
        """Asks for looks of the sprite, in place of those that are there; nothing without a sprite."""
        if settings.sprite is None:
            return
        self._leave()
        self.pictures, self.fraction, self.problem = (), 0.0, None
        self._enter(LookState.MAKING)
        self._asked = self._new_id()
        ask = Variations(
            request_id=self._asked,
            sprite=settings.sprite.data,
            text=wish.change.value,
            count=LOOK_COUNT,
            seed=wish.seed,
            strength=wish.strength,
            facing=settings.facing,
            archetype=settings.archetype,
        )
        self._link.submit(ask, _Hearing(self._asked, self._heard))

    def stop(self) -> None:
        """Ends what is being made; what is there stays."""
        if self.state is LookState.MAKING:
            self._leave()
            self._enter(LookState.STOPPED)

    def clear(self) -> None:
        """Nobody looks at them any more."""
        self._leave()
        if self.state is not LookState.NONE:
            self.pictures, self.problem = (), None
            self._enter(LookState.NONE)

    def _leave(self) -> None:
        asked, self._asked = self._asked, ""
        if asked:
            self._link.cancel(asked)

    def _heard(self, hearing: "_Hearing", event: ServerMessage) -> None:
        if hearing.request_id != self._asked:
            return
        match event:
            case Progress(fraction=fraction):
                self.fraction = fraction
                self.revision += 1
            case Blob():
                self._take_in(hearing, event)
            case Done() | Failed() | Cancelled() | Superseded() | Interrupted():
                self._asked = ""
                self._end(event)

    def _take_in(self, hearing: "_Hearing", blob: Blob) -> None:
        try:
            made = hearing.add(blob)
        except ProtocolError as error:
            self._leave()
            self._fail(problem_of(error.code, error.message))
            return
        if len(made) != len(self.pictures):
            self.pictures = tuple(Look(data, hashlib.sha256(data).hexdigest()) for data in made)
            self.revision += 1

    def _end(self, end: EndMessage) -> None:
        match end:
            case Done():
                self._enter(LookState.MADE)
            case Cancelled():
                self._enter(LookState.STOPPED)
            case Failed():
                self._fail(problem_of(end.code, end.message))
            case _:
                self._fail(Problem(INTERRUPTED, "the daemon gave this up", "ask for other ones"))

    def _fail(self, problem: Problem) -> None:
        self.problem = problem
        self._enter(LookState.FAILED)

    def _enter(self, state: LookState) -> None:
        if state not in LOOK_TRANSITIONS[self.state]:
            raise IllegalTransition(f"looks are {self.state.name} and cannot become {state.name}")
        self.state = state
        self.revision += 1


class _Hearing:
    """A ``RequestListener``; after a lost connection the parts come again from the first."""

    def __init__(self, request_id: str, heard: Callable[["_Hearing", ServerMessage], None]) -> None:
        self.request_id = request_id
        self._heard = heard
        self._parts = BlobAssembler()

    def message(self, event: ServerMessage) -> None:
        self._heard(self, event)

    def add(self, blob: Blob) -> tuple[bytes, ...]:
        """The files that are whole. Raises ``ProtocolError`` for parts that are damaged or out of order."""
        if blob.file == blob.part == 0:
            self._parts = BlobAssembler()
        self._parts.add(blob)
        return tuple(self._parts.files.values())
