"""What the store is given of a job, and what it gives back."""

from dataclasses import dataclass

import msgspec
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, EndMessage

from neonworks_daemon.worker.messages import (
    Analysed,
    AnimateWork,
    ClipFinished,
    ClipPlanned,
    FileMade,
    FrameMade,
    JobEvent,
    Progressed,
    ReadStep,
    Understood,
)

__all__ = ["KeptRequest", "NewJob", "Recording", "mark_of"]


@dataclass(frozen=True)
class NewJob:
    """A job as it is let in. ``accepted`` is the answer to the request ``request_id`` that began it."""

    job_id: str
    request_id: str
    client: str
    channel: str | None
    key: str
    """Digest of everything that decides the answer."""
    sprite: str
    """Hex SHA-256 of ``work.sprite``."""
    work: AnimateWork
    created_s: float
    """Seconds since 1970-01-01 UTC."""
    accepted: Accepted


@dataclass(frozen=True)
class Recording:
    """A job that ended. Its frames are without ``data``: ``ResultStore.load`` reads them one by one."""

    job_id: str
    client: str
    request_id: str
    """The request that began it."""
    state: JobState
    events: tuple[JobEvent, ...]
    """In the order in which they happened; of a job that did not end well, those that did."""
    end: EndMessage
    """As its first request was told."""

    def end_for(self, request_id: str) -> EndMessage:
        """The same end, for a request that asks later."""
        return msgspec.structs.replace(self.end, request_id=request_id)


@dataclass(frozen=True)
class KeptRequest:
    """What a job was asked to do, for drawing it again."""

    work: AnimateWork
    state: JobState
    channel: str | None
    text: str


def mark_of(event: JobEvent) -> str | None:
    """What ``event`` is about: the same for the same step of the same job. None: not worth keeping."""
    match event:
        case FrameMade():
            revision = f".{event.revision}" if event.revision else ""
            return f"f{event.clip}.{event.index}.{event.tier.value}{revision}"
        case ClipPlanned():
            return f"c{event.clip}"
        case ClipFinished():
            return f"d{event.clip}.{event.tier.value}"
        case Understood():
            return "u"
        case Progressed() | Analysed() | FileMade() | ReadStep():
            return None
