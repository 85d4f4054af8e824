"""What a folder holds, for the window: which project it is, and which of its pictures are stills."""

import os
import re
from pathlib import Path

from neonworks_protocol.errors import NotFound

from neonworks_editor.project.library import SIDECAR
from neonworks_editor.project.place import ManifestKind, ProjectPlace

__all__ = ["PICTURES", "find_stills", "open_place"]

PICTURES = frozenset({".png", ".webp", ".gif"})
"""Endings of pictures that the daemon reads."""
_MAX_STILLS = 500
_MAX_DEPTH = 4
_FRAME = re.compile(r"(.+)_[0-9]{2}")


def open_place(path: Path) -> tuple[ProjectPlace, Path | None]:
    """The project of a folder or of a sprite's folder, and that sprite.

    A NeonWorks manifest in the folder, or in its ``assets``, makes it a NeonWorks project. Raises
    ``NotFound`` where there is nothing, or something that is neither a folder nor a picture.
    """
    path = path.expanduser().resolve()
    if path.is_file() and path.suffix.lower() in PICTURES:
        return _place(path.parent), path
    if path.is_dir():
        return _place(path), None
    if path.exists():
        raise NotFound(f"{path} is no picture: name a PNG, WebP or GIF, or a folder of them")
    raise NotFound(f"there is no {path}: check its name")


def find_stills(place: ProjectPlace) -> list[Path]:
    """Pictures of the project that are not frames or sheets of animations, in order of their names.

    At most 500, four folders deep; hidden folders are passed over.
    """
    found: list[Path] = []
    for outer, folders, names in os.walk(place.root):
        folder = Path(outer)
        depth = len(folder.relative_to(place.root).parts)
        made = folder / place.animations if folder == place.assets else None
        folders[:] = sorted(
            name
            for name in folders
            if depth < _MAX_DEPTH and not name.startswith(".") and folder / name != made
        )
        found += [folder / name for name in _stills(set(names))]
        if len(found) >= _MAX_STILLS:
            break
    return found[:_MAX_STILLS]


def _place(root: Path) -> ProjectPlace:
    name = root.name or "project"
    for assets in (root / "assets", root):
        if (assets / ManifestKind.NEONWORKS.value).is_file():
            return ProjectPlace(root, assets, name, ManifestKind.NEONWORKS)
    return ProjectPlace(root, root, name)


def _stills(names: set[str]) -> list[str]:
    made = {name.removesuffix(SIDECAR) for name in names if name.endswith(SIDECAR)}
    sheets = {name.removesuffix(".json") for name in names if name.endswith(".json")}
    return [
        name
        for name in sorted(names, key=str.casefold)
        if Path(name).suffix.lower() in PICTURES
        and not name.startswith(".")
        and _stem(name) not in made
        and Path(name).stem not in made | sheets
    ]


def _stem(name: str) -> str:
    found = _FRAME.fullmatch(Path(name).stem)
    return found[1] if found else name
