"""Writing files so that a reader, or a crash, never meets half of one."""

import contextlib
import secrets
from collections.abc import Mapping
from pathlib import Path

from neonworks_protocol.errors import StorageFailed

__all__ = ["ensure_folder", "remove_file", "write_file", "write_files"]


def ensure_folder(folder: Path) -> Path:
    """Make ``folder`` and its parents. Raises ``StorageFailed``."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failed(folder, error) from error
    return folder


def write_file(path: Path, data: bytes) -> Path:
    """Put ``data`` at ``path`` in one step: written beside it first, then renamed over it.

    Raises ``StorageFailed``; an older file at ``path`` is then still whole.
    """
    ensure_folder(path.parent)
    temporary = path.parent / f".writing-{secrets.token_hex(8)}"
    try:
        with temporary.open("xb") as file:
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise _failed(path, error) from error
    return path


def remove_file(path: Path) -> None:
    """Delete ``path`` if it is there. Raises ``StorageFailed``."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageFailed(f"cannot remove {path} ({error.strerror}): make its folder writable") from error


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write each name -> bytes into ``folder``; returns the paths in the same order."""
    return [write_file(folder / name, data) for name, data in files.items()]


def _failed(path: Path, error: OSError) -> StorageFailed:
    reason = error.strerror or str(error)
    return StorageFailed(f"cannot write {path} ({reason}): free some space or choose another --out folder")
