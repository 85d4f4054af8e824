"""Every moment of a job's life, and how a client brings one of its jobs there.

``bring_to`` returns at the moment, with all that was handed over until then; whoever called it does the harm.
"""

import asyncio
import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from neonworks_protocol.errors import WorkerFailed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Clip,
    ClipDone,
    Frame,
    Progress,
    RequestMessage,
    ServerMessage,
    Submit,
)

from neonworks_daemon.bench.chaos.tally import RequestTally
from neonworks_daemon.bench.chaos.workload import Task
from neonworks_daemon.client import DaemonClient, RequestHandle

__all__ = ["Moment", "Underway", "bring_to"]

_WAIT_S = 60.0
"""For a job to reach a moment on a busy machine."""
_POLL_S = 0.005
_SOME_FRAMES = 5


class Moment(enum.Enum):
    """Of a job's life."""

    SUBMITTED = "submitted, no answer yet"
    QUEUED = "queued"
    HELD = "held back by its channel"
    STARTED = "running, nothing planned"
    PLANNED = "running, before the first frame"
    FRAMES = "between two frames"
    CLIPS = "between two clips"
    CANCELLING = "being cancelled"
    SUPERSEDING = "being superseded"
    UNDELIVERED = "done, not delivered"
    DELIVERED = "done and delivered"

    @property
    def unended(self) -> bool:
        """Whether the job has work left that its client still wants."""
        return self not in (Moment.CANCELLING, Moment.SUPERSEDING, Moment.UNDELIVERED, Moment.DELIVERED)


@dataclass
class Underway:
    """A request at its moment. ``others`` are requests that were needed to bring it there."""

    message: RequestMessage
    handle: RequestHandle
    record: RequestTally
    others: list["Underway"] = field(default_factory=list)

    def all(self) -> tuple["Underway", ...]:
        """It and the others. They share a window of credit, so they are to be read side by side."""
        return (self, *self.others)

    async def read(self, enough: Callable[[ServerMessage], bool] = lambda message: False) -> None:
        """Take messages until one is ``enough``, or to the end."""
        async with asyncio.timeout(_WAIT_S):
            async for answer in self.handle:
                self.record.take(answer)
                if enough(answer):
                    return


async def bring_to(
    moment: Moment, client: DaemonClient, observer: DaemonClient, task: Task, blocker: Task
) -> Underway:
    """Submit ``task`` over ``client`` and wait for the moment; ``blocker`` keeps a worker busy where that is
    needed. ``UNDELIVERED`` needs a ``client`` without automatic credit. Raises ``WorkerFailed`` when the
    moment was missed.
    """
    others: list[Underway] = []
    channel = uuid4().hex[:8] if moment in (Moment.HELD, Moment.SUPERSEDING) else None
    if moment in (Moment.QUEUED, Moment.HELD):
        others.append(await _submitted(client, blocker, channel))
        await others[0].read(lambda m: isinstance(m, Clip))
    made = await _submitted(client, task, channel)
    made.others = others
    await _reach(moment, made, client, observer, blocker, channel)
    return made


async def _submitted(client: DaemonClient, task: Task, channel: str | None) -> Underway:
    message: Submit = task.submit(uuid4().hex, channel=channel)
    return Underway(message, await client.submit(message), RequestTally(task.name, task.reference))


async def _reach(
    moment: Moment,
    made: Underway,
    client: DaemonClient,
    observer: DaemonClient,
    blocker: Task,
    channel: str | None,
) -> None:
    frames = 0

    def counted(message: ServerMessage) -> bool:
        nonlocal frames
        frames += isinstance(message, Frame)
        return frames >= _SOME_FRAMES

    match moment:
        case Moment.SUBMITTED:
            return
        case Moment.QUEUED | Moment.HELD:
            await made.read(lambda m: isinstance(m, Accepted))
        case Moment.STARTED:
            await made.read(lambda m: isinstance(m, Progress) and m.state is JobState.RUNNING)
        case Moment.PLANNED:
            await made.read(lambda m: isinstance(m, Clip))
        case Moment.FRAMES:
            await made.read(counted)
        case Moment.CLIPS:
            await made.read(lambda m: isinstance(m, ClipDone))
        case Moment.CANCELLING:
            await made.read(counted)
            await made.handle.cancel()
        case Moment.SUPERSEDING:
            await made.read(counted)
            made.others.append(await _submitted(client, blocker, channel))
        case Moment.UNDELIVERED:
            await made.read(lambda m: isinstance(m, Accepted))
            await _until_done(observer, made.record.job_id)
        case Moment.DELIVERED:
            await made.read()
    if (made.record.end is not None) != (moment is Moment.DELIVERED):
        raise WorkerFailed(f"the job never was {moment.value}: {made.record.end or 'it did not end'}")


async def _until_done(observer: DaemonClient, job_id: str | None) -> None:
    async with asyncio.timeout(_WAIT_S):
        while True:
            jobs = (await observer.list_jobs()).jobs
            if any(job.job_id == job_id and job.state is JobState.DONE for job in jobs):
                return
            await asyncio.sleep(_POLL_S)
