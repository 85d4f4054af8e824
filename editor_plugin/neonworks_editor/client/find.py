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
_NOTHING = "no daemon is running; start one with: neonworks-animator serve"


class Finder:
    """``launcher`` None: daemons are only found, never started."""

    def __init__(self, state_dir: Path, launcher: DaemonLauncher | None) -> None:
        self._path = state_dir / READY_NAME
        self._launcher = launcher
        self._dead: ReadyInfo | None = None
        self._trouble = ""
        self._child: DaemonProcess | None = None

    @property
    def log(self) -> str:
        """Path of the log of daemons that are started here."""
        return str(self._launcher.log) if self._launcher is not None else ""

    def dead(self, info: ReadyInfo) -> None:
        """Nobody answered there."""
        self._dead = info

    def alive(self) -> None:
        """The daemon answered."""
        self._dead = None
        self._trouble = ""
        if self._launcher is not None:
            self._launcher.worked()

    async def find(self, starting: Callable[[], None]) -> ReadyInfo:
        """A daemon to try; ``starting`` is called when one is started for that.

        Raises ``AnimatorError`` with one line for the user when there is none.
        """
        info = read_ready(self._path)
        if info is not None and info != self._dead:
            return info
        if self._launcher is None or not (self._running or self._launcher.may_start):
            return self._again(info)
        try:
            if not self._running:
                self._child = self._launcher.start()
            starting()
            return await self._ready(info)
        except AnimatorError as error:
            self._trouble = error.message
            raise

    @property
    def _running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def _again(self, info: ReadyInfo | None) -> ReadyInfo:
        """Nobody can be started now: whoever did not answer may do so by now."""
        if info is None:
            raise Unavailable(self._trouble or _NOTHING)
        return info

    async def _ready(self, stale: ReadyInfo | None) -> ReadyInfo:
        """The daemon that was started, or another that was faster.

        A daemon that finds another one in its folder ends at once; then that one is tried, also when it did
        not answer a moment ago.
        """
        assert self._launcher is not None
        for _ in range(_POLLS):
            info = read_ready(self._path)
            if info is not None and info != stale:
                return info
            if not self._running:
                if info is not None and info == stale:
                    self._trouble = self._launcher.blame()
                    return info
                raise Unavailable(self._launcher.blame())
            await asyncio.sleep(_POLL_S)
        raise Unavailable(f"the daemon is not ready yet (log: {self._launcher.log}); waiting for it")
