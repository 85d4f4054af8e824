"""``bench drop``: hundreds of new sprites in a watched folder at once, while somebody works in an editor.

The baseline is the generator alone: decoding, analysis, drawing and checking of the same sprites in this
process, one after the other, before the daemon starts and again after it has ended, since a machine's speed
drifts. Times the number of background workers it is what could be had if watching, sending, encoding, writing
and announcing cost nothing. How fast the generator is while another process is busy is told beside it: where
two processors share a core that alone costs a quarter, whatever the other one does.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import psutil
from neonworks_protocol.errors import Unavailable, WorkerFailed
from neonworks_protocol.messages import Done, Frame, Submit
from neonworks_protocol.vocabulary import Tier

from neonworks_daemon.bench.chaos.observer import Observer
from neonworks_daemon.bench.chaos.sprite_stock import SpriteStock
from neonworks_daemon.bench.fresh import FreshRequest, fresh_requests
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import bench_client, own_daemon
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.local.job import Unwatched
from neonworks_daemon.local.options import read_options
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings, WatchSettings

__all__ = ["ACTIONS", "DropRun", "bench_drop", "run_drop"]

ACTIONS = ("idle", "walk", "attack", "hurt", "death")
"""What every body plan can do."""
_HEIGHT = (40, 54)
"""Of a figure in pixels, as of most 64 × 64 characters."""
_BASELINE = 100
"""Sprites that the baseline draws at most, spread evenly over all."""
_WARM = 3
_EVERY_S = 0.3
"""Between two submits of the person in the editor."""
_PATIENCE_S = 900.0
_POLL_S = 0.02
_SHARE, _LATENCY_MS = 0.8, 100.0


@dataclass
class DropRun:
    """What was measured. Rates are clips per second, latencies milliseconds."""

    sprites: int
    clips: int
    before: float = 0.0
    after: float = 0.0
    """The generator alone in one process, before and after the drop."""
    beside: float = 0.0
    """The same while one other process is busy."""
    workers: int = 0
    took_s: float = 0.0
    """From the first file's appearance to the last announcement."""
    first_ms: list[float] = field(default_factory=list)
    done_ms: list[float] = field(default_factory=list)
    cpu_s: dict[str, float] = field(default_factory=dict)
    """Processor time by kind of process, meanwhile."""

    @property
    def alone(self) -> float:
        """The generator alone, as far as it was measured."""
        measured = [rate for rate in (self.before, self.after) if rate]
        return sum(measured) / max(1, len(measured))

    @property
    def rate(self) -> float:
        return self.clips / max(1e-9, self.took_s)

    @property
    def share(self) -> float:
        """Of what the workers could do if nothing else cost anything."""
        return self.rate / max(1e-9, self.alone * self.workers)


def bench_drop(
    *,
    sprites: int = 500,
    actions: int = 3,
    background: int | None = None,
    seed: int | None = None,
    step: Callable[[int], None] = lambda _published: None,
) -> BenchResult:
    """``actions`` clips of each sprite, drawn by ``background`` workers (None: the daemon's default).

    ``step`` hears how many sprites are published.
    """
    chosen = int(time.time()) if seed is None else seed
    with tempfile.TemporaryDirectory(prefix="neonworks-drop-", ignore_cleanup_errors=True) as folder:
        run = asyncio.run(
            run_drop(
                Path(folder), sprites=sprites, actions=actions, background=background, seed=chosen, step=step
            )
        )
    return _result(run, chosen)


async def run_drop(
    folder: Path,
    *,
    sprites: int,
    actions: int,
    seed: int,
    background: int | None = None,
    step: Callable[[int], None] = lambda _n: None,
) -> DropRun:
    """Everything inside ``folder``. Raises ``Unavailable`` when not everything is published in time."""
    pictures = list(islice(SpriteStock(seed, figures=60, height=_HEIGHT), sprites))
    run = DropRun(sprites, sprites * actions)
    run.before = await asyncio.to_thread(_alone, pictures, ACTIONS[:actions], folder)
    run.beside = await asyncio.to_thread(_beside, pictures, ACTIONS[:actions], folder)
    root = folder / "art"
    root.mkdir()
    wishes = "".join(f'{name} = {{ action = "{name}" }}\n' for name in ACTIONS[:actions])
    (root / "neonworks.toml").write_text(f'tier = "draft"\n[animations]\n{wishes}')
    watch = (WatchSettings(path=str(root), name="drop"),)
    changes: dict[str, Any] = {
        "watch": watch,
        "data_dir": str(folder / "data"),
        "background_workers": background,
    }
    run.workers = max(1, Settings(background_workers=background).background)
    async with own_daemon(**changes) as info, _listening(info) as observer:
        await _watched(observer)
        async with await bench_client(info) as client:
            await _warm_up(client, seed)
            before = _cpu_by_kind(info.pid)
            stop = asyncio.Event()
            editing = asyncio.create_task(_edit(client, seed, stop, run))
            try:
                await _drop(root, pictures, observer, run, step)
            finally:
                after = _cpu_by_kind(info.pid)
                run.cpu_s = {kind: after[kind] - before.get(kind, 0.0) for kind in after}
                stop.set()
                await editing
    run.after = await asyncio.to_thread(_alone, pictures, ACTIONS[:actions], folder)
    return run


def _alone(pictures: Sequence[bytes], actions: Sequence[str], folder: Path) -> float:
    """Clips per second of the generator in this process, as a worker uses it."""
    workshop = Workshop()
    stride = max(1, len(pictures) // _BASELINE)
    drawn, begin = 0, 0.0
    for number, data in enumerate((*pictures[:_WARM], *pictures[::stride])):
        if number == _WARM or begin == 0.0:
            drawn, begin = 0, time.perf_counter()
        for action in actions:
            options = read_options({"sprite": str(folder / "any.png"), "action": action, "tier": "draft"})
            drawn += sum(1 for _ in workshop.draw(workshop.prepare(options, data=data), Unwatched()))
    return drawn / (time.perf_counter() - begin)


def _beside(pictures: Sequence[bytes], actions: Sequence[str], folder: Path) -> float:
    """As ``_alone``, while a process of its own does nothing but count."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"], stdin=subprocess.DEVNULL) as busy:
        try:
            return _alone(pictures, actions, folder)
        finally:
            busy.kill()


async def _warm_up(client: DaemonClient, seed: int) -> None:
    for request in islice(fresh_requests(seed + 1), _WARM):
        await _draw(client, request)


async def _drop(
    root: Path, pictures: Sequence[bytes], observer: Observer, run: DropRun, step: Callable[[int], None]
) -> None:
    heard = len(observer.heard)
    begin = time.monotonic()
    await asyncio.to_thread(_write_all, root, pictures)
    told = 0
    while (published := len({each.change.path for each in observer.heard[heard:]})) < len(pictures):
        if published != told:
            step(told := published)
        if time.monotonic() - begin > _PATIENCE_S:
            raise Unavailable(f"only {published} of {len(pictures)} sprites were published; see the log")
        await asyncio.sleep(_POLL_S)
    run.took_s = observer.heard[-1].at_s - begin


def _write_all(root: Path, pictures: Sequence[bytes]) -> None:
    for number, data in enumerate(pictures):
        (root / f"s{number:04}.png").write_bytes(data)


async def _edit(client: DaemonClient, seed: int, stop: asyncio.Event, run: DropRun) -> None:
    """Somebody tries one unseen sprite after the other on a live channel."""
    requests = fresh_requests(seed + 2)
    due = time.monotonic()
    while not stop.is_set():
        first, done = await _draw(client, next(requests))
        run.first_ms.append(first)
        run.done_ms.append(done)
        due = max(due + _EVERY_S, time.monotonic())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), due - time.monotonic())


async def _draw(client: DaemonClient, request: FreshRequest) -> tuple[float, float]:
    """Milliseconds from submit to the first frame and to the end."""
    message = Submit(
        request_id=uuid4().hex, sprite=request.png, text=request.text, tier=Tier.DRAFT, channel="live"
    )
    begin = time.perf_counter()
    first = 0.0
    last: object = None
    async for last in await client.submit(message):
        if isinstance(last, Frame) and not first:
            first = time.perf_counter() - begin
    if not isinstance(last, Done):
        raise WorkerFailed(f"a live edit ended with {type(last).__name__.lower()}; see the daemon's log")
    return first * 1e3, (time.perf_counter() - begin) * 1e3


@contextlib.asynccontextmanager
async def _listening(info: ReadyInfo) -> AsyncIterator[Observer]:
    async def find() -> ReadyInfo:
        return info

    observer = Observer(find)
    listening = asyncio.create_task(observer.listen())
    try:
        yield observer
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _watched(observer: Observer) -> None:
    """The watcher has looked through the empty folder, so what is measured is the drop alone."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        record = (await observer.folders()).get("drop")
        if record is not None and record.state == "idle":
            return
        await asyncio.sleep(_POLL_S)
    raise Unavailable("the daemon does not watch the folder; see its log")


def _cpu_by_kind(pid: int) -> dict[str, float]:
    """Processor seconds so far of the daemon, its watcher and its workers, and of this process."""
    found: dict[str, float] = defaultdict(float)
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True), psutil.Process()):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                found[_kind(process, pid)] += times.user + times.system
    return found


def _kind(process: psutil.Process, daemon: int) -> str:
    if process.pid == daemon:
        return "main process"
    if process.pid == os.getpid():
        return "this bench"
    if "neonworks_daemon.watch" in process.cmdline():
        return "watcher"
    return "background workers" if process.nice() > 0 else "workers"


def _result(run: DropRun, seed: int) -> BenchResult:
    first, done = _percentiles(run.first_ms), _percentiles(run.done_ms)
    rows: list[tuple[Value, ...]] = [
        ("sprites dropped", run.sprites),
        ("clips", run.clips),
        ("generator alone in one process, clips/s", run.alone),
        ("  before the drop", run.before),
        ("  after it", run.after),
        ("  beside one busy process", run.beside),
        ("background workers", run.workers),
        ("cores", os.cpu_count()),
        ("seconds from the drop to the last publish", run.took_s),
        ("published, clips/s", run.rate),
        ("live edits meanwhile", len(run.done_ms)),
        ("submit to first frame p50, ms", first[0]),
        ("submit to first frame p95, ms", first[1]),
        ("submit to done p50, ms", done[0]),
        ("submit to done p95, ms", done[1]),
        *((f"processor seconds, {kind}", seconds) for kind, seconds in _largest_first(run.cpu_s)),
    ]
    return BenchResult(
        "drop",
        f"New sprites in a watched folder, draft, seed {seed}",
        ("what", "number"),
        tuple(rows),
        (
            Check("published, share of generator alone × workers", run.share, _SHARE, True),
            Check("live edit to first frame, p95", first[1], _LATENCY_MS, False, "ms"),
        ),
        (
            "Alone: decoding, analysis, drawing and checking of the same sprites, one after the other.",
            "The processor seconds of workers that ended meanwhile are not in the table.",
        ),
        {"first_ms": run.first_ms, "done_ms": run.done_ms},
    )


def _largest_first(seconds: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda item: -item[1])


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    if not values:
        return float("nan"), float("nan")
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))
