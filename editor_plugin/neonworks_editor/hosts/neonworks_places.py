"""Where NeonWorks keeps pictures: texture names and the files they stand for."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path

from neonworks_editor.hosts.adapter import SpriteChoice
from neonworks_editor.hosts.neonworks_contract import AssetManagerLike, ProjectLike
from neonworks_editor.project.place import ManifestKind, ProjectPlace

__all__ = ["Places"]

_STILL_CATEGORIES = ("characters", "enemies")
_STILL_SUFFIXES = frozenset({".png", ".webp", ".gif"})
_MAX_CHOICES = 2000
"""More lines than anybody reads; a bound on the time that listing a folder takes."""


_MAX_NAMES = 4096
"""Texture names that are remembered with their files; a map has dozens."""


class Places:
    """Textures are named relative to the engine's asset folder, which lies in the working folder; the project
    has a folder of its own. Both are made absolute once, because the engine's are relative.
    """

    def __init__(self, assets: AssetManagerLike, current_project: Callable[[], ProjectLike | None]) -> None:
        self._assets = assets
        self._current_project = current_project
        self._home = Path.cwd()
        self.base = (self._home / assets.base_path).resolve()
        """The folder that texture names start from, absolute."""
        self._files: dict[str, Path] = {}

    def file(self, texture: str) -> Path | None:
        """The file of a texture, absolute; None for no texture. It need not exist."""
        if not texture:
            return None
        name = str(texture)
        known = self._files.get(name)
        if known is None:
            if len(self._files) >= _MAX_NAMES:
                self._files.clear()
            known = self._files[name] = Path(os.path.normpath(self.base / name))
        return known

    def texture(self, path: Path) -> str:
        """The texture name of a file: relative to the asset folder where there is a way, with ``/``."""
        try:
            return Path(os.path.relpath(path, self.base)).as_posix()
        except ValueError:  # another drive
            return path.as_posix()

    def project(self) -> ProjectPlace | None:
        """The open project; without one the folder of the engine's assets, if it is there."""
        project = self._current_project()
        if project is not None:
            root = (self._home / project.root_dir).resolve()
            assets = (self._home / project.assets_dir).resolve()
            return ProjectPlace(root=root, assets=assets, name=root.name, manifest=ManifestKind.NEONWORKS)
        if not self.base.is_dir():
            return None
        return ProjectPlace(
            root=self.base, assets=self.base, name=self.base.parent.name, manifest=ManifestKind.NEONWORKS
        )

    def sprites(self) -> list[SpriteChoice]:
        """Stills of the engine's manifest, then of the project's own folder; no file twice."""
        found: dict[Path, str] = {}
        for path, label in self._listed():
            found.setdefault(path, label)
            if len(found) >= _MAX_CHOICES:
                break
        return [SpriteChoice(label=label, path=path) for path, label in found.items()]

    def _listed(self) -> Iterator[tuple[Path, str]]:
        yield from self._from_project()
        for metadata in self._assets._asset_metadata.values():
            path = self.file(metadata.file_path) if metadata.category in _STILL_CATEGORIES else None
            if path is not None and path.is_file():
                yield path, str(metadata.name)
        for category in _STILL_CATEGORIES:
            for path in _pictures((self.base / category).glob("*")):
                yield path, path.stem

    def _from_project(self) -> Iterator[tuple[Path, str]]:
        place = self.project()
        if place is None or place.assets == self.base:
            return
        for path in _pictures(place.assets.rglob("*")):
            inner = path.relative_to(place.assets)
            if inner.parts[0] != place.animations:
                yield path, inner.with_suffix("").as_posix()

    def asset_ids(self, paths: Container[Path]) -> list[str]:
        """The manifest's ids whose file is one of ``paths``."""
        known = self._assets._asset_metadata.items()
        return [name for name, entry in known if self.file(entry.file_path) in paths]


def _pictures(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.suffix.lower() in _STILL_SUFFIXES and path.is_file())
