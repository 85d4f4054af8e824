"""``Reserve``: a file that holds some room of the disk, to be given up when there is none left.

Making room needs room: to delete rows SQLite first writes that down in its log, and a log can only start
again when the file has taken in all of it. The reserve is there so that the last bytes of the disk go to
that, and its absence tells that the disk is full.
"""

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

__all__ = ["RESERVE_BYTES", "Reserve", "free_bytes", "reserve_bytes"]

RESERVE_BYTES = 16 << 20
"""As much as the log may have: bringing it in makes the file larger by as much at most."""
_SMALL_DISK_PART = 16
"""A disk that is smaller than this many reserves lends that part of itself."""


def free_bytes(folder: Path) -> int:
    """What this user may still write there. Raises ``OSError``."""
    return shutil.disk_usage(folder).free


def reserve_bytes(folder: Path) -> int:
    """Size of the reserve on the disk of ``folder``. Raises ``OSError``."""
    return min(RESERVE_BYTES, shutil.disk_usage(folder).total // _SMALL_DISK_PART)


class Reserve:
    """``path`` is the file, ``size`` its bytes, ``free`` tells the free bytes of a folder."""

    def __init__(self, path: Path, size: int, free: Callable[[Path], int] = free_bytes) -> None:
        self._path = path
        self.size = size
        """Bytes that it holds, or would."""
        self._free = free
        self._held = False

    @property
    def held(self) -> bool:
        """Whether the room is there."""
        return self._held

    @property
    def low(self) -> bool:
        """Whether the disk has little beside the reserve."""
        try:
            return self._free(self._path.parent) < self.size
        except OSError:
            return False

    def hold(self) -> bool:
        """Take the room where there is twice as much, so that it does not fill the disk itself."""
        if self._held:
            return True
        with contextlib.suppress(OSError):
            if self._path.exists() and self._path.stat().st_size == self.size:
                self._held = True
            elif self._free(self._path.parent) >= 2 * self.size:
                self._write()
                self._held = True
        return self._held

    def spend(self) -> None:
        """Give the room up."""
        self._held = False
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(descriptor, 0, self.size)
            else:
                os.write(descriptor, bytes(self.size))
        finally:
            os.close(descriptor)
