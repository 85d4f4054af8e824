"""How a watched folder is, for messages and for the terminal."""

from collections import Counter

from neonworks_protocol.limits import MAX_PROBLEM_CHARS, MAX_PROBLEMS
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState

from neonworks_daemon.local.words import told_together
from neonworks_daemon.watch.root import RootWatcher
from neonworks_daemon.watch.states import PathState

__all__ = ["problems_of", "record_of", "stopped_record"]

_PENDING = (PathState.SETTLING, PathState.READING, PathState.DUE, PathState.MISSING)
_RUNNING = (PathState.DRAWING, PathState.WRITING)


def record_of(watcher: RootWatcher) -> WatchRecord:
    """The folder's record as it is now; ``idle`` exactly where ``watcher.quiet``."""
    counts = watcher.core.counts()
    state, note = _state(watcher)
    return WatchRecord(
        root=watcher.options.name,
        state=state,
        files=sum(counts.values()) - counts[PathState.FOREIGN] - counts[PathState.MISSING],
        pending=_sum(counts, _PENDING),
        running=_sum(counts, _RUNNING),
        published=counts[PathState.PUBLISHED],
        quarantined=counts[PathState.QUARANTINED],
        note=note[:MAX_PROBLEM_CHARS],
        problems=problems_of(watcher),
    )


def stopped_record(root: str, reason: str) -> WatchRecord:
    """A folder that nobody watches."""
    return WatchRecord(root=root, state=WatchState.STOPPED, note=reason[:MAX_PROBLEM_CHARS])


def problems_of(watcher: RootWatcher) -> tuple[str, ...]:
    """The newest problems, one line each, the newest last; one that many files share is told once."""
    left_alone = sorted(watcher.core.views(PathState.QUARANTINED), key=lambda view: view.since)
    lines = [*watcher.scan_problems, *told_together((view.path, view.note) for view in left_alone)]
    return tuple(" ".join(line.split())[:MAX_PROBLEM_CHARS] for line in lines[-MAX_PROBLEMS:])


def _state(watcher: RootWatcher) -> tuple[WatchState, str]:
    if not watcher.scanned:
        return WatchState.SCANNING, ""
    if not watcher.there:
        return WatchState.WAITING, f"{watcher.options.folder} is not there: it goes on when it is back"
    if watcher.waiting_for:
        return WatchState.WAITING, f"git is at work ({watcher.waiting_for})"
    if not watcher.quiet:
        return WatchState.WORKING, watcher.blind_reason
    return WatchState.IDLE, watcher.blind_reason


def _sum(counts: Counter[PathState], states: tuple[PathState, ...]) -> int:
    return sum(counts[state] for state in states)
