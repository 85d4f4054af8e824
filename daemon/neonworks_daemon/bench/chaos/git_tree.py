"""A git repository around a folder, whose two branches hold other sprites: checkouts change many at once."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neonworks_protocol.errors import Unavailable

__all__ = ["GitTree", "git_is_here"]

_IDENTITY = ("-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "commit.gpgsign=false")
_ALONE = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
"""The user's own configuration, hooks and signing keys stay out."""
_TIMEOUT_S = 60.0


def git_is_here() -> bool:
    """Whether the git command can be run."""
    return shutil.which("git") is not None


@dataclass(frozen=True)
class GitTree:
    """``folder`` is relative to ``root``, which becomes the repository; only ``folder`` is tracked."""

    root: Path
    folder: str

    def create(self, branches: Mapping[str, Mapping[str, bytes]]) -> None:
        """One branch for each name, with the files in ``folder``. The last one is checked out.

        Raises ``Unavailable`` when git fails.
        """
        self._git("init", "-q", "-b", "start")
        (self.root / ".gitignore").write_text(f"*\n!/.gitignore\n!/{self.folder}/\n!/{self.folder}/**\n")
        self._git("add", ".gitignore")
        self._git(*_IDENTITY, "commit", "-q", "-m", "start")
        for name, files in branches.items():
            self._git("checkout", "-q", "-f", "-b", name, "start")
            for file, data in files.items():
                place = self.root / self.folder / file
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
            self._git("add", self.folder)
            self._git(*_IDENTITY, "commit", "-q", "-m", name)

    def checkout(self, branch: str) -> None:
        """Bring the working tree to ``branch``; local changes in ``folder`` are lost."""
        self._git("checkout", "-q", "-f", branch)

    def _git(self, *arguments: str) -> None:
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self.root,
                env={**os.environ, **_ALONE},
                capture_output=True,
                text=True,
                timeout=_TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"git cannot be run: {error}") from error
        if done.returncode:
            raise Unavailable(f"git {arguments[0]} failed: {done.stderr.strip()[:300]}")
