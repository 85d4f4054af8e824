"""States of connections, requests and clips, each with its one transition table.

A request that was received ends exactly once: ``done``, ``failed``, ``cancelled``, ``superseded`` or
``interrupted``. A retry is another request.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from neonworks_protocol.errors import IllegalTransition

__all__ = [
    "CLIP_TRANSITIONS",
    "JOB_TRANSITIONS",
    "LINK_TRANSITIONS",
    "ClipState",
    "JobState",
    "LinkState",
    "transition",
]


class JobState(StrEnum):
    """Life of a request; the last five are its possible ends."""

    SUBMITTED = "submitted"
    """Received, not yet answered."""
    QUEUED = "queued"
    """Accepted: it has a job id and waits for a worker."""
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    """A later request on its channel took its place."""
    INTERRUPTED = "interrupted"
    """The daemon died or was stopped; finished frames are kept."""

    @property
    def ended(self) -> bool:
        return not JOB_TRANSITIONS[self]


class ClipState(StrEnum):
    """Life of one take of a clip."""

    PLANNED = "planned"
    """Announced; no frame yet."""
    STREAMING = "streaming"
    """At least one frame was sent; passes of better tiers may follow."""
    COMPLETE = "complete"
    """Its last pass was reported."""
    ABANDONED = "abandoned"
    """Its request ended, or a newer take replaced it, before it was complete."""

    @property
    def ended(self) -> bool:
        return not CLIP_TRANSITIONS[self]


class LinkState(StrEnum):
    """Life of one session and its connections."""

    GREETING = "greeting"
    """``welcome`` was not sent yet."""
    OPEN = "open"
    DETACHED = "detached"
    """The socket is gone; a new one may take the session up again."""
    CLOSED = "closed"

    @property
    def ended(self) -> bool:
        return not LINK_TRANSITIONS[self]


_NOT_DONE = frozenset({JobState.FAILED, JobState.CANCELLED, JobState.SUPERSEDED, JobState.INTERRUPTED})

JOB_TRANSITIONS: Mapping[JobState, frozenset[JobState]] = MappingProxyType(
    {
        JobState.SUBMITTED: _NOT_DONE | {JobState.QUEUED},
        JobState.QUEUED: _NOT_DONE | {JobState.RUNNING, JobState.DONE},
        JobState.RUNNING: _NOT_DONE | {JobState.DONE},
        JobState.DONE: frozenset(),
        JobState.FAILED: frozenset(),
        JobState.CANCELLED: frozenset(),
        JobState.SUPERSEDED: frozenset(),
        JobState.INTERRUPTED: frozenset(),
    }
)
"""From a state to those that may follow it; an empty set marks an end."""

CLIP_TRANSITIONS: Mapping[ClipState, frozenset[ClipState]] = MappingProxyType(
    {
        ClipState.PLANNED: frozenset({ClipState.STREAMING, ClipState.ABANDONED}),
        ClipState.STREAMING: frozenset({ClipState.COMPLETE, ClipState.ABANDONED}),
        ClipState.COMPLETE: frozenset(),
        ClipState.ABANDONED: frozenset(),
    }
)
"""From a state to those that may follow it; an empty set marks an end."""

LINK_TRANSITIONS: Mapping[LinkState, frozenset[LinkState]] = MappingProxyType(
    {
        LinkState.GREETING: frozenset({LinkState.OPEN, LinkState.CLOSED}),
        LinkState.OPEN: frozenset({LinkState.DETACHED, LinkState.CLOSED}),
        LinkState.DETACHED: frozenset({LinkState.OPEN, LinkState.CLOSED}),
        LinkState.CLOSED: frozenset(),
    }
)
"""From a state to those that may follow it; an empty set marks an end."""

_State = TypeVar("_State", JobState, ClipState, LinkState)


def transition(current: _State, target: _State, what: str = "it") -> _State:
    """``target``, when ``current`` may become it; else raises ``IllegalTransition``, naming ``what``."""
    if target not in _following(current):
        raise IllegalTransition(f"{what} is {current.value} and cannot become {target.value}")
    return target


def _following(state: JobState | ClipState | LinkState) -> frozenset[StrEnum]:
    match state:
        case JobState():
            return frozenset(JOB_TRANSITIONS[state])
        case ClipState():
            return frozenset(CLIP_TRANSITIONS[state])
        case LinkState():
            return frozenset(LINK_TRANSITIONS[state])
