"""After a reload: which applied animations an entity has, from its texture and the project's manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from neonworks_protocol.errors import AnimatorError

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.manifest import OWN_KEY, clip_of, read_manifest
from neonworks_editor.project.place import ProjectPlace

__all__ = ["ManifestMemory", "Recalled", "applied_clips", "recall"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A clip of the manifest and the entity that it was applied to."""

    clip: AppliedClip
    entity: str | None


def applied_clips(place: ProjectPlace) -> list[Recalled]:
    """Every clip of the manifest that this program wrote; none where the manifest cannot be read."""
    try:
        entries = list(read_manifest(place).entries())
    except AnimatorError:
        return []
    found = ((clip_of(place, entry), entry) for entry in entries)
    return [Recalled(clip, _entity(entry)) for clip, entry in found if clip is not None]


class ManifestMemory:
    """``applied_clips``, read again only when the file has changed."""

    def __init__(self) -> None:
        self._stamp: tuple[Path, int, int] | None = None
        self._clips: list[Recalled] = []

    def clips(self, place: ProjectPlace) -> list[Recalled]:
        """What the manifest says now."""
        try:
            found = place.manifest_path.stat()
        except OSError:
            return []
        stamp = (place.manifest_path, found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            self._stamp, self._clips = stamp, applied_clips(place)
        return self._clips


def _entity(entry: Mapping[str, object]) -> str | None:
    own = entry.get(OWN_KEY)
    entity = own.get("entity") if isinstance(own, dict) else None
    return entity if isinstance(entity, str) else None


def recall(known: list[Recalled], entity: str, shown: Path) -> list[AppliedClip]:
    """The clips of ``entity``, whose sprite's file is ``shown``: the one that plays first, or none."""
    current = [found.clip for found in known if found.clip.frames[0] == shown]
    if not current:
        return []
    others = [found.clip for found in known if found.entity == entity and found.clip != current[0]]
    return [current[0], *others]
