"""What a folder under fire truly holds, and held: the generator's own record, that results are put beside."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
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
    absent: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """When a path was not there: (from, to) in seconds of ``clock``."""
    _gone: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, path: str, content: Content) -> None:
        """The file has this content from now on."""
        with self._lock:
            since = self._gone.pop(path, None)
            if since is not None:
                self.absent.setdefault(path, []).append((since, self.clock()))
            self.now[path] = content

    def remove(self, path: str) -> None:
        """The file is gone from now on."""
        with self._lock:
            if self.now.pop(path, None) is not None:
                self._gone[path] = self.clock()

    def was_absent(self, path: str, begin: float, end: float) -> bool:
        """Whether the path was missing at some time between; times of ``clock``."""
        with self._lock:
            if path in self._gone and self._gone[path] < end:
                return True
            return any(left < end and back > begin for left, back in self.absent.get(path, ()))

    def disagreements(self, root: Path) -> list[str]:
        """Paths where the disk holds something else: the generator or the disk is wrong then."""
        return [path for path, content in self.now.items() if _digest(root / path) != content.sha256]


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
