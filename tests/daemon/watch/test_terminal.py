"""What people see."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from neonworks_daemon.watch.core import Draw, Read, WatchCore
from neonworks_daemon.watch.reading import OWN_OUTPUT
from neonworks_daemon.watch.root import RootOptions, RootWatcher
from neonworks_daemon.watch.states import Key
from neonworks_daemon.watch.terminal import LineShow, TableShow, make_show
from rich.console import Console

_KEY = Key("c" * 64, "r", "m")


def _watcher(core: WatchCore) -> RootWatcher:
    values = {
        "core": core,
        "options": RootOptions(Path("/art"), "art"),
        "scanned": True,
        "there": True,
        "waiting_for": "",
        "blind_reason": "",
        "scan_problems": [],
        "quiet": core.quiet,
        "work": SimpleNamespace(
            clip_counts={"done.png": 3}, notes={"done.png": ("walk: drawn facing left",)}
        ),
    }
    return cast(RootWatcher, SimpleNamespace(**values))


def _busy_core() -> WatchCore:
    """One sprite is done, one is left alone, one is being drawn."""
    core = WatchCore(0.1, {"done.png": _KEY})
    for path in ("done.png", "bad.png", "new.png"):
        core.observe(path, (1,), 1.0)
    for action in core.actions(2.0, 3):
        assert isinstance(action, Read)
        if action.path == "bad.png":
            core.unusable(action.path, action.ticket, "not a picture [red]", 2.0)
        else:
            core.was_read(action.path, action.ticket, _KEY, 2.0)
    assert [type(action) for action in core.actions(2.0, 3)] == [Draw]
    return core


def test_lines_tell_each_thing_once() -> None:
    lines: list[str] = []
    show = LineShow(lines.append)
    watcher = _watcher(_busy_core())
    with show:
        for _ in range(3):
            show.update([watcher], "")
        show.update([watcher], "nobody listens")
    assert sorted(lines) == [
        "art: bad.png: left alone: not a picture [red]",
        f"art: done.png: 3 clips written (content {'c' * 8})",
        "art: done.png: walk: drawn facing left",
        "art: working: 3 sprites, 1 done, 1 to do, 1 left alone",
        "waiting for the daemon: nobody listens",
    ]


def test_lines_tell_once_what_is_passed_over() -> None:
    lines: list[str] = []
    core = WatchCore(0.1, {})
    for path in ("own.png", "with.png"):
        core.observe(path, (1,), 1.0)
    for action, note in zip(core.actions(2.0, 3), (OWN_OUTPUT, "it lies among results"), strict=True):
        assert isinstance(action, Read)
        core.foreign(action.path, action.ticket, 2.0, note)
    watcher = _watcher(core)
    watcher.scan_problems.append("a.png and 2 more: a pipe or device is no picture")
    show = LineShow(lines.append)
    for _ in range(2):
        show.update([watcher], "")
    assert lines == [
        "art: with.png: it lies among results",
        "art: a.png and 2 more: a pipe or device is no picture",
        "art: idle: 0 sprites, 0 done",
    ]
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    console.print(TableShow(console, clock=lambda: 5.0).table([watcher], ""))
    text = cast(io.StringIO, console.file).getvalue()
    assert "own.png" not in text and "it lies among results" in text and "a pipe or device" in text


def test_the_table_has_work_first_and_no_markup_of_strangers() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=False)
    show = TableShow(console, clock=lambda: 5.0)
    console.print(show.table([_watcher(_busy_core())], "nobody listens"))
    text = cast(io.StringIO, console.file).getvalue()
    rows = [line.split() for line in text.splitlines()]
    assert [row[:2] for row in rows[1:4]] == [
        ["new.png", "drawing"],
        ["bad.png", "quarantined"],
        ["done.png", "published"],
    ]
    assert (
        "walk: drawn facing left" in text
        and "not a picture [red]" in text
        and "waiting for the daemon: nobody listens" in text
    )
    assert rows[3][2:5] == ["3", "3", "s"]
    with show:
        show.update([_watcher(_busy_core())], "")


def test_without_a_terminal_there_are_lines() -> None:
    assert isinstance(make_show(), LineShow)
