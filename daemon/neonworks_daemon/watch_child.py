"""``WatchChild``: the watcher process of ``serve``, started again whenever it dies.

It ends with the daemon by itself: its standard input is our end of a pipe, which closes also after kill -9.
"""

import asyncio
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence

import msgspec

from neonworks_daemon.logs import fields
from neonworks_daemon.settings import Settings

__all__ = ["WATCH_COMMAND", "WatchChild"]

WATCH_COMMAND = (sys.executable, "-P", "-m", "neonworks_daemon.watch")
_FIRST_S, _MOST_S = 0.5, 30.0
"""Rest before a start after a death; doubled each time up to the second."""
_HEALTHY_S = 60.0
"""A process that lived so long starts the rests anew."""
_GRACE_S = 5.0
"""Seconds to finish what is being written, before it is killed."""

_logger = logging.getLogger(__name__)


class WatchChild:
    """Watches the folders of ``settings.watch``; ``clock`` gives seconds."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], float],
        *,
        command: Sequence[str] = WATCH_COMMAND,
        first_rest_s: float = _FIRST_S,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._command = command
        self._first_rest_s = first_rest_s
        self._process: Process | None = None

    @property
    def pid(self) -> int | None:
        """Process id, None while it does not run."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if running and self._process else None

    async def run(self) -> None:
        """Keep it running. Cancelling ends the process: asked first, killed after some seconds."""
        rest = self._first_rest_s
        while True:
            started = self._clock()
            code = await self._live()
            if self._clock() - started >= _HEALTHY_S:
                rest = self._first_rest_s
            _logger.error("watcher_exited", extra=fields(code=code, again_in_s=rest))
            await asyncio.sleep(rest)
            rest = min(2 * rest, _MOST_S)

    async def _live(self) -> int | None:
        """Start the process and wait for its end; None when it could not be started."""
        text = msgspec.json.encode(self._settings).decode()
        try:
            self._process = await asyncio.create_subprocess_exec(*self._command, text, stdin=PIPE)
        except OSError as error:
            _logger.error("watcher_not_started", extra=fields(reason=str(error)))
            return None
        _logger.info("watcher_started", extra=fields(pid=self._process.pid, roots=len(self._settings.watch)))
        try:
            return await self._process.wait()
        finally:
            await self._end(self._process)

    async def _end(self, process: Process) -> None:
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _GRACE_S)
        except TimeoutError:
            process.kill()
            await process.wait()
