"""Writing the ready file (how clients find the daemon), and the instance lock (one daemon per state folder).

The file holds the token, so it is created with mode 0600 in a folder that nobody else may write, and moved
into place in one step: a reader sees no file or a whole one. What is in it, and how it is read, is
``neonworks_protocol.ready``'s. The operating system drops the lock with the process, also after kill -9.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from neonworks_protocol.errors import Busy, StorageFailed
from neonworks_protocol.private import open_private, private_folder
from neonworks_protocol.ready import ALREADY_RUNS, TAKEN, ReadyInfo, read_ready

__all__ = [
    "TAKEN",
    "ReadyInfo",
    "clear_ready",
    "instance_lock",
    "new_token",
    "read_ready",
    "remove_ready",
    "write_ready",
]


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def write_ready(path: Path, info: ReadyInfo) -> None:
    """Publish ``info`` atomically, readable by this user only. Raises ``StorageFailed``."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        private_folder(path.parent)
        temporary.unlink(missing_ok=True)
        with os.fdopen(open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(msgspec.json.encode(info))
        temporary.replace(path)
    except OSError as error:
        raise StorageFailed(
            f"cannot write the ready file {path}: {error.strerror}; choose another --state-dir"
        ) from error


def remove_ready(path: Path, info: ReadyInfo) -> None:
    """Withdraw ``info``; another daemon's file is left alone."""
    if read_ready(path) == info:
        with contextlib.suppress(OSError):
            path.unlink()


def clear_ready(path: Path) -> None:
    """Remove what a daemon that was killed left behind; for the holder of the lock, before it is ready."""
    with contextlib.suppress(OSError):
        for left in (path, *path.parent.glob(f".{path.name}.*")):
            left.unlink(missing_ok=True)


@contextlib.contextmanager
def instance_lock(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` while the daemon lives.

    Raises ``Busy`` when another daemon holds it, ``StorageFailed`` when the folder cannot be written.
    """
    private_folder(path.parent)
    try:
        file = os.fdopen(open_private(path, os.O_RDWR | os.O_CREAT), "r+b")
    except OSError as error:
        raise StorageFailed(f"cannot write {path}: {error.strerror}; choose another --state-dir") from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise Busy(f"{ALREADY_RUNS} {path.parent}; stop it or choose another --state-dir") from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
