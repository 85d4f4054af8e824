"""What a folder under fire truly holds, and held: the generator's own record, that results are put beside."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

__all__ = ["Content", "FolderTruth"]


@dataclass(frozen=True)
class Content:
    """One file's bytes: hex sha256, and whether they are a picture that can be animated."""

    sha256: str
    usable: bool

    @classmethod
    def of(cls, data: bytes, *, usable: bool = True) -> "Content":
        return cls(hashlib.sha256(data).hexdigest(), usable)


@dataclass
class FolderTruth:
    """Paths are relative to the folder, with ``/``. May be used from several threads."""

    clock: Callable[[], float] = time.monotonic
    now: dict[str, Content] = field(default_factory=dict)
    """What is there."""
    _past: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    """Since when a path held which sha256, "" for none; times of ``clock``."""
    _recipes: list[tuple[float, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, path: str, content: Content) -> None:
        """The file has this content from now on."""
        with self._lock:
            self.now[path] = content
            self._past.setdefault(path, []).append((self.clock(), content.sha256))

    def remove(self, path: str) -> None:
        """The file is gone from now on."""
        with self._lock:
            if self.now.pop(path, None) is not None:
                self._past[path].append((self.clock(), ""))

    def recipe_changed(self, prefix: str) -> None:
        """Another recipe applies to every path that begins with ``prefix``."""
        with self._lock:
            self._recipes.append((self.clock(), prefix))

    def differed(self, path: str, sha256: str, begin: float, end: float, *, least_s: float) -> bool:
        """Whether between two times the path was missing, or held something else than ``sha256`` for
        ``least_s`` seconds or longer, or got another recipe."""
        with self._lock:
            past = [*self._past.get(path, ()), (self.clock(), "")]
            recipes = any(begin < at < end and path.startswith(prefix) for at, prefix in self._recipes)
        for (since, held), (until, _) in pairwise(past):
            inside = min(until, end) - max(since, begin)
            if held != sha256 and inside > 0 and (not held or inside >= least_s):
                return True
        return recipes

    def disagreements(self, root: Path) -> list[str]:
        """Paths where the disk holds something else: the generator or the disk is wrong then."""
        return [path for path, content in self.now.items() if _digest(root / path) != content.sha256]


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
