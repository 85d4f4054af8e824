"""Waiting while git changes a working tree: half of a checkout is nobody's newest content."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["GitGuard", "git_folder"]

_MARKERS = (
    "index.lock",
    "HEAD.lock",
    "rebase-merge",
    "rebase-apply",
    "MERGE_HEAD",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
)
"""What lies in a git folder while an operation is under way (git-scm.com/docs/gitrepository-layout; the
``*_HEAD`` files while it waits for the user)."""
_POINTER = "gitdir:"


def git_folder(root: Path) -> Path | None:
    """The git folder of the working tree that ``root`` is in; None where it is in none."""
    for folder in (root, *root.parents):
        found = folder / ".git"
        try:
            if found.is_dir():
                return found
            if found.is_file():
                text = found.read_text(encoding="utf-8", errors="replace")[:4096].strip()
                if text.startswith(_POINTER):
                    return (folder / text.removeprefix(_POINTER).strip()).resolve()
        except OSError:
            continue
    return None


@dataclass
class GitGuard:
    """Says whether an operation is under way, but not for longer than ``patience_s``: a lock may have been
    left behind, and a merge may wait for days. ``exists`` tells whether there is such a file."""

    folder: Path | None
    patience_s: float = 60.0
    exists: Callable[[Path], bool] = Path.exists
    _seen: dict[str, float] = field(default_factory=dict)

    def busy(self, now: float) -> str:
        """The marker that is waited for, or "" when there is none, or none worth waiting for."""
        if self.folder is None:
            return ""
        present = [name for name in _MARKERS if self._there(self.folder / name)]
        self._seen = {name: self._seen.get(name, now) for name in present}
        return next((name for name, since in self._seen.items() if now - since < self.patience_s), "")

    def _there(self, path: Path) -> bool:
        try:
            return self.exists(path)
        except OSError:
            return False
