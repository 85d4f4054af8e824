"""What lies in a watched folder: sprites with stamps, without reading any picture.

Links to folders are not followed, links to files only where they stay inside. Hidden names, ``node_modules``
and the like are left out, and so is what recipes ignore.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from neonworks_daemon.watch.book import Chain, RecipeBook
from neonworks_daemon.watch.recipe import RECIPE_NAME, SPRITE_SUFFIX
from neonworks_daemon.watch.states import Stamp

__all__ = ["SUFFIXES", "Scan", "Tree"]

SUFFIXES = (".png", ".webp", ".gif")
"""Names that can be sprites, in lower case; the content decides."""
_SKIPPED = frozenset({"node_modules", "__pycache__", "__MACOSX", "venv"})
_DEEPEST = 64
"""Folders within folders; deeper ones are reported, not entered."""
_MOST_FILES = 200_000
"""Sprites in one root; a folder with more is not a folder of sprites."""
_MOST_PASSED_OVER = 1000
"""Of them, as many are named."""


@dataclass
class Scan:
    """One look through the whole folder. ``there`` is false where the root itself is missing; ``blind`` are
    folders that could not be read, with the reason."""

    there: bool = True
    stamps: dict[str, Stamp] = field(default_factory=dict)
    blind: dict[str, str] = field(default_factory=dict)
    unnameable: int = 0
    """Files whose names are not Unicode text."""
    passed_over: dict[str, str] = field(default_factory=dict)
    """What looks like a sprite or a folder of sprites and is not read, with the reason."""
    ignored: int = 0
    """Pictures that recipes leave out."""
    own: int = 0
    """Pictures that are our outputs."""


class Tree:
    """``is_own`` tells which relative paths are outputs of ours."""

    def __init__(self, root: Path, book: RecipeBook, is_own: Callable[[str], bool]) -> None:
        self._root = root
        self._book = book
        self._is_own = is_own

    def scan(self) -> Scan:
        """Look through everything. Blocking; raises nothing."""
        found = Scan()
        if not self._root.is_dir():
            found.there = False
            return found
        waiting: list[tuple[str, Chain]] = [("", self._book.outermost())]
        while waiting and len(found.stamps) < _MOST_FILES:
            folder, outer = waiting.pop()
            names = self._entries(folder, found)
            if names is None:
                continue
            chain = self._book.extend(outer, folder, _stamp_of(names.get(RECIPE_NAME)))
            for name, entry in names.items():
                path = f"{folder}/{name}" if folder else name
                if _is_folder(entry):
                    if self._enters(path, name, chain, found):
                        waiting.append((path, chain))
                    continue
                if self._is_candidate(path, name, chain):
                    status = self._file_status(path, entry)
                    if status is not None:
                        beside = (_stamp_of(names.get(n)) for n in _beside(name))
                        found.stamps[path] = (status, *chain.stamps, *beside)
                        continue
                self._count_out(path, entry, chain, found)
        return found

    def look(self, path: str) -> Stamp | None:
        """The stamp of one path as ``scan`` would give it; None where it is no sprite."""
        folder, _, name = path.rpartition("/")
        parts = folder.split("/") if folder else []
        if any(_hidden(part) for part in parts) or name != path.rsplit("/", 1)[-1]:
            return None
        chain = self._book.outermost()
        for depth in range(len(parts) + 1):
            inner = "/".join(parts[:depth])
            if depth and (self._root / inner).is_symlink():
                return None
            chain = self._book.extend(chain, inner, self._stat(f"{inner}/{RECIPE_NAME}".lstrip("/")))
            if depth < len(parts) and chain.ignores("/".join(parts[: depth + 1]) + "/"):
                return None
        if not self._is_candidate(path, name, chain):
            return None
        status = self._status(self._root / path)
        if status is None:
            return None
        beside = (self._stat(f"{folder}/{n}".lstrip("/")) for n in _beside(name))
        return (status, *chain.stamps, *beside)

    def _count_out(self, path: str, entry: os.DirEntry[str], chain: Chain, found: Scan) -> None:
        """Notes why an entry is no sprite, where somebody may have thought that it is."""
        if _hidden(entry.name):
            return
        picture = entry.name.lower().endswith(SUFFIXES)
        if picture and self._is_own(path):
            found.own += 1
        elif not chain.includes(path):
            found.ignored += picture
        elif (reason := _unread(entry, picture=picture)) and len(found.passed_over) < _MOST_PASSED_OVER:
            found.passed_over[path] = reason

    def _entries(self, folder: str, found: Scan) -> dict[str, os.DirEntry[str]] | None:
        try:
            with os.scandir(self._root / folder) as entries:
                names = {entry.name: entry for entry in entries}
        except FileNotFoundError:
            return None
        except OSError as error:
            found.blind[folder] = error.strerror or str(error)
            return None
        bad = [name for name in names if not _is_text(name)]
        found.unnameable += len(bad)
        for name in bad:
            del names[name]
        return names

    def _enters(self, path: str, name: str, chain: Chain, found: Scan) -> bool:
        if _hidden(name) or chain.ignores(f"{path}/"):
            return False
        if path.count("/") >= _DEEPEST:
            found.blind[path] = f"more than {_DEEPEST} folders deep"
            return False
        return True

    def _is_candidate(self, path: str, name: str, chain: Chain) -> bool:
        return (
            not name.startswith(".")
            and name.lower().endswith(SUFFIXES)
            and not self._is_own(path)
            and chain.includes(path)
        )

    def _file_status(self, path: str, entry: os.DirEntry[str]) -> tuple[int, ...] | None:
        try:
            if entry.is_symlink():
                return self._status(self._root / path)
            return _key_of(entry.stat(follow_symlinks=False))
        except OSError:
            return None

    def _status(self, path: Path) -> tuple[int, ...] | None:
        """Of a regular file inside the root, links followed."""
        try:
            if path.is_symlink() and not path.resolve().is_relative_to(self._root.resolve()):
                return None
            return _key_of(path.stat())
        except (OSError, RuntimeError):
            return None

    def _stat(self, path: str) -> tuple[int, ...] | None:
        try:
            return _key_of((self._root / path).stat())
        except OSError:
            return None


def _key_of(status: os.stat_result) -> tuple[int, ...] | None:
    """None for what is no regular file. The change time catches writers that set the modification time back;
    the inode catches renames."""
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _stamp_of(entry: os.DirEntry[str] | None) -> tuple[int, ...] | None:
    if entry is None:
        return None
    try:
        return _key_of(Path(entry.path).stat())
    except OSError:
        return None


def _beside(name: str) -> Iterator[str]:
    """Files beside a sprite that change what is made of it."""
    stem = name.rsplit(".", 1)[0]
    yield f"{stem}{SPRITE_SUFFIX}"
    yield f"{stem}.rig.json"


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _unread(entry: os.DirEntry[str], *, picture: bool) -> str:
    """Why an entry is not read; "" where nobody would expect it, or it is gone."""
    try:
        if entry.is_symlink():
            if entry.is_dir():
                return "a link to a folder is not followed: watch that folder itself"
            if not picture:
                return ""
            return "a link that leads out of the folder, or to nothing, is not followed: copy the file here"
        gone = not picture or entry.is_file() or not Path(entry.path).exists()
        return "" if gone else "a pipe or device is no picture"
    except OSError:
        return ""


def _hidden(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
