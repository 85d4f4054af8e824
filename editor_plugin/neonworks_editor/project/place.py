"""``ProjectPlace``: where a project lies and how it keeps its list of animations."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

__all__ = ["ManifestKind", "ProjectPlace"]


class ManifestKind(Enum):
    """How a project lists its animations; the value is the file's path below ``ProjectPlace.assets``."""

    NEONWORKS = "asset_manifest.json"
    """The engine's own manifest: entries are added, everything else stays."""
    PLAIN = "animations.json"
    """Our own, for projects without one; ``neonworks_editor.runtime`` reads it."""


@dataclass(frozen=True, slots=True)
class ProjectPlace:
    """All absolute. Nothing outside ``root`` is ever written; ``assets`` is ``root`` or below it.

    Paths in the manifest are relative to ``assets``. Animations go to ``assets / animations``, which is made.
    """

    root: Path
    assets: Path
    name: str
    manifest: ManifestKind = ManifestKind.PLAIN
    animations: str = "animations"

    @property
    def manifest_path(self) -> Path:
        """The file that lists the animations; it need not exist."""
        return self.assets / self.manifest.value
