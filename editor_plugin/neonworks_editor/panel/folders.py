"""What a path that is being typed can become: folders and pictures, for the file field.

A listing reads one folder, at most 4,000 entries of it, and shows at most 200: a folder of a hundred
thousand files must not stop the frame loop.
"""

import itertools
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PICTURES", "Listing", "PathEntry", "list_path"]

PICTURES = frozenset({".png", ".webp", ".gif"})
"""File name endings of stills that the daemon reads."""

_MOST_READ = 4_000
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PathEntry:
    """A line of the listing. ``path`` is absolute; folders end their ``label`` with a slash."""

    label: str
    path: Path
    folder: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What fits the typed path: the folder that was read, its entries, and why there are none."""

    folder: Path
    entries: tuple[PathEntry, ...]
    problem: str = ""


def list_path(text: str, base: Path) -> Listing:
    """The folders and pictures that the typed ``text`` may mean, folders first, then by name.

    ``text`` may begin with ``~``; what is not absolute is taken from ``base``. A text that ends with a slash
    or names a folder lists that folder, any other the entries whose name begins with its last part.
    """
    full = base / (text.strip().strip("\"'") or ".")
    try:
        full = _full(text, base)
        inside = text.endswith(("/", os.sep)) or not text.strip() or full.is_dir()
        folder, start = (full, "") if inside else (full.parent, full.name.lower())
        return Listing(folder, _entries(folder, start))
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: "~nobody" has no home
        reason = getattr(error, "strerror", None) or "no such path"
        return Listing(base, (), f"{full}: {reason}. Type the path of a PNG, WebP or GIF.")


def _full(text: str, base: Path) -> Path:
    return base / Path(text.strip().strip("\"'") or ".").expanduser()


def _entries(folder: Path, start: str) -> tuple[PathEntry, ...]:
    with os.scandir(folder) as found:
        seen = [
            PathEntry(f"{entry.name}/" if entry.is_dir() else entry.name, folder / entry.name, entry.is_dir())
            for entry in itertools.islice(found, _MOST_READ)
            if entry.name.lower().startswith(start) and not entry.name.startswith(".")
        ]
    wanted = [entry for entry in seen if entry.folder or entry.path.suffix.lower() in PICTURES]
    return tuple(sorted(wanted, key=lambda e: (not e.folder, e.label.lower()))[:_MOST_SHOWN])
