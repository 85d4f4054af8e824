"""A look that is kept: a file of its own beside the sprite, which no earlier file makes room for."""

from pathlib import Path

from neonworks_protocol.errors import StorageFailed

from neonworks_editor.studio.corrections import Corrections, rig_path, write_rig

__all__ = ["keep_look", "look_name"]

_MOST = 999
"""Looks of one sprite in one folder."""


def look_name(sprite_name: str, number: int) -> str:
    """``guard.png``, 2 -> ``guard_variation_02.png``, as the command calls them."""
    return f"{Path(sprite_name).stem}_variation_{number:02d}.png"


def keep_look(data: bytes, sprite_name: str, folder: Path, corrections: Corrections) -> Path:
    """Writes the PNG under the first number that is free, and a rig file where the user corrected anything:
    a look stands as its sprite does. Raises ``StorageFailed`` with one line."""
    for number in range(1, _MOST + 1):
        path = folder / look_name(sprite_name, number)
        if rig_path(path).exists():
            continue
        if _written(path, data):
            if corrections != Corrections():
                write_rig(rig_path(path), corrections)
            return path
    raise StorageFailed(f"{folder.name} holds {_MOST} looks of {sprite_name}: move some elsewhere")


def _written(path: Path, data: bytes) -> bool:
    """False where a file of that name is there already."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StorageFailed(f"{path.name} cannot be written: {error.strerror or error}") from None
    return True
