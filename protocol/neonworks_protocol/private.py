"""Files that no other user of the machine may read, replace or plant: ready file, lock and log.

On Windows the user's own folders are closed to others by their access lists, and modes say nothing.
"""

import os
import stat
import sys
from pathlib import Path

from neonworks_protocol.errors import StorageFailed

__all__ = ["open_private", "private_folder", "read_private"]

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe that somebody planted must not wait for its other end."""


def private_folder(folder: Path) -> Path:
    """Make ``folder`` with mode 0700, or check the one that is there. Raises ``StorageFailed``.

    Refused is a folder, or a link in its place, of another user (root excepted), and one that others may
    write: they could put files of theirs where ours are looked for.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        seen = (folder.lstat(), folder.stat())
    except OSError as error:
        raise StorageFailed(f"cannot use {folder}: {error.strerror}; choose another --state-dir") from error
    if sys.platform == "win32":
        return folder
    if any(entry.st_uid not in (os.geteuid(), 0) for entry in seen):
        raise StorageFailed(f"{folder} belongs to another user: choose another --state-dir")
    if seen[1].st_mode & _OTHERS_WRITE:
        raise StorageFailed(
            f"other users may write in {folder}: chmod go-w {folder}, or choose another --state-dir"
        )
    return folder


def open_private(path: Path, flags: int) -> int:
    """A descriptor of the regular file ``path`` of ours; made with mode 0600 where ``flags`` say so.

    Raises ``OSError``: also where ``path`` is a link or belongs to another user.
    """
    descriptor = os.open(path, flags | _NOFOLLOW | _NONBLOCK | getattr(os, "O_CLOEXEC", 0), 0o600)
    if not _is_ours(os.fstat(descriptor)):
        os.close(descriptor)
        raise PermissionError(1, "not a file of this user", str(path))
    return descriptor


def read_private(path: Path, limit: int) -> bytes:
    """At most ``limit`` bytes of a file that only this user can have written.

    Raises ``OSError``: also where it is a link, belongs to another user or may be written by others.
    """
    descriptor = open_private(path, os.O_RDONLY)
    with os.fdopen(descriptor, "rb") as file:
        if sys.platform != "win32" and os.fstat(descriptor).st_mode & _OTHERS_WRITE:
            raise PermissionError(1, "other users may write it", str(path))
        return file.read(limit)


def _is_ours(entry: os.stat_result) -> bool:
    owned = sys.platform == "win32" or entry.st_uid == os.geteuid()
    return owned and stat.S_ISREG(entry.st_mode)
