"""``bench latency``: what a user waits for, through a real daemon with its cache off, on unseen requests.

The baseline of the first two rows is the same work in this process, without daemon, socket or worker: what
is left is the price of the daemon. Cancel and supersede have no in-process counterpart; their baseline is to
let the work run to its end.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import numpy as np
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.registry import default_registry
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import WorkerFailed, from_wire
from neonworks_protocol.messages import Cancelled, Done, Failed, Frame, ServerMessage, Submit, Superseded
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Tier

from neonworks_daemon.bench.fresh import FreshRequest, fresh_requests
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import bench_client, own_daemon
from neonworks_daemon.client import DaemonClient, RequestHandle

__all__ = ["Timings", "bench_latency", "draft_of"]

_WARM_UP = 10
_FINISH_MS = 50.0
"""A running draft that ends within this time is let finish (protocol/SPEC.md, channels)."""
_PAUSE_S = 0.01
"""Between trials, as between two thoughts of a user: the daemon is idle when a request comes."""


@dataclass(frozen=True)
class Timings:
    """Milliseconds of every trial, and the same work's in the baseline."""

    name: str
    ours: tuple[float, ...]
    baseline: str
    beside: tuple[float, ...]
    p50_target: float | None = None
    p95_target: float | None = None

    def row(self) -> tuple[Value, ...]:
        p50, p95 = _percentiles(self.ours)
        base50, base95 = _percentiles(self.beside)
        worst = max(self.ours, default=float("nan"))
        return (self.name, len(self.ours), p50, p95, worst, self.baseline, base50, base95)

    def checks(self) -> tuple[Check, ...]:
        """None where nothing was measured: in few trials every request may have ended too soon."""
        if not self.ours:
            return ()
        targets = (("p50", self.p50_target), ("p95", self.p95_target))
        values = _percentiles(self.ours)
        return tuple(
            Check(f"{self.name}, {word}", value, target, False, "ms")
            for (word, target), value in zip(targets, values, strict=True)
            if target is not None
        )


def bench_latency(*, trials: int = 200, seed: int | None = None) -> BenchResult:
    """p50 and p95 of every wait, in milliseconds. ``seed`` None: other requests every time."""
    chosen = int(time.time()) if seed is None else seed
    timings, finished = asyncio.run(_measure(trials, chosen))
    checks = [check for timing in timings for check in timing.checks()]
    if finished:
        longest = max(finished)
        checks.append(Check("superseded but let finish, longest", longest, _FINISH_MS, False, "ms"))
    return BenchResult(
        "latency",
        "Waiting for the daemon (64×64, draft, cache off, unseen sprites and sentences), ms",
        ("wait", "trials", "p50", "p95", "worst", "baseline", "p50 there", "p95 there"),
        tuple(timing.row() for timing in timings),
        tuple(checks),
        (
            f"Seed {chosen}. A cancelled job's wait ends when the daemon reports its worker free again.",
            f"{len(finished)} superseded requests were thought near their end and let finish.",
        ),
        {"trials_ms": {timing.name: timing.ours for timing in timings}, "let_finish_ms": finished},
    )


async def _measure(trials: int, seed: int) -> tuple[tuple[Timings, ...], tuple[float, ...]]:
    """All waits; and how long requests still ran that were superseded but let finish."""
    requests = fresh_requests(seed)
    async with own_daemon() as info, await bench_client(info) as client:
        for _ in range(_WARM_UP):
            await draft_of(client, next(requests))
        local = _LocalWork()
        for _ in range(_WARM_UP):
            local.run(next(requests))
        drawn, here = await _drawn(client, local, requests, trials)
        cancelled, ran = await _cancelled(client, requests, trials)
        superseded, finished = await _superseded(client, requests, trials)
    timings = (
        Timings("first frame", drawn[0], "in this process", here[0], 30.0, 60.0),
        Timings("whole clip", drawn[1], "in this process", here[1], 150.0),
        Timings("cancel", cancelled, "running to the end", ran, None, 50.0),
        Timings("supersede", superseded, "running to the end", ran, None, 50.0),
    )
    return timings, finished


Pair = tuple[tuple[float, ...], tuple[float, ...]]


async def _drawn(
    client: DaemonClient, local: "_LocalWork", requests: Iterator[FreshRequest], trials: int
) -> tuple[Pair, Pair]:
    """(first, whole) through the daemon and here, in turns."""
    remote, here = [], []
    for _ in range(trials):
        request = next(requests)
        await asyncio.sleep(_PAUSE_S)
        remote.append(await draft_of(client, request))
        here.append(local.run(request))
    return (tuple(zip(*remote, strict=True)), tuple(zip(*here, strict=True)))  # type: ignore[return-value]


def _submit(request: FreshRequest, **changes: object) -> Submit:
    fields: dict[str, object] = {
        "request_id": uuid4().hex,
        "sprite": request.png,
        "text": request.text,
        "tier": Tier.DRAFT,
        **changes,
    }
    return Submit(**fields)  # type: ignore[arg-type]


async def draft_of(client: DaemonClient, request: FreshRequest) -> tuple[float, float]:
    """Milliseconds from submit to the first frame and to the end."""
    begin = time.perf_counter()
    handle = await client.submit(_submit(request))
    first = 0.0
    async for message in handle:
        if isinstance(message, Frame) and not first:
            first = time.perf_counter() - begin
        last: ServerMessage = message
    whole = time.perf_counter() - begin
    if isinstance(last, Failed):
        raise from_wire(last.code, f"{request.text!r}: {last.message}")
    if not isinstance(last, Done) or not first:
        raise WorkerFailed(f"the daemon ended {request.text!r} with {type(last).__name__}; see its log")
    return first * 1e3, whole * 1e3


class _LocalWork:
    """The daemon's work on a request, without the daemon."""

    def __init__(self) -> None:
        self._pipeline = Pipeline(default_registry())
        self._interpreter = EmbeddedInterpreter()

    def run(self, request: FreshRequest) -> tuple[float, float]:
        """Milliseconds to the first frame and to the last."""
        begin = time.perf_counter()
        sprite = decode_sprite(request.png)
        analysis = analyse(sprite)
        specs = self._interpreter.interpret(request.text).sequence
        first = 0.0
        for work in build_requests(sprite, analysis, specs):
            plan = self._pipeline.plan(work)
            for _ in self._pipeline.render(work, plan, NullContext()):
                first = first or time.perf_counter() - begin
        return first * 1e3, (time.perf_counter() - begin) * 1e3


_LONG = tuple(
    MotionSpec(animation_type=action, frame_count=32, special_effects=(Effect.GLOW, Effect.PARTICLES))
    for action in Action
)
"""Work of about half a second: it cannot end by itself while it is being cancelled, and no rule lets it."""


async def _cancelled(client: DaemonClient, requests: Iterator[FreshRequest], trials: int) -> Pair:
    """Milliseconds from cancel to a free worker; and from the same moment when nobody cancels."""
    cancelled, ran = [], []
    for trial in range(trials):
        handle = await client.submit(_submit(next(requests), text="", spec=_LONG))
        await _first_frame(handle)
        begin = time.perf_counter()
        await handle.cancel()
        end = await _end(handle)
        await _free(client)
        if isinstance(end, Cancelled):
            cancelled.append((time.perf_counter() - begin) * 1e3)
        if trial % 10 == 0:
            ran.append(await _run_out(client, next(requests)))
    return tuple(cancelled), tuple(ran)


async def _run_out(client: DaemonClient, request: FreshRequest) -> float:
    handle = await client.submit(_submit(request, text="", spec=_LONG))
    await _first_frame(handle)
    begin = time.perf_counter()
    await _end(handle)
    await _free(client)
    return (time.perf_counter() - begin) * 1e3


async def _superseded(client: DaemonClient, requests: Iterator[FreshRequest], trials: int) -> Pair:
    """Milliseconds from a newer request to the older one's end: of those stopped, of those let finish."""
    stopped: list[float] = []
    finished: list[float] = []
    for _ in range(trials):
        channel = uuid4().hex[:8]
        older = await client.submit(_submit(next(requests), text="", spec=_LONG, channel=channel))
        await _first_frame(older)
        newer = _submit(next(requests), channel=channel)
        begin = time.perf_counter()
        handle = await client.submit(newer)
        end = await _end(older)
        (stopped if isinstance(end, Superseded) else finished).append((time.perf_counter() - begin) * 1e3)
        await _end(handle)
    return tuple(stopped), tuple(finished)


async def _first_frame(handle: RequestHandle) -> None:
    async for message in handle:
        if isinstance(message, Frame):
            return
    raise WorkerFailed("a request ended before its first frame; see the daemon's log")


async def _end(handle: RequestHandle) -> ServerMessage | None:
    last = None
    async for message in handle:
        last = message
    return last


async def _free(client: DaemonClient) -> None:
    while (await client.status()).workers_busy:
        await asyncio.sleep(0)


def _percentiles(values: tuple[float, ...]) -> tuple[float, float]:
    if not values:
        return float("nan"), float("nan")
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))
