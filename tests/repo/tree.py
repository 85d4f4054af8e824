"""The source tree as the repository tests see it."""

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "SourceModule", "source_modules", "tracked_files"]

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = {
    "protocol": "neonworks_protocol",
    "models": "neonworks_models",
    "daemon": "neonworks_daemon",
    "editor_plugin": "neonworks_editor",
}
"""Top-level folder -> the one package that can be imported from it."""


@dataclass(frozen=True)
class SourceModule:
    """One ``.py`` file: ``root`` is its top-level folder, ``inner`` its path inside the package."""

    root: str
    inner: Path

    @property
    def path(self) -> Path:
        return ROOT / self.root / PACKAGES[self.root] / self.inner

    @property
    def name(self) -> str:
        """Dotted name, as imported."""
        parts = [PACKAGES[self.root], *self.inner.with_suffix("").parts]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def test_path(self) -> Path:
        """Where its tests belong."""
        return ROOT / "tests" / self.root / self.inner.with_name(f"test_{self.inner.name}")

    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), str(self.path))


def source_modules() -> list[SourceModule]:
    """All modules of the four packages, in order of their path."""
    return [
        SourceModule(root, path.relative_to(ROOT / root / package))
        for root, package in PACKAGES.items()
        for path in sorted((ROOT / root / package).rglob("*.py"))
    ]


def tracked_files() -> list[Path]:
    """Files that belong to the repository: git's list, without git those that no ignore rule names."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        folders = [ROOT / name for name in (*PACKAGES, "tests", ".ci")]
        paths = [path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts]
        paths += ROOT.glob("*")
    return [path for path in paths if path.is_file()]
