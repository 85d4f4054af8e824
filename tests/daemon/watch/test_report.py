"""Records of watched folders."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from neonworks_daemon.watch.core import Read, WatchCore
from neonworks_daemon.watch.report import problems_of, record_of, stopped_record
from neonworks_daemon.watch.root import RootOptions, RootWatcher
from neonworks_protocol.vocabulary import WatchState


def _watcher(**changes: object) -> RootWatcher:
    core = WatchCore(0.1, {})
    values: dict[str, object] = {
        "core": core,
        "options": RootOptions(Path("/art"), "art"),
        "scanned": True,
        "there": True,
        "waiting_for": "",
        "blind_reason": "",
        "scan_problems": [],
        "quiet": True,
        **changes,
    }
    return cast(RootWatcher, SimpleNamespace(**values))


def _quarantine(watcher: RootWatcher, count: int, reason: str) -> None:
    for number in range(count):
        watcher.core.observe(f"{reason}{number}.png", (1,), float(number))
        for action in watcher.core.actions(number + 1.0, 1):
            assert isinstance(action, Read)
            watcher.core.unusable(action.path, action.ticket, reason, number + 1.0)


def test_counts() -> None:
    watcher = _watcher(quiet=False)
    _quarantine(watcher, 2, "bad")
    watcher.core.observe("new.png", (1,), 9.0)
    record = record_of(watcher)
    assert (record.files, record.pending, record.quarantined, record.published) == (3, 1, 2, 0)
    assert (record.root, record.state) == ("art", WatchState.WORKING)


def test_states_in_order_of_importance() -> None:
    busy = {"waiting_for": "index.lock", "there": False, "scanned": False}
    states = []
    for word in ("scanned", "there", "waiting_for"):
        states.append(record_of(_watcher(**busy)).state)
        del busy[word]
    states += [record_of(_watcher(quiet=False)).state, record_of(_watcher()).state]
    assert states == [
        WatchState.SCANNING,
        WatchState.WAITING,
        WatchState.WAITING,
        WatchState.WORKING,
        WatchState.IDLE,
    ]


def test_a_problem_that_many_share_is_told_once_and_lines_are_bounded() -> None:
    watcher = _watcher(scan_problems=["locked: Permission denied"])
    _quarantine(watcher, 3, "bad\nthing")
    assert problems_of(watcher) == ("locked: Permission denied", "bad thing0.png and 2 more: bad thing")
    for number in range(40):
        _quarantine(watcher, 1, f"{number}" * 300)
    lines = problems_of(watcher)
    assert len(lines) == 20 and max(len(line) for line in lines) == 300


def test_stopped() -> None:
    assert stopped_record("art", "x" * 999).state is WatchState.STOPPED
