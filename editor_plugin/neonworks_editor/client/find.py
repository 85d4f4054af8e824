"""``Finder``: where the daemon is. Reads the ready file, and starts a daemon where there is none."""

import asyncio
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
_PATIENCE = 4
"""Looks for a daemon that answered before, about 0.3 s: somebody may be starting it again."""
_NOTHING = "no daemon is running; start one with: neonworks-animator serve"


class Finder:
    """``launcher`` None: daemons are only found, never started."""

    def __init__(self, state_dir: Path, launcher: DaemonLauncher | None) -> None:
        self._path = state_dir / READY_NAME
        self._launcher = launcher
        self._dead: ReadyInfo | None = None
        self._patience = 0
        self._trouble = ""
        self._child: DaemonProcess | None = None

    @property
    def log(self) -> str:
        """Path of the log of daemons that are started here."""
        return str(self._launcher.log) if self._launcher is not None else ""

    def dead(self, info: ReadyInfo, problem: str) -> str:
        """Nobody answered there, because of ``problem``; the line for the user, which is the reason why no
        other daemon could be started where there is one."""
        self._dead = info
        return self._trouble or problem

    def alive(self) -> None:
        """The daemon answered."""
        self._dead = None
        self._trouble = ""
        self._patience = _PATIENCE
        if self._launcher is not None:
            self._launcher.worked()

    async def find(self, starting: Callable[[], None]) -> ReadyInfo:
        """A daemon to try; ``starting`` is called when one is started for that.

        Raises ``AnimatorError`` with one line for the user when there is none.
        """
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
        if self._launcher is None:
            return False
        if self._patience:
            self._patience -= 1
            return False
        return self._running or self._launcher.may_start

    async def _start(self, stale: ReadyInfo | None, starting: Callable[[], None]) -> ReadyInfo:
        assert self._launcher is not None
        if not self._running:
            self._child = self._launcher.start()
        starting()
        return await self._ready(self._launcher, stale)

    @property
    def _running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _again(self, info: ReadyInfo | None) -> ReadyInfo:
        """Nobody can be started now: whoever did not answer may do so by now."""
        if info is None:
            raise Unavailable(self._trouble or _NOTHING)
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
            if not self._running:
                self._trouble = launcher.blame()
                return self._again(info)
            await asyncio.sleep(_POLL_S)
        raise Unavailable(f"the daemon is not ready yet; its log is {launcher.log}")
