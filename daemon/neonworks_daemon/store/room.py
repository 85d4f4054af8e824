"""``Room``: what the store does when its disk fills up.

Old jobs leave first; only when none is left to leave does a write fail. SQLite's log is kept no longer than
the reserve is large, so that giving up the reserve suffices to bring the log into the file, start it again
and write down what is to be deleted.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from neonworks_daemon.logs import fields
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.eviction import Evictor
from neonworks_daemon.store.reserve import RESERVE_BYTES, Reserve, reserve_bytes

__all__ = ["Room"]

_NEWEST = 16
"""Jobs that a full disk does not evict: their clients may be fetching them now."""
_STEPS = 16
"""Slices that are removed at once when the disk is full: about 500 frames."""
_AGAIN_S = 1.0
"""Seconds after an attempt to make room that found nothing to evict; until then what finds no room fails."""
_SPARE = 256
"""Unused pages (1 MiB) with which the store goes on although the disk is full, and that one slice gives back
to a disk that is."""

_logger = logging.getLogger(__name__)


class Room:
    """``folder`` None is memory, which never fills up. ``clock`` gives seconds and never jumps, ``free`` the
    free bytes of a folder. Errors of SQLite are not translated here."""

    def __init__(
        self,
        folder: Path | None,
        database: Database,
        evictor: Evictor,
        clock: Callable[[], float],
        free: Callable[[Path], int],
    ) -> None:
        self._folder = folder
        self._database = database
        self._evictor = evictor
        self._clock = clock
        self._free = free
        self._reserve: Reserve | None = None
        self._no_room = clock() - _AGAIN_S

    def open(self) -> None:
        """Hold the reserve, where the disk has that much."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                size = reserve_bytes(self._folder)
                self._reserve = Reserve(self._folder / "reserve", size, self._free)
                self._reserve.hold()

    @property
    def log_limit(self) -> int:
        """Bytes that the log may have."""
        return RESERVE_BYTES if self._reserve is None else self._reserve.size

    @property
    def cramped(self) -> bool:
        """Whether the disk is full and the file has no room of its own either."""
        if self._reserve is None or self._reserve.hold():
            return False
        return self._database.unused_pages < _SPARE

    def make(self) -> bool:
        """Evict at once, as far as the reserve allows; False where there was nothing to evict, or a moment
        ago."""
        if self._clock() - self._no_room < _AGAIN_S:
            return False
        if self._reserve is not None:
            self._reserve.spend()
        steps = 0
        with contextlib.suppress(sqlite3.Error):
            self._database.checkpoint_now()
            while steps < _STEPS and (self._evictor.step() or self._evictor.condemn(keep=_NEWEST)):
                steps += 1
                if self._database.log_bytes > self.log_limit // 2:
                    self._database.checkpoint_now()
        if not steps:
            self._no_room = self._clock()
        _logger.error("disk_full", extra=fields(folder=self._folder, evicted_slices=steps))
        return steps > 0

    def relieve(self) -> bool:
        """One slice of giving a disk that is almost full what can be spared; whether there is more."""
        if self._reserve is None or (self._reserve.hold() and not self._reserve.low):
            return False
        if self._database.unused_pages < _SPARE and self._evictor.condemn(keep=_NEWEST):
            return True
        given = self._database.shrink(_SPARE)
        self._database.checkpoint_now()
        return given == _SPARE
