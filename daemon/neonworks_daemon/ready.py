"""The ready file (how clients find the daemon) and the instance lock (one daemon per state folder).

The file holds the token, so it is created with mode 0600 in a folder that nobody else may write, and moved
into place in one step: a reader sees no file or a whole one. A reader takes only a file of its own user. The
operating system drops the lock with the process, also after kill -9.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from neonworks_protocol.errors import AccessDenied, Busy, StorageFailed

from neonworks_daemon.access import check_bind
from neonworks_daemon.private import open_private, private_folder, read_private

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

TAKEN = 3
"""Exit code of a daemon process that found another one in its state folder."""
_MAX_BYTES = 64 * 1024
"""A ready file has about 200 bytes."""


class ReadyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a client needs to connect, and what it needs to decide whether it wants to."""

    host: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    token: str
    pid: Annotated[int, msgspec.Meta(ge=1)]
    build: str
    versions: tuple[int, ...]
    """Protocol versions spoken, best first."""

    @property
    def uri(self) -> str:
        """WebSocket address; an IPv6 host is bracketed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}/"


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


def read_ready(path: Path) -> ReadyInfo | None:
    """The published daemon, or None when there is no file or it is not one of ours.

    Not one of ours is also a file that another user wrote or could have, and one that names another machine:
    neither gets our sprites.
    """
    try:
        info = msgspec.json.decode(read_private(path, _MAX_BYTES), type=ReadyInfo)
        check_bind(info.host)
    except (OSError, msgspec.DecodeError, AccessDenied):
        return None
    return info


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
            raise Busy(
                f"a daemon already runs for {path.parent}; stop it or choose another --state-dir"
            ) from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
