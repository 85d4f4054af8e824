"""``Root``: a folder that untrusted names cannot leave, for reading and for writing.

A name is checked as text (``paths.relative_name``), then resolved, symbolic links included, and must still
lie below the root. What was resolved is then opened folder by folder without following any link: a link that
is put in the way between the check and the use makes the use fail, not escape. Where the system has no such
calls (Windows, where making a link needs a privilege) the place is resolved again instead.
"""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from neonworks_protocol.errors import BadRequest, NotFound, StorageFailed
from neonworks_protocol.paths import relative_name

__all__ = ["Folder", "Root", "read_regular"]

_CAN_WALK = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_FOLDER = getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe that nobody writes to must not wait for ever."""


class Root:
    """``folder`` is trusted and may be a link itself; it need not exist before something is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """The folder as it was given."""
        return self._folder

    def place(self, name: str) -> Path:
        """Where ``name`` lies, links resolved. Raises ``BadRequest`` where that is outside the root."""
        wanted = relative_name(name)
        top = _resolved(self._folder)
        found = _resolved(top / wanted)
        if found == top or not found.is_relative_to(top):
            raise BadRequest(
                f"{str(wanted)!r} leads out of {self._folder}: a link points elsewhere, remove it"
            )
        return found

    def read(self, name: str, limit: int) -> bytes:
        """The content of a regular file of at most ``limit`` bytes.

        Raises ``NotFound``, ``BadRequest`` (outside, no regular file, too long) or ``StorageFailed``.
        """
        wanted = relative_name(name)
        if _CAN_WALK and (direct := self._open_directly(wanted.parts)) is not None:
            return _read(direct, self._folder / wanted, limit)
        with self._parent(name, make=False) as (parent, last, shown):
            try:
                descriptor = os.open(last, os.O_RDONLY | _FILE | _nofollow(), dir_fd=parent)
            except FileNotFoundError:
                raise NotFound(f"there is no file {shown}: check its name") from None
            except OSError as error:
                raise StorageFailed(
                    f"cannot read {shown} ({error.strerror}): make it a readable file"
                ) from None
            return _read(descriptor, shown, limit)

    def write(self, name: str, data: bytes) -> Path:
        """Put ``data`` there in one step, folders made as needed; a link of that name is replaced.

        Returns the place. Raises ``BadRequest`` where it is outside, ``StorageFailed`` where it cannot be.
        """
        # The last part is not resolved: renaming over a link replaces the link.
        with self._parent(name, make=True) as (parent, last, shown):
            temporary = Path(last).with_name(f".writing-{secrets.token_hex(8)}")
            try:
                _create(temporary, data, parent)
                os.replace(temporary, last, src_dir_fd=parent, dst_dir_fd=parent)
            except OSError as error:
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=parent)
                raise StorageFailed(
                    f"cannot write {shown} ({error.strerror}): free some space or choose another folder"
                ) from error
            return shown

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator["Folder"]:
        """The folder ``name`` ("" for the root itself), made as needed, to work in until the block ends.

        Raises ``BadRequest`` where it is outside, ``StorageFailed`` where it cannot be used.
        """
        with self._parent(f"{name}/any" if name else "any", make=True) as (parent, _, shown):
            yield Folder(shown.parent, parent)

    def _open_directly(self, parts: tuple[str, ...]) -> int | None:
        """The open file where there is no link on the way, so that there is nothing to resolve; else None.

        Raises ``NotFound`` where its folder has no such name.
        """
        folder = None
        try:
            folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            for part in parts[:-1]:
                outer, folder = folder, os.open(part, os.O_RDONLY | _FOLDER, dir_fd=folder)
                os.close(outer)
            with contextlib.suppress(FileNotFoundError):
                return os.open(parts[-1], os.O_RDONLY | _FILE | _nofollow(), dir_fd=folder)
        except OSError:
            return None
        finally:
            if folder is not None:
                os.close(folder)
        raise NotFound(f"there is no file {self._folder.joinpath(*parts)}: check its name")

    @contextlib.contextmanager
    def _parent(self, name: str, *, make: bool) -> Iterator[tuple[int | None, str, Path]]:
        """(open folder, last part of the name, place to show); not walking: (None, whole path, place)."""
        wanted = relative_name(name)
        top = _resolved(self._folder)
        inner = str(wanted.parent)
        folder = top if inner == "." else self.place(inner)
        target = folder / wanted.name
        if not make and target.is_symlink():
            target = self.place(name)
            folder = target.parent
        with _open_folder(top, folder, make=make) as parent:
            yield parent, target.name if parent is not None else str(target), target


class Folder:
    """An open folder below a root (``Root.open``). Names are single parts that the caller has made, not text
    from outside. All methods raise ``OSError``."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor
        """None where the system has no calls that work in an open folder."""

    def create(self, name: str, data: bytes) -> None:
        """A new file; ``FileExistsError`` where there is one."""
        _create(self._at(name), data, self._descriptor)

    def rename(self, name: str, to: str) -> None:
        """In one step; a file or link called ``to`` is replaced."""
        os.replace(self._at(name), self._at(to), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def unlink(self, name: str) -> None:
        """Remove a file, or a link itself."""
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def names(self) -> list[str]:
        """All that lies in it."""
        with os.scandir(self._path if self._descriptor is None else self._descriptor) as entries:
            return [entry.name for entry in entries]

    def _at(self, name: str) -> str:
        return name if self._descriptor is not None else str(self._path / name)


@contextlib.contextmanager
def _open_folder(top: Path, folder: Path, *, make: bool) -> Iterator[int | None]:
    try:
        if make:
            top.mkdir(parents=True, exist_ok=True)
        if not _CAN_WALK:
            if make:
                folder.mkdir(parents=True, exist_ok=True)
            if _resolved(folder) != folder:
                raise OSError(0, "a link was put in its way")
            descriptor = None
        else:
            descriptor = _walk(top, folder.relative_to(top).parts, make=make)
    except FileNotFoundError:
        raise NotFound(f"there is no folder {folder}: check its name") from None
    except OSError as error:
        raise StorageFailed(f"cannot use the folder {folder} ({error.strerror}): choose another") from error
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _walk(top: Path, parts: tuple[str, ...], *, make: bool) -> int:
    """The open folder at the end; no part of the way may be a link."""
    descriptor = os.open(top, os.O_RDONLY | _FOLDER)
    for part in parts:
        try:
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, dir_fd=descriptor)
            following = os.open(part, os.O_RDONLY | _FOLDER, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = following
    return descriptor


def read_regular(path: Path, limit: int) -> bytes:
    """At most ``limit`` bytes of a path that the user named; links are followed, pipes and devices refused.

    Raises ``OSError`` as opening does, and ``BadRequest`` where it is no regular file or longer.
    """
    return _read(os.open(path, os.O_RDONLY | _FILE), path, limit)


def _read(descriptor: int, shown: Path, limit: int) -> bytes:
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise BadRequest(f"{shown} cannot be read: it is a folder, pipe or device")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise BadRequest(f"{shown} is larger than {limit:,} bytes: that is no file of this kind")
    return data


def _create(path: str | Path, data: bytes, parent: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE | _nofollow()
    with os.fdopen(os.open(path, flags, 0o666, dir_fd=parent), "wb") as file:
        file.write(data)


def _nofollow() -> int:
    return getattr(os, "O_NOFOLLOW", 0)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise BadRequest(f"{path} cannot be followed: its links lead in a circle, remove them") from error
