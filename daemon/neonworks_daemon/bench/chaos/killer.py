"""Kills: one job brought to a moment, a process ended by SIGKILL, and what its client is told afterwards.

After the daemon was killed the client does what the protocol tells it: it connects anew, sends its open
requests again under their ids, asks for what was kept, and lets what was interrupted be drawn again.
"""

import asyncio
import contextlib
import enum
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import uuid4

import psutil
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Cancelled,
    Done,
    EndMessage,
    Failed,
    GetResult,
    Interrupted,
    RequestMessage,
    Retry,
    Superseded,
)
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.bench.chaos.moments import Moment, Underway, bring_to
from neonworks_daemon.bench.chaos.tally import RequestTally
from neonworks_daemon.bench.chaos.workload import Task
from neonworks_daemon.client import DaemonClient

__all__ = ["KillReport", "Victim", "kill_at", "kill_starting", "kill_twice"]


_REST = 512
"""Credit for all frames of the longest job."""
_ATTEMPTS = 5
"""The second kill may come when the job has just been drawn after all: then with another one."""
_RESPAWN_S = 60.0
_POLL_S = 0.002


class Victim(enum.Enum):
    """Who is killed."""

    DAEMON = "daemon"
    WORKER = "worker"


@dataclass
class KillReport:
    """What came of one kill. ``faults`` is empty when every promise was kept."""

    victim: Victim
    moment: Moment
    end: str = ""
    delivered: int = 0
    """Frames that the client had when it happened."""
    kept: int = 0
    """Of them, those that the daemon could still play afterwards, with the same bytes."""
    retried: bool = False
    faults: list[str] = field(default_factory=list)

    def check(self, kept: bool, otherwise: str) -> None:
        """Note ``otherwise`` as a fault unless the promise was ``kept``."""
        if not kept:
            self.faults.append(f"{self.victim.value}, {self.moment.value}: {otherwise}")


async def kill_at(
    victim: Victim, moment: Moment, keeper: DaemonKeeper, task: Task, blocker: Task
) -> KillReport:
    """One kill and all that must hold after it. ``task`` needs its reference."""
    report = KillReport(victim, moment)
    info = ClientInfo(id=uuid4().hex, name="kills")
    daemon = await keeper.info()
    reading = moment is not Moment.UNDELIVERED
    client = await DaemonClient.connect(daemon, info, auto_credit=reading)
    observer = await DaemonClient.connect(daemon, ClientInfo(id=uuid4().hex, name="observer"))
    try:
        before = _processor_times(keeper)
        made = await bring_to(moment, client, observer, task, blocker)
        if victim is Victim.DAEMON:
            keeper.kill()
            await _after_daemon(report, keeper, info, client, made)
        else:
            _kill_busiest(keeper, before)
            await _after_worker(report, client, made, reading)
    except AnimatorError as error:
        report.check(False, f"{error.code}: {error.message}")
    except TimeoutError:
        report.check(False, "no end and no other message came in a minute")
    finally:
        await client.close()
        await observer.close()
    return report


async def kill_starting(keeper: DaemonKeeper, task: Task) -> KillReport:
    """All workers are killed, and their successors while they start; then ``task`` is drawn."""
    report = KillReport(Victim.WORKER, Moment.SUBMITTED)
    for _ in range(2):
        killed = keeper.workers()
        _kill_all(killed)
        async with asyncio.timeout(_RESPAWN_S):
            while not set(keeper.workers()) - set(killed):
                await asyncio.sleep(_POLL_S)
    await _draw(report, keeper, task)
    return report


async def kill_twice(keeper: DaemonKeeper, poison: Task, task: Task) -> KillReport:
    """The worker of ``poison`` is killed, and the next one too: it fails; then ``task`` is drawn."""
    report = KillReport(Victim.WORKER, Moment.FRAMES)
    try:
        await _kill_twice(report, keeper, poison, task)
    except AnimatorError as error:
        report.check(False, f"{error.code}: {error.message}")
    except TimeoutError:
        report.check(False, "it was not drawn once more within a minute")
    return report


async def _kill_twice(report: KillReport, keeper: DaemonKeeper, poison: Task, task: Task) -> None:
    daemon, info = await keeper.info(), ClientInfo(id=uuid4().hex, name="kills")
    async with await DaemonClient.connect(daemon, info) as client:
        for _ in range(_ATTEMPTS):
            made = await bring_to(Moment.FRAMES, client, client, poison, task)
            async with asyncio.timeout(_RESPAWN_S):
                await _kill_until_ended(keeper, client, made)
            if not isinstance(made.record.end, Done):
                break
    report.end = _name(made.record.end)
    end = made.record.end
    report.check(isinstance(end, Failed) and end.code == "worker_failed", f"killed twice, it ended {end}")
    _judge(report, made.record)
    await _draw(report, keeper, task)


async def _kill_until_ended(keeper: DaemonKeeper, client: DaemonClient, made: Underway) -> None:
    """Kill every worker that is busy with it: a dead one counts as busy until its end is noticed."""
    reading = asyncio.create_task(made.read())
    killed = set(keeper.workers())
    _kill_all(killed)
    try:
        while not reading.done():
            working = set(keeper.workers())
            if working and not working & killed and await _busy(client):
                killed = working
                _kill_all(killed)
            await asyncio.sleep(_POLL_S)
    finally:
        reading.cancel()
    await reading


async def _busy(client: DaemonClient) -> bool:
    return (await client.status()).workers_busy > 0


async def _draw(report: KillReport, keeper: DaemonKeeper, task: Task) -> None:
    """A new client's request is drawn whole."""
    info = ClientInfo(id=uuid4().hex, name="kills")
    record = RequestTally(task.name, task.reference)
    async with await DaemonClient.connect(await keeper.info(), info) as client:
        async for answer in await client.submit(task.submit(uuid4().hex)):
            record.take(answer)
    report.end = report.end or _name(record.end)
    report.check(isinstance(record.end, Done), f"the next request ended {record.end}")
    _judge(report, record)


async def _after_worker(report: KillReport, client: DaemonClient, made: Underway, reading: bool) -> None:
    """The connection lives: the job is drawn again, and nothing that was sent is sent twice."""
    report.delivered = len(made.record.frames)
    if not reading:
        await client.grant(_REST)
    await asyncio.gather(*(request.read() for request in made.all() if request.record.end is None))
    for request in made.all():
        _judge(report, request.record)
    report.kept = report.delivered
    report.end = _name(made.record.end)
    wanted = (Done,) if report.moment.unended else (Done, Cancelled, Superseded)
    report.check(isinstance(made.record.end, wanted), f"ended {report.end}")


async def _after_daemon(
    report: KillReport, keeper: DaemonKeeper, info: ClientInfo, lost: DaemonClient, made: Underway
) -> None:
    await asyncio.gather(*(request.read() for request in made.all()), return_exceptions=True)
    report.delivered = len(made.record.frames)
    daemon = await keeper.info()
    async with await DaemonClient.connect(daemon, info) as client:
        await asyncio.gather(*(_ask_again(client, r) for r in made.all() if r.record.end is None))
        for request in made.all():
            _judge(report, request.record)
        report.end = _name(made.record.end)
        await _check_kept(report, client, made.record)
        if isinstance(made.record.end, Interrupted):
            await _check_retry(report, client, made.record)


async def _ask_again(client: DaemonClient, request: Underway) -> None:
    """The request under its own id: it is told how it stands, or drawn if nobody knew of it."""
    request.record.restart()
    request.handle = await client.request(request.message)
    await request.read()


async def _check_kept(report: KillReport, client: DaemonClient, record: RequestTally) -> None:
    """Every frame that was delivered can be fetched by the job's id, with the same bytes."""
    if record.job_id is None:
        return
    again = await _fetch(client, GetResult(request_id=uuid4().hex, job_id=record.job_id), record)
    had = {**record.earlier, **record.frames}
    report.kept = sum(again.frames.get(key) == sha256 for key, sha256 in had.items())
    report.check(report.kept == len(had), f"{len(had) - report.kept} of {len(had)} frames were not kept")
    report.check(
        type(again.end) is type(record.end), f"the job ended {_name(again.end)}, its request {report.end}"
    )


async def _check_retry(report: KillReport, client: DaemonClient, record: RequestTally) -> None:
    """It is listed as interrupted, and drawn whole when asked for."""
    assert record.job_id is not None
    jobs = {job.job_id: job for job in (await client.list_jobs(500)).jobs}
    listed = jobs.get(record.job_id)
    report.check(
        listed is not None and listed.state is JobState.INTERRUPTED and listed.retryable,
        f"listed as {listed.state.value if listed else 'nothing'}, not as interrupted and retryable",
    )
    again = await _fetch(client, Retry(request_id=uuid4().hex, job_id=record.job_id), record)
    report.retried = isinstance(again.end, Done) and set(again.frames) == set(
        record.reference or again.frames
    )
    report.check(report.retried, f"drawn again it ended {_name(again.end)} with {len(again.frames)} frames")


async def _fetch(client: DaemonClient, message: RequestMessage, like: RequestTally) -> RequestTally:
    record = RequestTally(like.label, like.reference)
    async for answer in await client.request(message):
        record.take(answer)
    return record


def _judge(report: KillReport, record: RequestTally) -> None:
    """One end, nothing lost, repeated or wrong."""
    report.check(len(record.ends) == 1 and not record.stray, f"{record.label} had {len(record.ends)} ends")
    report.check(not record.lost, f"{record.label} ({_name(record.end)}): {len(record.lost)} frames lost")
    report.check(not record.twice, f"{record.label}: {len(record.twice)} frames twice")
    report.check(not record.wrong, f"{record.label}: {len(record.wrong)} frames wrong")


def _processor_times(keeper: DaemonKeeper) -> dict[int, float]:
    times: dict[int, float] = {}
    for pid in keeper.workers():
        with contextlib.suppress(psutil.NoSuchProcess):
            spent = psutil.Process(pid).cpu_times()
            times[pid] = spent.user + spent.system
    return times


def _kill_busiest(keeper: DaemonKeeper, before: dict[int, float]) -> None:
    """The worker that worked most since ``before``; all of them where that cannot be told."""
    spent = {pid: used - before.get(pid, 0.0) for pid, used in _processor_times(keeper).items()}
    most = max(spent.values(), default=0.0)
    _kill_all([pid for pid, used in spent.items() if used == most])


def _kill_all(pids: Iterable[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _name(end: EndMessage | None) -> str:
    return "not at all" if end is None else type(end).__name__.lower()
