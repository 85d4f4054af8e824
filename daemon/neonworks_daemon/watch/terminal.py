"""What ``watch`` shows: a live table on a terminal, a line per change elsewhere."""

import time
from collections.abc import Callable, Sequence

from neonworks_protocol.records import WatchRecord
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from neonworks_daemon.cli.console import note, stderr
from neonworks_daemon.local.words import counted
from neonworks_daemon.watch.core import PathView
from neonworks_daemon.watch.reading import OWN_OUTPUT
from neonworks_daemon.watch.report import record_of
from neonworks_daemon.watch.root import RootWatcher
from neonworks_daemon.watch.states import PathState

__all__ = ["LineShow", "Show", "TableShow", "make_show"]

_COLOURS = {
    PathState.PUBLISHED: "green",
    PathState.QUARANTINED: "red",
    PathState.DRAWING: "cyan",
    PathState.WRITING: "cyan",
    PathState.DUE: "yellow",
}
_FIRST = (PathState.WRITING, PathState.DRAWING, PathState.READING, PathState.SETTLING, PathState.DUE)
_MOST_ROWS = 30
_MOST_PROBLEMS = 5
"""Of one folder's, below the table."""


class Show:
    """Shows watchers; made by ``make_show`` and used as a context manager."""

    def __enter__(self) -> "Show":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def update(self, watchers: Sequence[RootWatcher], problem: str) -> None:
        """Something may have changed. ``problem`` is why the daemon is not there."""


class LineShow(Show):
    """One line for each sprite that was published or left alone, and for each folder's new state."""

    def __init__(self, write: Callable[[str], None] = note) -> None:
        self._write = write
        self._said: dict[tuple[str, str], str] = {}

    def update(self, watchers: Sequence[RootWatcher], problem: str) -> None:
        self._say(("", ""), f"waiting for the daemon: {problem}" if problem else "")
        for watcher in watchers:
            root = watcher.options.name
            for view in watcher.core.views():
                self._say((root, view.path), _line(root, view, watcher))
                for remark in watcher.work.notes.get(view.path, ()):
                    self._say((root, f"{view.path}: {remark}"), f"{root}: {view.path}: {remark}")
            for problem in watcher.scan_problems:
                self._say((root, problem), f"{root}: {problem}")
            self._say((root, ""), _summary(record_of(watcher)))

    def _say(self, about: tuple[str, str], text: str) -> None:
        if self._said.get(about, "") != text:
            self._said[about] = text
            if text:
                self._write(text)


class TableShow(Show):
    """A table that follows the work; it stays when the command ends."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._live = Live(console=console, refresh_per_second=4)

    def __enter__(self) -> "TableShow":
        self._live.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.__exit__(None, None, None)

    def update(self, watchers: Sequence[RootWatcher], problem: str) -> None:
        self._live.update(self.table(watchers, problem))

    def table(self, watchers: Sequence[RootWatcher], problem: str) -> Table:
        """File, state, clips, time and remarks; what is at work comes first."""
        caption: list[str] = []
        for watcher in watchers:
            caption += [_summary(record_of(watcher)), *watcher.scan_problems[:_MOST_PROBLEMS]]
        if problem:
            caption.append(f"waiting for the daemon: {problem}")
        table = Table(caption="\n".join(caption), caption_justify="left", box=None, pad_edge=False)
        for column in ("file", "state", "clips", "since", "remarks"):
            table.add_column(column, overflow="fold" if column == "remarks" else "ellipsis")
        for watcher in watchers:
            for view in _shown(watcher):
                colour = _COLOURS.get(view.state, "")
                since = f"{self._clock() - view.since:.0f} s"
                remarks = view.note or "; ".join(watcher.work.notes.get(view.path, ()))
                row = (view.path, Text(view.state, colour), _clips(view, watcher), since, remarks)
                table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        return table


def make_show() -> Show:
    """For this process's standard error."""
    console = stderr()
    return TableShow(console) if console.is_terminal else LineShow()


def _shown(watcher: RootWatcher) -> list[PathView]:
    views = [view for view in watcher.core.views() if not _hidden(view)]
    order = {state: number for number, state in enumerate((*_FIRST, PathState.QUARANTINED))}
    views.sort(key=lambda view: (order.get(view.state, len(order)), -view.since, view.path))
    return views[:_MOST_ROWS]


def _clips(view: PathView, watcher: RootWatcher) -> str:
    count = watcher.work.clip_counts.get(view.path)
    return "" if count is None else str(count)


def _hidden(view: PathView) -> bool:
    return view.state is PathState.MISSING or (view.state is PathState.FOREIGN and view.note == OWN_OUTPUT)


def _line(root: str, view: PathView, watcher: RootWatcher) -> str:
    if _hidden(view):
        return ""
    if view.state is PathState.QUARANTINED:
        return f"{root}: {view.path}: left alone: {view.note}"
    if view.state is PathState.FOREIGN:
        return f"{root}: {view.path}: {view.note}"
    count = watcher.work.clip_counts.get(view.path)
    if view.state is not PathState.PUBLISHED or count is None:
        return ""
    key = watcher.core.published[view.path]
    return f"{root}: {view.path}: {counted(count, 'clip')} written (content {key.content[:8]})"


def _summary(record: WatchRecord) -> str:
    counts = f"{counted(record.files, 'sprite')}, {record.published} done"
    for number, word in ((record.pending + record.running, "to do"), (record.quarantined, "left alone")):
        counts += f", {number} {word}" if number else ""
    return f"{record.root}: {record.state}{f' ({record.note})' if record.note else ''}: {counts}"
