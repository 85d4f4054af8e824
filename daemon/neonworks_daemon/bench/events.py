"""``bench events``: a folder under fire, watched by a real daemon that is killed meanwhile.

The promise of ``daemon/DESIGN.md``: once quiet, the newest settled content of every path has exactly one
published result. The generator knows the truth; results and announcements are put beside it.
"""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState

from neonworks_daemon.bench.chaos.file_events import FileEvents
from neonworks_daemon.bench.chaos.folder_check import FolderReport, check_announcements, check_results
from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.bench.chaos.observer import Observer
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.settings import Settings, WatchSettings

__all__ = ["EventsRun", "bench_events", "run_events"]

_SETTLE_MS = 100
_SCAN_S = 5.0
_ROOT = "bench"
_QUIET_S = 1.0
"""So long after the last regular scan nothing may be left to do."""
_PATIENCE_S = 300.0
_START_S = 30.0
_POLL_S = 0.1
_SAMPLE = 30
"""Results that are drawn again: a second of work."""
_WATCHER = "neonworks_daemon.watch"


@dataclass
class EventsRun:
    """What happened in one run."""

    events: FileEvents
    report: FolderReport = field(default_factory=FolderReport)
    record: WatchRecord | None = None
    announced: int = 0
    told_again: int = 0
    killed: list[str] = field(default_factory=list)
    fire_s: float = 0.0
    quiet_s: float = 0.0
    """Seconds from the last event until nothing was left to do."""

    @property
    def corrupt(self) -> int:
        return sum(not content.usable for content in self.events.truth.now.values())

    @property
    def quarantine_faults(self) -> int:
        """Corrupt files that are not reported as such, and others that are."""
        if self.record is None:
            return self.corrupt
        return abs(self.record.quarantined - self.corrupt) + (self.corrupt > 0 and not self.record.problems)


def bench_events(
    *,
    events: int = 10_000,
    files: int = 300,
    restarts: int = 2,
    seed: int = 1,
    step: Callable[[int], None] = lambda _events: None,
) -> BenchResult:
    """``restarts`` kills, of the daemon and of the watcher in turns; ``step`` hears the events so far."""
    with tempfile.TemporaryDirectory(prefix="neonworks-events-", ignore_cleanup_errors=True) as folder:
        run = asyncio.run(
            run_events(Path(folder), events=events, files=files, restarts=restarts, seed=seed, step=step)
        )
        return _result(run, seed)


async def run_events(
    folder: Path,
    *,
    events: int,
    files: int,
    restarts: int,
    seed: int,
    scan_s: float = _SCAN_S,
    step: Callable[[int], None] = lambda _events: None,
) -> EventsRun:
    """Everything inside ``folder``; the watcher looks through all of it every ``scan_s`` seconds.

    Raises ``Unavailable`` when it does not become quiet.
    """
    root = folder / "art"
    root.mkdir()
    run = EventsRun(FileEvents(root, files=files, seed=seed))
    settings = Settings(
        state_dir=str(folder / "state"),
        data_dir=str(folder / "data"),
        log_level="warning",
        watch=(WatchSettings(path=str(root), name=_ROOT, settle_ms=_SETTLE_MS, scan_s=scan_s),),
    )
    async with DaemonKeeper(settings) as keeper, _observing(keeper) as observer:
        begin = time.monotonic()
        await asyncio.to_thread(run.events.prepare)
        await _fire(run, keeper, events, restarts, step)
        ended = time.monotonic()
        run.fire_s = ended - begin
        run.record = await _quiet(observer, scan_s + _QUIET_S)
        run.quiet_s = time.monotonic() - ended
        run.announced, run.told_again = len(observer.heard), observer.told_again
        await asyncio.to_thread(_judge, run, root, observer, seed)
    return run


@contextlib.asynccontextmanager
async def _observing(keeper: DaemonKeeper) -> AsyncIterator[Observer]:
    observer = Observer(keeper.info)
    listening = asyncio.create_task(observer.listen())
    try:
        yield observer
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _fire(
    run: EventsRun, keeper: DaemonKeeper, events: int, restarts: int, step: Callable[[int], None]
) -> None:
    """All events, with the kills spread evenly among them."""
    due = [run.events.events + events * (number + 1) // (restarts + 1) for number in range(restarts)]
    going = run.events.run(events)
    kills: list[asyncio.Task[None]] = []
    while (done := await asyncio.to_thread(next, going, None)) is not None:
        step(done)
        if due and done >= due[0]:
            due.pop(0)
            kills.append(asyncio.create_task(_kill(run, keeper, daemon=len(kills) % 2 == 0)))
    await asyncio.gather(*kills)


async def _kill(run: EventsRun, keeper: DaemonKeeper, *, daemon: bool) -> None:
    """SIGKILL for the daemon or its watcher, as soon as there is one."""
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        await keeper.info()
        watchers = [pid for pid in keeper.workers() if _is_watcher(pid)]
        if not watchers:
            await asyncio.sleep(_POLL_S)
            continue
        if daemon:
            keeper.kill()
        else:
            psutil.Process(watchers[0]).kill()
        run.killed.append("daemon" if daemon else "watcher")
        return
    raise Unavailable(f"the daemon had no watcher after {_START_S:g} s; see its log above")


def _is_watcher(pid: int) -> bool:
    try:
        return _WATCHER in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False


async def _quiet(observer: Observer, calm_s: float) -> WatchRecord:
    """The folder's record, when for ``calm_s`` seconds nothing was left to do and nothing was announced."""
    deadline = time.monotonic() + _PATIENCE_S
    since: float | None = None
    heard = -1
    record: WatchRecord | None = None
    while time.monotonic() < deadline:
        record = (await observer.folders()).get(_ROOT)
        calm = record is not None and not record.pending + record.running and len(observer.heard) == heard
        heard = len(observer.heard)
        since = (since or time.monotonic()) if calm else None
        long_enough = since is not None and time.monotonic() - since > calm_s
        if record is not None and record.state is WatchState.IDLE and long_enough:
            return record
        await asyncio.sleep(_POLL_S)
    raise Unavailable(f"the folder was not quiet {_PATIENCE_S:g} s after the last event: {record}")


def _judge(run: EventsRun, root: Path, observer: Observer, seed: int) -> None:
    truth = run.events.truth
    if wrong := truth.disagreements(root):
        raise Unavailable(f"somebody else wrote to the bench's folder: {wrong[0]}")
    run.report = check_results(root, truth, sample=_SAMPLE, seed=seed)
    check_announcements(run.report, observer.heard, observer.deaf, truth, settle_s=_SETTLE_MS / 1000)


def _result(run: EventsRun, seed: int) -> BenchResult:
    report, counts = run.report, run.events.counts
    rows: list[tuple[Value, ...]] = [
        ("events", run.events.events),
        ("files at the end", len(run.events.truth.now)),
        ("killed meanwhile (SIGKILL)", ", ".join(run.killed) or "nobody"),
        ("seconds under fire", run.fire_s),
        ("seconds until quiet, of which 6 are waited", run.quiet_s),
        ("results announced", run.announced),
        ("told again by the next daemon by the same name, passed over", run.told_again),
        ("results on disk, each file compared with its manifest", report.results),
        ("results drawn again and compared to the byte", report.compared),
        ("corrupt files at the end", run.corrupt),
        *((f"  {word}", count) for word, count in counts.most_common()),
    ]
    return BenchResult(
        "events",
        f"A watched folder under fire, seed {seed}",
        ("what", "number"),
        tuple(rows),
        (
            Check("paths without their newest result", len(report.missing), 0, False),
            Check("wrong results", len(report.wrong), 0, False),
            Check("double publishes", len(report.doubled), 0, False),
            Check("newest results not announced", len(report.unheard), 0, False),
            Check("outputs taken for sprites", len(report.fed_back), 0, False),
            Check("corrupt files not reported, or others reported", run.quarantine_faults, 0, False),
        ),
        tuple(report.faults[:20]) + (() if run.events.git else ("git is not installed: no checkouts.",)),
        {"faults": report.faults, "problems": list(run.record.problems) if run.record else []},
    )
