"""The ready file (how clients find the daemon) and the instance lock (one daemon per state folder).

The file holds the token, so it is created with mode 0600 and moved into place in one step: a reader sees no
file or a whole one. The operating system drops the lock with the process, also after kill -9.
"""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from neonworks_protocol.errors import Busy, StorageFailed

__all__ = ["TAKEN", "ReadyInfo", "instance_lock", "new_token", "read_ready", "remove_ready", "write_ready"]


TAKEN = 3
"""Exit code of a daemon process that found another one in its state folder."""


class ReadyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a client needs to connect, and what it needs to decide whether it wants to."""

    host: str
    port: int
    token: str
    pid: int
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
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(info))
        temporary.replace(path)
    except OSError as error:
        raise StorageFailed(
            f"cannot write the ready file {path}: {error.strerror}; choose another --state-dir"
        ) from error


def read_ready(path: Path) -> ReadyInfo | None:
    """The published daemon, or None when there is no file or it is not one of ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=ReadyInfo)
    except (OSError, msgspec.DecodeError):
        return None


def remove_ready(path: Path, info: ReadyInfo) -> None:
    """Withdraw ``info``; another daemon's file is left alone."""
    if read_ready(path) == info:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def instance_lock(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` while the daemon lives.

    Raises ``Busy`` when another daemon holds it, ``StorageFailed`` when the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = path.open("a+b")
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
