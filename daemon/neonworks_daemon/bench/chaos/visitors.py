"""``Visitor``: one client of a soak, that does now this and now that, and remembers what came of it."""

import asyncio
import enum
import random
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import uuid4

from neonworks_protocol.errors import AnimatorError, Unavailable, error_classes
from neonworks_protocol.messages import ClipDone, Done, Failed, GetResult, RequestMessage, Submit

from neonworks_daemon.bench.chaos.tally import Reference, RequestTally, Tally
from neonworks_daemon.bench.chaos.vandal import misbehave
from neonworks_daemon.bench.chaos.workload import Size, Task
from neonworks_daemon.client import DaemonClient, RequestHandle
from neonworks_daemon.ready import ReadyInfo

__all__ = ["ANYTHING", "Act", "Visitor", "VisitorLog"]

_EDITS_PER_S = 12
_FLOODS = 0.1
"""Share of the bad clients that go on until they are thrown out."""
_CHANGED_MINDS = 0.3
"""Share of the exports that are cancelled."""
_REMEMBERED = 32
"""Own finished jobs whose results may be asked for again."""
_BUGS = frozenset({"internal", "illegal_transition", "contract_broken", "worker_failed", "storage_failed"})
"""Codes that are documented, and that nothing this load does may cause."""


class Act(enum.Enum):
    """What a visitor may do next."""

    DRAW = "draw"
    TYPE = "type, 12 changes a second"
    CANCEL = "cancel"
    STALL = "stop reading"
    MISBEHAVE = "send bad messages"
    LIST = "list jobs"
    STATUS = "status"
    INTERPRET = "interpret"
    RESULT = "get an earlier result"
    EXPORT = "export an earlier result"
    ANALYSE = "have a still read"
    THINK = "do nothing"


ANYTHING: Mapping[Act, int] = MappingProxyType(
    {
        Act.DRAW: 20,
        Act.TYPE: 8,
        Act.CANCEL: 12,
        Act.STALL: 8,
        Act.MISBEHAVE: 8,
        Act.LIST: 8,
        Act.STATUS: 8,
        Act.INTERPRET: 8,
        Act.RESULT: 10,
        Act.EXPORT: 8,
        Act.ANALYSE: 4,
        Act.THINK: 30,
    }
)


@dataclass
class VisitorLog:
    """What all visitors of a run met."""

    codes: Counter[str] = field(default_factory=Counter)
    """Documented error codes."""
    faults: list[str] = field(default_factory=list)
    """Everything else that went wrong."""
    acts: Counter[Act] = field(default_factory=Counter)
    waits_s: dict[str, list[float]] = field(default_factory=dict)

    def told(self, where: str, code: str, message: str) -> None:
        """An error was raised or received."""
        if code in error_classes() and code not in _BUGS:
            self.codes[code] += 1
        else:
            self.faults.append(f"{where}: {code}: {message}")

    def waited(self, what: str, begin: float) -> None:
        """``what`` took from ``begin`` (``perf_counter``) to now."""
        self.waits_s.setdefault(what, []).append(time.perf_counter() - begin)


class Visitor:
    """``enter`` connects; ``tasks`` are what it draws; everything random comes from ``chance``.

    ``acts`` are what it does, and how often. With ``fresh`` each request is one that nobody has made before;
    without, the tasks are asked for as they are, and their references tell what must come. Pauses are
    multiplied by ``pace``.
    """

    def __init__(
        self,
        name: str,
        enter: Callable[[str], Awaitable[DaemonClient]],
        info: ReadyInfo,
        tasks: Sequence[Task],
        tally: Tally,
        log: VisitorLog,
        chance: random.Random,
        *,
        acts: Mapping[Act, int] = ANYTHING,
        fresh: bool = True,
        pace: float = 1.0,
    ) -> None:
        self.name = name
        self.finished = 0
        """Requests that were done."""
        self._enter = enter
        self._info = info
        self._small = [task for task in tasks if task.size is Size.SMALL]
        self._large = [task for task in tasks if task.size is not Size.SMALL]
        self._tally = tally
        self._log = log
        self._chance = chance
        self._weights = acts
        self._fresh = fresh
        self._pace = pace
        self._results: deque[tuple[str, Task]] = deque(maxlen=_REMEMBERED)
        self._client: DaemonClient | None = None
        self._acts: Mapping[Act, Callable[[DaemonClient], Awaitable[None]]] = {
            Act.DRAW: self.draw,
            Act.TYPE: self._type,
            Act.CANCEL: self._cancel,
            Act.STALL: self._stall,
            Act.MISBEHAVE: self._misbehave,
            Act.LIST: self._list,
            Act.STATUS: self._status,
            Act.INTERPRET: self._interpret,
            Act.RESULT: self._result,
            Act.EXPORT: self._export,
            Act.ANALYSE: self._analyse,
            Act.THINK: self._think,
        }

    async def roam(self, enough: Callable[[], bool]) -> None:
        """Do one thing after the other until ``enough``."""
        acts, weights = tuple(self._weights), tuple(self._weights.values())
        while not enough():
            await self._perform(self._chance.choices(acts, weights)[0])
        await self.leave()

    async def work(self, enough: Callable[[], bool]) -> None:
        """Draw one thing after the other: all that do this want the same."""
        while not enough():
            await self._perform(Act.DRAW)
        await self.leave()

    async def leave(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def _perform(self, act: Act) -> None:
        self._log.acts[act] += 1
        try:
            if self._client is None or not self._client.connected:
                self._client = await self._enter(self.name)
            await self._acts[act](self._client)
        except Unavailable as error:
            self._log.told(f"{self.name}, {act.value}", error.code, error.message)
            await asyncio.sleep(self._chance.random())
        except AnimatorError as error:
            self._log.told(f"{self.name}, {act.value}", error.code, error.message)

    async def draw(self, client: DaemonClient) -> None:
        """An ordinary request to its end."""
        begin = time.perf_counter()
        task = self._chance.choice(self._small)
        record = await self._draw(client, task)
        if isinstance(record.end, Done):
            self.finished += 1
            self._log.waited("a request, submit to done", begin)

    async def _type(self, client: DaemonClient) -> None:
        channel, task = uuid4().hex[:8], self._chance.choice(self._small)
        edits = []
        for _ in range(int(self._pace * self._chance.randint(_EDITS_PER_S, 3 * _EDITS_PER_S)) + 2):
            task = task if self._fresh else self._chance.choice(self._small)
            edits.append(asyncio.create_task(self._draw(client, task, channel=channel)))
            await asyncio.sleep(1 / _EDITS_PER_S)
        results = await asyncio.gather(*edits, return_exceptions=True)
        for result in results:
            if isinstance(result, AnimatorError):
                self._log.told(f"{self.name}, edit", result.code, result.message)
            elif isinstance(result, BaseException):
                raise result

    async def _cancel(self, client: DaemonClient) -> None:
        task = self._chance.choice(self._large)
        after = self._chance.randint(0, 12)
        await self._draw(client, task, cancel_after=after)

    async def _stall(self, client: DaemonClient) -> None:
        task = self._chance.choice(self._large)
        pause = self._pace * self._chance.uniform(0.5, 3.0)
        await self._draw(client, task, pause_s=pause)

    async def _misbehave(self, client: DaemonClient) -> None:
        verdict = await misbehave(self._info, self._chance, flood=self._chance.random() < _FLOODS)
        self._log.codes.update(verdict.codes)
        self._log.faults += verdict.faults

    async def _list(self, client: DaemonClient) -> None:
        await client.list_jobs(self._chance.choice((1, 50, 500)))

    async def _status(self, client: DaemonClient) -> None:
        begin = time.perf_counter()
        await client.status()
        self._log.waited("status", begin)

    async def _interpret(self, client: DaemonClient) -> None:
        begin = time.perf_counter()
        await client.interpret(f"walk slowly, {self._seed()} times as proudly")
        self._log.waited("interpret", begin)

    async def _result(self, client: DaemonClient) -> None:
        jobs: list[tuple[str, Reference | None]]
        if self._fresh:
            jobs = [(job.job_id, None) for job in (await client.list_jobs(50)).jobs]
        else:
            jobs = [(job_id, task.reference) for job_id, task in self._results]
        if jobs:
            job_id, reference = self._chance.choice(jobs)
            record = self._tally.open(f"{self.name}: result of {job_id}", reference)
            await self._follow(client, GetResult(request_id=uuid4().hex, job_id=job_id), record)

    async def _export(self, client: DaemonClient) -> None:
        """One clip of an own job, cancelled now and then."""
        if not self._results:
            return
        job_id, _ = self._chance.choice(self._results)
        fmt = self._chance.choice(client.welcome.capabilities.export_formats)
        request_id, begin = uuid4().hex, time.perf_counter()
        asked = asyncio.create_task(client.export([f"{job_id}.0"], fmt, request_id=request_id))
        if self._chance.random() < _CHANGED_MINDS:
            await asyncio.sleep(self._chance.random() * 0.05)
            await client.cancel(request_id)
        files = await asked
        if len(files) < 2:
            self._log.faults.append(f"{self.name}, {fmt} of {job_id}: {len(files)} files, no sidecar")
        self._log.waited("an export", begin)

    async def _analyse(self, client: DaemonClient) -> None:
        begin = time.perf_counter()
        await client.analyse(self._chance.choice(self._small).submit(uuid4().hex).sprite)
        self._log.waited("a still read", begin)

    async def _think(self, client: DaemonClient) -> None:
        await asyncio.sleep(self._pace * self._chance.uniform(0.2, 2.0))

    async def _draw(
        self,
        client: DaemonClient,
        task: Task,
        *,
        channel: str | None = None,
        cancel_after: int | None = None,
        pause_s: float = 0.0,
    ) -> RequestTally:
        changes: dict[str, object] = {"channel": channel}
        if self._fresh:
            changes["seed"] = self._seed()
        live = "edit of " if channel else ""
        record = self._tally.open(f"{self.name}: {live}{task.name}", None if self._fresh else task.reference)
        message = task.submit(uuid4().hex, **changes)
        await self._follow(client, message, record, cancel_after=cancel_after, pause_s=pause_s)
        if isinstance(record.end, Done) and record.job_id is not None and channel is None:
            self._results.append((record.job_id, task))
        return record

    async def _follow(
        self,
        client: DaemonClient,
        message: RequestMessage,
        record: RequestTally,
        *,
        cancel_after: int | None = None,
        pause_s: float = 0.0,
    ) -> None:
        """A request to its end; what it was handed is counted."""
        begin = time.perf_counter()
        live = isinstance(message, Submit) and message.channel is not None
        try:
            handle: RequestHandle = await client.request(message)
            if cancel_after == 0:
                await handle.cancel()
            count = 0
            async for answer in handle:
                record.take(answer)
                count += 1
                if count == cancel_after:
                    await handle.cancel()
                if count == 2 and pause_s:
                    await asyncio.sleep(pause_s)
                if live and isinstance(answer, ClipDone):
                    self._log.waited("a live change, submit to whole draft", begin)
        finally:
            self._tally.settle(record)
        if isinstance(record.end, Failed):
            self._log.told(record.label, record.end.code, record.end.message)

    def _seed(self) -> int:
        """Makes a request that nobody has made before."""
        return self._chance.randrange(1 << 32)
