"""``RemoteArtist``: draws jobs in a running daemon, for commands, which are not asynchronous themselves."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self
from uuid import uuid4

import numpy as np
from neonworks_models.generators.timing import durations
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import AnimatorError, JobCancelled, WorkerFailed, from_wire
from neonworks_protocol.limits import MAX_SEQUENCE
from neonworks_protocol.messages import Clip, ClipDone, Done, EndMessage, Failed, Frame, Submit
from neonworks_protocol.records import ClientInfo, ServerCapabilities
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.client import DaemonClient, RequestHandle
from neonworks_daemon.local.job import FinishedClip, Job, PlannedClip, Unwatched, Watcher
from neonworks_daemon.ready import ReadyInfo

__all__ = ["RemoteArtist"]


class RemoteArtist:
    """One connection with an event loop that runs only while a message is waited for.

    What jobs in hand send is taken in whenever any of them is waited for: a message that nobody takes would
    keep its share of the connection's credit from the job whose turn it is.
    """

    def __init__(self, runner: asyncio.Runner, client: DaemonClient) -> None:
        self._runner = runner
        self._client = client
        self._begun: set[asyncio.Task[list[FinishedClip]]] = set()

    @classmethod
    def connect(cls, info: ReadyInfo) -> Self:
        """Raises ``AnimatorError`` when the daemon cannot be reached or refuses."""
        runner = asyncio.Runner()
        try:
            me = ClientInfo(id=uuid4().hex, name="cli")
            client = runner.run(DaemonClient.connect(info, me, encodings=(Encoding.RAW,)))
        except BaseException:
            runner.close()
            raise
        return cls(runner, client)

    @property
    def capabilities(self) -> ServerCapabilities:
        """What the daemon offers."""
        return self._client.welcome.capabilities

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._runner.run(self._withdraw())
            self._runner.run(self._client.close())
        finally:
            self._runner.close()

    def draw(self, job: Job, watcher: Watcher) -> Iterator[FinishedClip]:
        """See ``Artist``. Raises also ``WorkerFailed`` when the daemon stops under the job."""
        for part in _parts(job):
            yield from self._draw(job, part, watcher)

    def begin(self, job: Job) -> Iterator[FinishedClip]:
        """See ``Artist``; the clips of a job come all or not at all."""
        started = time.perf_counter()
        handle = self._runner.run(self._client.submit(_submit(job, _parts(job)[0])))
        task = self._runner.get_loop().create_task(self._collect(job, handle, started))
        self._begun.add(task)
        return self._taken(task)

    @property
    def gone(self) -> bool:
        """See ``Artist``."""
        return not self._client.connected

    def room(self) -> int:
        """See ``Artist``: while each worker draws one, another waits, so that none stands still."""
        return max(1, 2 * self._runner.run(self._client.status()).workers)

    def _taken(self, task: "asyncio.Task[list[FinishedClip]]") -> Iterator[FinishedClip]:
        async def finished() -> list[FinishedClip]:
            return await task

        try:
            clips = self._runner.run(finished())
        finally:
            if task.done():
                self._begun.discard(task)
        yield from clips

    async def _collect(self, job: Job, first: RequestHandle, started: float) -> list[FinishedClip]:
        clips: list[FinishedClip] = []
        handle = first
        try:
            for number, part in enumerate(_parts(job)):
                if number:
                    handle = await self._client.submit(_submit(job, part))
                for planned in part:
                    clips.append(await _receive(handle, planned, Unwatched(), started))
                    started = time.perf_counter()
                await _until_end(handle)
        except asyncio.CancelledError:
            await handle.cancel()
            raise
        return clips

    async def _withdraw(self) -> None:
        """Cancel what was begun and is not wanted any more."""
        for task in self._begun:
            task.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)
        self._begun.clear()

    def _draw(self, job: Job, clips: Sequence[PlannedClip], watcher: Watcher) -> Iterator[FinishedClip]:
        started = time.perf_counter()
        handle = self._runner.run(self._client.submit(_submit(job, clips)))
        try:
            for planned in clips:
                watcher.restart(planned.label, len(durations(planned.request.spec)))
                yield self._runner.run(_receive(handle, planned, watcher, started))
                started = time.perf_counter()
            self._runner.run(_until_end(handle))
        except (KeyboardInterrupt, GeneratorExit):
            self._runner.run(handle.cancel())
            raise


def _parts(job: Job) -> list[tuple[PlannedClip, ...]]:
    """The clips as requests take them."""
    return [job.clips[start : start + MAX_SEQUENCE] for start in range(0, len(job.clips), MAX_SEQUENCE)]


def _submit(job: Job, clips: Sequence[PlannedClip]) -> Submit:
    """The clips as they were planned here: each spec is complete and names its own direction."""
    rig, request = job.rig, clips[0].request
    return Submit(
        request_id=uuid4().hex,
        sprite=job.data,
        text=job.options.text or "",
        spec=tuple(clip.request.spec for clip in clips),
        facing=rig.facing,
        archetype=rig.archetype,
        joints=None if rig.joints is None else {joint.value: point for joint, point in rig.joints.items()},
        tier=request.tier,
        only_tier=True,
        generator=request.generator,
        motion=job.source,
        seed=request.seed,
    )


async def _receive(
    handle: RequestHandle, planned: PlannedClip, watcher: Watcher, started: float
) -> FinishedClip:
    """The next clip of the request, when it is complete."""
    frames: dict[int, RGBA] = {}
    first_ms = 0.0
    async for message in handle:
        if isinstance(message, Clip):
            planned = planned.planned_as(_plan(message))
        elif isinstance(message, Frame):
            first_ms = first_ms or (time.perf_counter() - started) * 1000
            frames[message.index] = _pixels(message, planned.plan)
            watcher.step(frames[message.index])
        elif isinstance(message, ClipDone):
            ordered = tuple(frames[index] for index in range(planned.plan.frame_count))
            elapsed_ms = (time.perf_counter() - started) * 1000
            return FinishedClip(planned, ordered, message.passed, message.report, first_ms, elapsed_ms)
        elif isinstance(message, EndMessage):
            raise _ended(message)
    raise WorkerFailed("the daemon ended the job before it was complete: try again")


async def _until_end(handle: RequestHandle) -> None:
    async for message in handle:
        if isinstance(message, EndMessage) and not isinstance(message, Done):
            raise _ended(message)


def _ended(message: EndMessage) -> AnimatorError:
    if isinstance(message, Failed):
        return from_wire(message.code, message.message)
    if isinstance(message, Done):
        return WorkerFailed("the daemon left clips out: restart it with neonworks-animator serve")
    return JobCancelled("the daemon stopped the job: try again")


def _plan(clip: Clip) -> ClipPlan:
    """As the daemon planned it, which runs the same code."""
    return ClipPlan(
        width=clip.canvas[0],
        height=clip.canvas[1],
        offset_x=clip.still_offset[0],
        offset_y=clip.still_offset[1],
        pivot=clip.pivot,
        durations=clip.durations,
        loop=clip.loop,
    )


def _pixels(frame: Frame, plan: ClipPlan) -> RGBA:
    return np.frombuffer(frame.data, np.uint8).reshape(plan.height, plan.width, 4)
