"""``WorkerProcess``: one operating system process, its pipe and its states.

::

    STARTING ──ready──▶ IDLE ◀──ended── BUSY
                          └────start────▶ │ ──cancel──▶ CANCELLING ──ended──▶ IDLE
    any ──stop──▶ STOPPING        any ──exit, kill──▶ DEAD
"""

import asyncio
import errno
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

import msgspec
from neonworks_models.catalog.cards import NetChoice
from neonworks_protocol.errors import AnimatorError, WorkerFailed

from neonworks_daemon.clocks import Alarm, AwakeClock
from neonworks_daemon.logs import fields
from neonworks_daemon.memory import is_stopped
from neonworks_daemon.worker.messages import (
    CancelJob,
    FromWorker,
    JobEnded,
    JobEvent,
    StartJob,
    StopWorker,
    Work,
    WorkerReady,
)
from neonworks_daemon.worker.pipe import PipeParser, encode_message
from neonworks_daemon.worker.process import LOG_LEVEL_VARIABLE, NET_VARIABLE, NICE_VARIABLE

__all__ = [
    "BACKGROUND_NICE",
    "CANCEL_ALLOWANCE_S",
    "WorkerCommand",
    "WorkerEvents",
    "WorkerProcess",
    "WorkerState",
]

CANCEL_ALLOWANCE_S = 0.25
"""Seconds added to twice the advertised cancel latency before a worker is killed: on a busy machine a process
may not run for that long, and a respawn costs more than waiting."""

_STREAM_LIMIT = 1 << 20
"""Bytes buffered per worker before the pipe pushes back."""

_LINGER_S = 5.0
BACKGROUND_NICE = 10
"""Of a background worker: it gets a tenth of what a base worker gets of a core that both want."""

_logger = logging.getLogger(__name__)


class WorkerState(Enum):
    STARTING = auto()
    IDLE = auto()
    BUSY = auto()
    CANCELLING = auto()
    STOPPING = auto()
    DEAD = auto()


_ALLOWED: Mapping[WorkerState, frozenset[WorkerState]] = {
    WorkerState.STARTING: frozenset({WorkerState.IDLE, WorkerState.STOPPING, WorkerState.DEAD}),
    WorkerState.IDLE: frozenset({WorkerState.BUSY, WorkerState.STOPPING, WorkerState.DEAD}),
    WorkerState.BUSY: frozenset(
        {WorkerState.IDLE, WorkerState.CANCELLING, WorkerState.STOPPING, WorkerState.DEAD}
    ),
    WorkerState.CANCELLING: frozenset({WorkerState.IDLE, WorkerState.STOPPING, WorkerState.DEAD}),
    WorkerState.STOPPING: frozenset({WorkerState.DEAD}),
    WorkerState.DEAD: frozenset(),
}


@dataclass(frozen=True)
class WorkerCommand:
    """How to start a worker. ``env`` is laid over the daemon's own environment."""

    argv: Sequence[str] = (sys.executable, "-P", "-m", "neonworks_daemon.worker")
    env: Mapping[str, str] = field(
        # One thread each: with several workers more threads fight for the cores, and results stay the same.
        default_factory=lambda: {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    )


@dataclass(frozen=True)
class _Deadline:
    """``patient`` ones wait for a process that was stopped by somebody else."""

    seconds: float = 0.0
    cause: str = ""
    patient: bool = False


class WorkerEvents(Protocol):
    """What a worker tells its owner; called in the event loop, must not block."""

    def worker_ready(self, worker: "WorkerProcess") -> None: ...

    def job_events(self, events: Sequence[JobEvent]) -> None:
        """One job's, in order; at least one. They came together."""
        ...

    def worker_done(self, worker: "WorkerProcess", ended: JobEnded) -> None:
        """It is free for the next job. What came together with the end of the last one is told after this,
        so that the process need not wait until that is taken in; ``job_ended`` comes last."""
        ...

    def job_ended(self, ended: JobEnded) -> None: ...

    def worker_exited(self, worker: "WorkerProcess", job: int | None, cause: str) -> None:
        """``job`` is the one it was running, if any; ``cause`` is one line for people."""
        ...


class WorkerProcess:
    """Starts, commands and watches one worker; not reused after its process has ended.

    ``stall_s``: seconds without any sign of life during a job after which the process counts as hung. Time in
    which the daemon or the worker was stopped does not count. ``background`` gives it a low priority.
    ``cancel_latency_s`` stands in place of what its generators promise, for a process that has none.
    """

    def __init__(
        self,
        number: int,
        events: WorkerEvents,
        *,
        command: WorkerCommand | None = None,
        start_timeout_s: float = 60.0,
        stall_s: float = 60.0,
        log_level: str = "info",
        background: bool = False,
        sprite_net: str = NetChoice.SPRITE_NET,
        cancel_latency_s: float | None = None,
        clock: AwakeClock | None = None,
        stopped: Callable[[int], bool] = is_stopped,
    ) -> None:
        self.number = number
        self.state = WorkerState.STARTING
        self.job: int | None = None
        self.ready: WorkerReady | None = None
        self.asked_to_stop = False
        self._events = events
        self._command = command or WorkerCommand()
        self._start_timeout_s = start_timeout_s
        self._stall_s = stall_s
        self._log_level = log_level
        self._sprite_net = sprite_net
        self._nice = BACKGROUND_NICE if background else 0
        self._cancel_latency_s = cancel_latency_s
        self._stopped = stopped
        self._process: Process | None = None
        self._parser = PipeParser(msgspec.msgpack.Decoder(FromWorker))
        self._cause = ""
        self._alarm = Alarm(clock or AwakeClock(), self._overdue)
        self._deadline = _Deadline()

    @property
    def pid(self) -> int | None:
        """Process id, None before the spawn."""
        return self._process.pid if self._process else None

    @property
    def cancel_latency_s(self) -> float:
        """The longest time between two checkpoints that the worker's generators advertise."""
        if self._cancel_latency_s is not None:
            return self._cancel_latency_s
        generators = self.ready.generators if self.ready else ()
        return max((g.cancel_latency_ms for g in generators), default=0) / 1000

    async def run(self) -> None:
        """Spawn and serve until the process has ended. Cancelling it kills the process."""
        try:
            await self._spawn()
            if self.state is WorkerState.STOPPING:
                # The request to end came before there was a pipe to write it to.
                self.kill("the daemon stops")
            else:
                self._arm(self._start_timeout_s, "it did not become ready", patient=True)
            await self._read()
        except OSError as error:
            self.kill(_system_cause(error))
        except (msgspec.DecodeError, AnimatorError) as error:
            self.kill(str(error))
        except asyncio.CancelledError:
            self.kill("the daemon stops")
            raise
        except Exception:
            # A bug on our side of the pipe: its job is lost, the other workers and clients are not.
            _logger.exception("worker_bug", extra=fields(worker=self.number, job=self.job))
            self.kill("internal error, see the daemon's log")
        finally:
            await self._reap()

    def start_job(self, job: int, work: Work) -> None:
        """Hand ``work`` to the idle process."""
        message = encode_message(StartJob(job=job, work=work))
        self._enter(WorkerState.BUSY)
        self.job = job
        self._expect_life()
        self._write(message)

    def cancel(self) -> None:
        """Ask the running job to stop; the process is killed when it does not within its promise."""
        if self.state is not WorkerState.BUSY or self.job is None:
            return
        self._enter(WorkerState.CANCELLING)
        self._arm(2 * self.cancel_latency_s + CANCEL_ALLOWANCE_S, "it did not answer a cancel in time")
        self._write(encode_message(CancelJob(job=self.job)))

    def stop(self, grace_s: float) -> None:
        """Ask the process to end; after ``grace_s`` seconds it is killed."""
        if self.state in (WorkerState.STOPPING, WorkerState.DEAD):
            return
        self.asked_to_stop = True
        self._enter(WorkerState.STOPPING)
        self._arm(grace_s, "it did not stop in time")
        self._write(encode_message(StopWorker()))

    def kill(self, cause: str) -> None:
        """End the process at once; ``worker_exited`` follows with ``cause``."""
        self._cause = self._cause or cause
        if self._process is not None and self._process.returncode is None:
            try:
                self._process.kill()
            except ProcessLookupError:
                _logger.debug("already_gone", extra=fields(worker=self.number))

    async def _spawn(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *self._command.argv,
            stdin=PIPE,
            stdout=PIPE,
            limit=_STREAM_LIMIT,
            env={
                **os.environ,
                **self._command.env,
                LOG_LEVEL_VARIABLE: self._log_level,
                NICE_VARIABLE: str(self._nice),
                NET_VARIABLE: self._sprite_net,
            },
        )
        _logger.info("worker_spawned", extra=fields(worker=self.number, pid=self._process.pid))

    async def _read(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        while data := await self._process.stdout.read(_STREAM_LIMIT):
            said: list[JobEvent] = []
            for message in self._parser.feed(data):
                if isinstance(message, WorkerReady):
                    self._get_ready(message)
                elif isinstance(message, JobEnded):
                    self._end_job(message, said)
                    said = []
                else:
                    said.append(message)
            if said:
                self._tell(said)

    def _tell(self, said: Sequence[JobEvent]) -> None:
        if self.state is WorkerState.BUSY:
            self._expect_life()
        self._events.job_events(said)

    def _get_ready(self, message: WorkerReady) -> None:
        self._disarm()
        self.ready = message
        if self.state is WorkerState.STARTING:
            self._enter(WorkerState.IDLE)
            self._events.worker_ready(self)

    def _end_job(self, ended: JobEnded, said: Sequence[JobEvent]) -> None:
        self.job = None
        if self.state is not WorkerState.STOPPING:
            self._disarm()
            self._enter(WorkerState.IDLE)
        self._events.worker_done(self, ended)
        if said:
            self._events.job_events(said)
        self._events.job_ended(ended)

    async def _reap(self) -> None:
        # Its end of the pipe is closed; a process that lingers is of no use. Not killed at once: signalling a
        # process that just ended would steal its exit code from asyncio's child watcher.
        self._arm(_LINGER_S, "it closed its pipe and did not end")
        code = await self._process.wait() if self._process else None
        self._disarm()
        if self._process and self._process.stdin:
            self._process.stdin.close()
        cause = self._cause or _exit_cause(code)
        expected = self.state is WorkerState.STOPPING
        self._enter(WorkerState.DEAD)
        log = _logger.info if expected else _logger.error
        log("worker_exited", extra=fields(worker=self.number, code=code, job=self.job, cause=cause))
        job, self.job = self.job, None
        self._events.worker_exited(self, job, cause)

    def _write(self, message: bytes) -> None:
        if self._process is None or self._process.stdin is None or self._process.stdin.is_closing():
            return
        self._process.stdin.write(message)

    def _expect_life(self) -> None:
        self._arm(self._stall_s, "it showed no sign of life", patient=True)

    def _arm(self, seconds: float, cause: str, *, patient: bool = False) -> None:
        """One deadline at a time; the latest state decides which."""
        self._deadline = _Deadline(seconds, cause, patient)
        self._alarm.set(seconds)

    def _disarm(self) -> None:
        self._alarm.clear()

    def _overdue(self) -> None:
        deadline = self._deadline
        if deadline.patient and self.pid is not None and self._stopped(self.pid):
            # Nobody waits for it to stop, and whoever stopped it may let it go on.
            _logger.warning("worker_stopped", extra=fields(worker=self.number, pid=self.pid))
            self._alarm.set(deadline.seconds)
        else:
            self.kill(f"{deadline.cause} ({deadline.seconds:g} s)")

    def _enter(self, state: WorkerState) -> None:
        if state not in _ALLOWED[self.state]:
            raise WorkerFailed(f"worker {self.number} cannot go from {self.state.name} to {state.name}")
        _logger.debug("worker_state", extra=fields(worker=self.number, old=self.state.name, new=state.name))
        self.state = state


def _system_cause(error: OSError) -> str:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return "too many files are open; end some programs or raise the limit (ulimit -n)"
    return str(error)


def _exit_cause(code: int | None) -> str:
    if code is None:
        return "it could not be started"
    if code == 0:
        return "it ended"
    # 128 + 9 is a kill that a shell or container reports; out of memory looks the same.
    if code in (-9, 137):
        return "it was killed (by the system when memory ran out, or by hand)"
    return f"it ended with exit code {code}"
