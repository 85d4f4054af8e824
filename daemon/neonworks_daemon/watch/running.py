"""The ``watch`` command and the watcher process of ``serve``: a ``WatchService`` until it is stopped."""

import asyncio
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, Unavailable

from neonworks_daemon.build_id import build_id
from neonworks_daemon.cli.console import note
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.launch import launch_daemon
from neonworks_daemon.logs import configure_logs
from neonworks_daemon.ready import ReadyInfo, read_ready
from neonworks_daemon.settings import Settings, WatchSettings, load_settings
from neonworks_daemon.watch.preview import preview
from neonworks_daemon.watch.root import RootOptions
from neonworks_daemon.watch.service import WatchService
from neonworks_daemon.watch.terminal import make_show

__all__ = ["give_way", "root_options", "run_child", "watch_folder"]

_NICE = 10
"""As the daemon's background workers: folder work gives way to everything that somebody waits for."""
_END_S = 5.0
"""Seconds that a watcher without its daemon gets to finish what it writes."""


def root_options(watched: WatchSettings, *, taken: Sequence[str] = ()) -> RootOptions:
    """One ``[[watch]]`` entry. Raises ``BadRequest`` for a path that means different folders at different
    times; a name that is ``taken`` gets a number."""
    folder = Path(watched.path).expanduser()
    if not folder.is_absolute():
        raise BadRequest(f"watch: {watched.path} is not a whole path: write it from / or ~ on")
    name = watched.name or folder.name[:60] or "root"
    number = 2
    while name in taken:
        name, number = f"{(watched.name or folder.name)[:56]}-{number}", number + 1
    return RootOptions(
        folder,
        name,
        settle_s=watched.settle_ms / 1000,
        scan_s=watched.scan_s,
        recipe=Path(watched.recipe).expanduser() if watched.recipe else None,
        formats=watched.formats,
        git_patience_s=watched.git_wait_s,
    )


def watch_folder(watched: WatchSettings, *, dry_run: bool, once: bool, state_dir: str | None) -> ExitCode:
    """``watch FOLDER``; exit code 1 when ``once`` left a sprite alone. Raises ``AnimatorError``."""
    settings = load_settings(None, {"state_dir": state_dir})
    folder = Path(watched.path).expanduser().absolute()
    options = root_options(msgspec.structs.replace(watched, path=str(folder)))
    if dry_run:
        return preview(options)

    async def find() -> ReadyInfo:
        return await launch_daemon(settings)

    _hush_watchdog()
    with make_show() as show:
        service = WatchService([options], settings.state_path, find, once=once, show=show.update)
        stopped = asyncio.run(_until_signal(service))
    if stopped:
        note("stopped; nothing is half written, the rest is done at the next start")
        return ExitCode.INTERRUPTED
    return ExitCode.SOME_FAILED if service.quarantined else ExitCode.OK


def run_child(settings: Settings) -> None:
    """Watch the folders of ``settings.watch`` for the daemon that started this process, until its end of the
    pipe on standard input is closed. Raises ``AnimatorError``."""
    configure_logs(settings.log_level)
    _hush_watchdog()
    options: list[RootOptions] = []
    for watched in settings.watch:
        options.append(root_options(watched, taken=[root.name for root in options]))

    async def find() -> ReadyInfo:
        info = read_ready(settings.ready_path)
        if info is None or info.build != build_id():
            raise Unavailable("the daemon is not ready yet")
        return info

    service = WatchService(options, settings.state_path, find)
    asyncio.run(_until_signal(service, parent=True))


def give_way() -> None:
    """Step back in this process for good: not for a process that starts daemons, which would inherit it."""
    if hasattr(os, "nice"):
        os.nice(_NICE)


def _hush_watchdog() -> None:
    # watchdog says so when a folder is seen twice while it is made; it goes on well.
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)


async def _until_signal(service: WatchService, *, parent: bool = False) -> bool:
    """Run; true when a signal ended it."""
    loop = asyncio.get_running_loop()
    stopped: list[str] = []

    def stop(reason: str) -> None:
        stopped.append(reason)
        service.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        _on_signal(loop, number, stop)
    if parent:
        _on_closed_pipe(lambda: loop.call_soon_threadsafe(stop, "the daemon has ended"))
    await service.run()
    return bool(stopped)


def _on_signal(loop: asyncio.AbstractEventLoop, number: signal.Signals, stop: Callable[[str], None]) -> None:
    if sys.platform == "win32":
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop, number.name))
    else:
        loop.add_signal_handler(number, stop, number.name)


def _on_closed_pipe(act: Callable[[], object]) -> None:
    """Call ``act`` in another thread when standard input ends; end the process if that does not."""

    def wait() -> None:
        while sys.stdin.buffer.read(4096):
            continue
        act()
        threading.Event().wait(_END_S)
        os._exit(1)

    threading.Thread(target=wait, name="parent", daemon=True).start()
