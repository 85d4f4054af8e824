"""``Finder``: where the daemon is. Reads the ready file, and starts a daemon where there is none."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from neonworks_protocol.errors import AnimatorError, Unavailable
from neonworks_protocol.ready import READY_NAME, ReadyInfo, read_ready

from neonworks_editor.client.launch import DaemonLauncher, DaemonProcess

__all__ = ["Finder"]

_POLL_S = 0.05
_POLLS = 800
"""Looks for the ready file of a daemon that was started: 40 s awake. Counted, not timed, so that a program
that was stopped or a machine that slept in between does not give up."""
_PATIENCE_S = 0.3
"""Seconds that a daemon which answered before gets to come back: somebody may be starting it again."""
_START = "start one with: neonworks-animator serve"
_STARTS = "starting another one"


class Finder:
    """``launcher`` None: daemons are only found, never started."""

    def __init__(
        self,
        state_dir: Path,
        launcher: DaemonLauncher | None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = state_dir / READY_NAME
        self._launcher = launcher
        self._clock = clock
        self._stamp: tuple[int, ...] = ()
        self._dead: ReadyInfo | None = None
        self._answered = False
        self._patient_until = 0.0
        self._trouble = ""
        self._child: DaemonProcess | None = None

    @property
    def log(self) -> str:
        """Path of the log of daemons that are started here."""
        return str(self._launcher.log) if self._launcher is not None else ""

    def dead(self, info: ReadyInfo, problem: str) -> str:
        """Nobody answered there, because of ``problem``; the line for the user: what is done about it, or why
        that failed."""
        self._dead = info
        if self._answered:
            self._answered = False
            self._patient_until = self._clock() + _PATIENCE_S
        return self._trouble or f"{problem}; {_STARTS if self._launcher is not None else _START}"

    def alive(self) -> None:
        """The daemon answered."""
        self._dead = None
        self._trouble = ""
        self._answered = True
        if self._launcher is not None:
            self._launcher.worked()

    @property
    def changed(self) -> bool:
        """Whether the ready file is another one than ``find`` saw: it is worth looking again at once."""
        return self._look() != self._stamp

    async def find(self, starting: Callable[[], None]) -> ReadyInfo:
        """A daemon to try; ``starting`` is called when one is started for that.

        Raises ``AnimatorError`` with one line for the user when there is none.
        """
        self._stamp = self._look()
        info = read_ready(self._path)
        if info is not None and info != self._dead:
            return info
        if not self._may_start():
            return self._again(info)
        try:
            return await self._start(info, starting)
        except AnimatorError as error:
            self._trouble = error.message
            raise

    def _may_start(self) -> bool:
        if self._launcher is None or self._clock() < self._patient_until:
            return False
        return self._running or self._launcher.may_start

    async def _start(self, stale: ReadyInfo | None, starting: Callable[[], None]) -> ReadyInfo:
        assert self._launcher is not None
        if not self._running:
            self._child = self._launcher.start()
        starting()
        return await self._ready(self._launcher, stale)

    def _look(self) -> tuple[int, ...]:
        try:
            seen = self._path.stat()
        except OSError:
            return ()
        return (seen.st_ino, seen.st_mtime_ns, seen.st_size)

    @property
    def started(self) -> bool:
        """Whether a daemon that was started here runs."""
        return self._running

    @property
    def _running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _again(self, info: ReadyInfo | None) -> ReadyInfo:
        """Nobody can be started now: whoever did not answer may do so by now."""
        if info is None:
            raise Unavailable(self._trouble or f"no daemon is running; {_START}")
        return info

    async def _ready(self, launcher: DaemonLauncher, stale: ReadyInfo | None) -> ReadyInfo:
        """The daemon that was started, or another that was faster.

        A daemon that finds another one in its folder ends at once; then that one is tried, also when it did
        not answer a moment ago.
        """
        for _ in range(_POLLS):
            info = read_ready(self._path)
            if info is not None and info != stale:
                return info
            if not self._running and not (info is None and launcher.taken):
                self._trouble = launcher.blame()
                return self._again(info)
            await asyncio.sleep(_POLL_S)
        raise Unavailable(f"the daemon is not ready yet; its log is {launcher.log}")
