"""``LookService``: other looks of a sprite, and the way from one to another, as files for a client.

A worker makes them, each is sent as soon as it is made, under the client's credit. Nothing is kept: they are
the same whenever they are asked for, and made again in less time than it takes to look at them.
"""

import asyncio
import hashlib
import logging
import secrets

import msgspec
from neonworks_models.looks.names import step_name, variation_name
from neonworks_protocol.chunks import file_messages
from neonworks_protocol.errors import AnimatorError, JobCancelled, Unavailable, WorkerFailed, from_wire
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Blob,
    Cancel,
    Cancelled,
    Done,
    EndMessage,
    Failed,
    Interpolate,
    Interrupted,
    Progress,
    Variations,
)
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.admission import Admission
from neonworks_daemon.desk import JobDesk, accepted, is_retryable
from neonworks_daemon.logs import fields
from neonworks_daemon.pool import Pool
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import (
    FileMade,
    InterpolateWork,
    JobEnded,
    JobEvent,
    Progressed,
    VaryWork,
)

__all__ = ["LookMessage", "LookService"]

LookMessage = Variations | Interpolate

_GENERATOR = "sprite-vae"
"""The one that there is."""
_WAIT_S = 0.02
"""Before a client that cannot take more is looked at again."""

_logger = logging.getLogger(__name__)
_Name = tuple[str, str]


class LookService:
    """Those of all clients that go on; one (client, request id) has one at most."""

    def __init__(self, desk: JobDesk, pool: Pool) -> None:
        self._desk = desk
        self._pool = pool
        self._tasks: dict[_Name, tuple[Session, asyncio.Task[None]]] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def request(self, session: Session, message: LookMessage) -> None:
        """A new request."""
        job_id = secrets.token_hex(8)
        session.post(message.request_id, accepted(message.request_id, job_id, Admission()))
        self._begin(session, message, job_id, None)

    def reattach(self, session: Session, message: LookMessage, answer: Accepted | None) -> None:
        """One that had not ended was sent again: all is made again for who asks now."""
        if answer is None:
            self.request(session, message)
        else:
            self._begin(session, message, answer.job_id, None)

    def repeat(self, session: Session, message: LookMessage, answer: Accepted, end: EndMessage) -> None:
        """One that was done was sent again: it is done again, and ends as it ended."""
        self._begin(session, message, answer.job_id, end)

    def cancel(self, session: Session, message: Cancel) -> bool:
        """End a request; False when there is none of that id here."""
        if not self._stop((session.client_id, message.request_id)):
            return False
        session.withdraw(message.request_id)
        session.end(message.request_id, Cancelled(request_id=message.request_id), drop=True)
        return True

    def left(self, session: Session) -> None:
        """Its client is gone, unless the session can still be taken up again."""
        if session.open:
            return
        for name, (owner, _) in list(self._tasks.items()):
            if owner is session:
                self._stop(name)
                gone = Interrupted(request_id=name[1], message="the client left; ask again under a new id")
                session.end(name[1], gone, drop=True)

    def interrupt_all(self, message: str) -> None:
        """The daemon stops."""
        for name, (session, _) in list(self._tasks.items()):
            self._stop(name)
            session.end(name[1], Interrupted(request_id=name[1], message=message), drop=True)

    def _begin(self, session: Session, message: LookMessage, job_id: str, end: EndMessage | None) -> None:
        name = session.client_id, message.request_id
        self._stop(name)
        task = asyncio.get_running_loop().create_task(self._run(session, message, job_id, end))
        self._tasks[name] = session, task
        task.add_done_callback(lambda done: self._over(name, done))

    def _stop(self, name: _Name) -> bool:
        _, task = self._tasks.pop(name, (None, None))
        return task is not None and task.cancel()

    def _over(self, name: _Name, task: "asyncio.Task[None]") -> None:
        session, running = self._tasks.get(name, (None, None))
        if running is task:
            del self._tasks[name]
        error = None if task.cancelled() else task.exception()
        if error is not None and session is not None:
            # A bug here costs its client one request and nobody else anything.
            _logger.error("looks_bug", exc_info=error)
            text = f"internal error ({type(error).__name__}); please report it with the daemon's log"
            session.end(name[1], _failed(name[1], AnimatorError(text)), drop=True)

    async def _run(self, session: Session, message: LookMessage, job_id: str, end: EndMessage | None) -> None:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            self._check(message)
            while not session.may_take_files():
                await asyncio.sleep(_WAIT_S)
            await self._make(session, message)
        except AnimatorError as error:
            session.end(message.request_id, _failed(message.request_id, error), drop=True)
            return
        elapsed = (clock() - started) * 1000
        own = end or Done(request_id=message.request_id, elapsed_ms=elapsed)
        session.end(message.request_id, own, drop=False)
        _logger.info("looks_made", extra=fields(client=session.client_id, job=job_id, ms=round(elapsed)))

    def _check(self, message: LookMessage) -> None:
        if self._pool.broken:
            raise WorkerFailed(f"no worker process starts: {self._pool.broken}; see the daemon's log")
        if isinstance(message, Variations) and message.generator not in (None, _GENERATOR):
            raise Unavailable(f"there is no generator {message.generator!r} of looks: use {_GENERATOR}")

    async def _make(self, session: Session, message: LookMessage) -> None:
        work, total, first = _work(message)
        watcher = _Pictures(session, message.request_id, total, asyncio.get_running_loop().create_future())
        watcher.progress(0.0, JobState.QUEUED)
        number = self._desk.ask(
            session.client_id,
            work,
            watcher,
            # The worker that is kept free for live edits stays free.
            priority=Priority.REQUEST,
            affinity=hashlib.sha256(message.sprite).hexdigest(),
            key=f"looks {hashlib.sha256(msgspec.msgpack.encode(work)).hexdigest()}",
        )
        try:
            ended = await watcher.ended
        finally:
            self._desk.scheduler.cancel(number)
        if ended.code is not None:
            raise from_wire(ended.code, ended.message)
        if watcher.sent != total:
            raise WorkerFailed(f"only {watcher.sent} of {total} pictures were made, {first} first: ask again")


class _Pictures:
    """A ``Watcher`` that hands on each picture; by number, for a worker may have died over them."""

    def __init__(
        self, session: Session, request_id: str, total: int, ended: "asyncio.Future[JobEnded]"
    ) -> None:
        self.ended = ended
        self.sent = 0
        self._session = session
        self._request_id = request_id
        self._total = total
        self._names: set[str] = set()

    def progress(self, fraction: float, state: JobState = JobState.RUNNING, note: str = "") -> None:
        message = Progress(request_id=self._request_id, state=state, fraction=fraction, note=note)
        self._session.post(self._request_id, message)

    def job_event(self, event: JobEvent) -> None:
        if isinstance(event, Progressed):
            self.progress(event.fraction, note=event.note)
        elif isinstance(event, FileMade) and event.name not in self._names and self.sent < self._total:
            self._names.add(event.name)
            whole = Blob(
                request_id=self._request_id,
                name=event.name,
                data=event.data,
                file=self.sent,
                files=self._total,
                sha256=event.sha256,
            )
            self.sent += 1
            for blob in file_messages(whole):
                self._session.deliver(blob)

    def job_ended(self, ended: JobEnded) -> None:
        if not self.ended.done():
            self.ended.set_result(ended)


def _work(message: LookMessage) -> tuple[VaryWork | InterpolateWork, int, str]:
    """What a worker is to do, how many pictures that makes, and the first one's name."""
    if isinstance(message, Interpolate):
        work = InterpolateWork(sprite=message.sprite, other=message.other, steps=message.steps)
        return work, message.steps + 1, step_name(0, message.steps)
    vary = VaryWork(
        sprite=message.sprite,
        text=message.text,
        count=message.count,
        seed=message.seed,
        strength=message.strength,
        facing=message.facing,
        archetype=message.archetype,
    )
    return vary, message.count, variation_name(0, message.count)


def _failed(request_id: str, error: AnimatorError) -> EndMessage:
    if isinstance(error, JobCancelled):
        return Cancelled(request_id=request_id)
    return Failed(
        request_id=request_id, code=error.code, message=error.message, retryable=is_retryable(error.code)
    )
