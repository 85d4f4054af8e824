"""The sprite's file on disk: read again when it changed and has settled."""

from collections.abc import Callable
from pathlib import Path

__all__ = ["POLL_S", "FileWatch", "file_stamp"]

POLL_S = 0.1
"""Between two looks at the file, each one ``stat`` of some microseconds."""

Stamp = tuple[int, int]
"""(modification time in ns, size in bytes)"""


def file_stamp(path: Path) -> Stamp | None:
    """What tells one content of a file from the next; None while there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class FileWatch:
    """One file. It counts as changed once two looks in a row see the same new stamp, so it is not read half
    written; a file that is gone for a moment (saved by renaming) is waited for. The first content that it
    sees counts as a change: whoever watches may have read the one before."""

    def __init__(self, path: Path, now: float, stamp: Callable[[Path], Stamp | None] = file_stamp) -> None:
        self.path = path
        self._stamp = stamp
        self._known: Stamp | None = None
        self._seen: Stamp | None = None
        self._next = now + POLL_S

    def changed(self, now: float) -> bool:
        """Whether a new content has settled since the last time that this was true."""
        if now < self._next:
            return False
        self._next = now + POLL_S
        earlier, self._seen = self._seen, self._stamp(self.path)
        if self._seen is None or self._seen == self._known or self._seen != earlier:
            return False
        self._known = self._seen
        return True
