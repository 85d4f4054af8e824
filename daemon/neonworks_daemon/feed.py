"""``RequestFeed``: a job's events as the messages of one request.

A job may serve several requests (an equal one attaches, a finished one is played back); each has its own feed
and its own clip ids, which are the same whenever it is told of the job again.
"""

import hashlib
from typing import Protocol

from neonworks_protocol.messages import (
    Accepted,
    Clip,
    ClipDone,
    EndMessage,
    Frame,
    Progress,
    ServerMessage,
    Spec,
)
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.worker.messages import ClipFinished, ClipPlanned, FrameMade, JobEvent, Understood

__all__ = ["Outlet", "RequestFeed", "job_of_clip"]


class Outlet(Protocol):
    """The part of a connection that a feed needs."""

    @property
    def client_id(self) -> str: ...

    @property
    def open(self) -> bool: ...

    def may_take(self) -> bool: ...

    def post(self, request_id: str, message: ServerMessage) -> None: ...

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None: ...


def job_of_clip(clip_id: str) -> tuple[str, int] | None:
    """Job id and clip number of a clip id that a feed made, None for anything else."""
    parts = clip_id.split(".")
    if len(parts) not in (2, 3) or not parts[1].isdecimal():
        return None
    return parts[0], int(parts[1])


def _serial(client_id: str, request_id: str) -> str:
    """Tells the clips of a request from those of other requests of the same job."""
    return hashlib.sha256(f"{client_id}\0{request_id}".encode()).hexdigest()[:12]


class RequestFeed:
    """``first`` says that this request began the job; its clip ids are the plain ones."""

    def __init__(
        self, outlet: Outlet, request_id: str, job_id: str, *, first: bool, cached: bool = False
    ) -> None:
        self.outlet = outlet
        self.request_id = request_id
        self.clips = 0
        """Clips announced so far."""
        self._job_id = job_id
        self._suffix = "" if first else f".{_serial(outlet.client_id, request_id)}"
        self._cached = cached

    def accept(self, message: Accepted) -> None:
        self.outlet.post(self.request_id, message)

    def progress(self, message: Progress) -> None:
        self.outlet.post(self.request_id, message)

    def event(self, event: JobEvent) -> None:
        """Send what ``event`` means to this request; progress is sent by the job's owner."""
        if isinstance(event, FrameMade):
            self.outlet.post(self.request_id, self._frame(event))
        elif isinstance(event, ClipPlanned):
            self.clips += 1
            self.outlet.post(self.request_id, self._clip(event))
        elif isinstance(event, ClipFinished):
            self.outlet.post(self.request_id, self._clip_done(event))
        elif isinstance(event, Understood):
            heard = Spec(request_id=self.request_id, interpretation=event.interpretation)
            self.outlet.post(self.request_id, heard)

    def end(self, message: EndMessage, *, drop: bool = False) -> None:
        """The request's one end; ``drop`` forgets what was not delivered."""
        self.outlet.end(self.request_id, message, drop=drop)

    def clip_id(self, clip: int) -> str:
        """The id of clip number ``clip`` of the job, for this request."""
        return f"{self._job_id}.{clip}{self._suffix}"

    def _clip(self, event: ClipPlanned) -> Clip:
        return Clip(
            request_id=self.request_id,
            clip_id=self.clip_id(event.clip),
            action=event.spec.animation_type,
            variant=event.spec.variant,
            direction=event.direction,
            frame_count=len(event.durations),
            canvas=(event.width, event.height),
            pivot=event.pivot,
            durations=event.durations,
            loop=event.loop,
            still_offset=event.offset,
            cached=self._cached,
        )

    def _frame(self, event: FrameMade) -> Frame:
        return Frame(
            clip_id=self.clip_id(event.clip),
            take=1,
            index=event.index,
            tier=event.tier,
            revision=event.revision,
            sha256=event.sha256,
            encoding=Encoding.PNG if event.png else Encoding.RAW,
            data=event.data,
        )

    def _clip_done(self, event: ClipFinished) -> ClipDone:
        return ClipDone(
            request_id=self.request_id,
            clip_id=self.clip_id(event.clip),
            tier=event.tier,
            passed=event.passed,
            report=event.report,
            elapsed_ms=event.elapsed_ms,
            final=event.final,
        )
