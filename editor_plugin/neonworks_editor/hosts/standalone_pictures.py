"""Pictures of the scene, read so that a broken file is one line for the user and never an exception."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pygame
from neonworks_protocol.errors import BadSprite

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.runtime import Animation

__all__ = ["LoadedClip", "load_clip", "load_still"]


@dataclass(frozen=True, slots=True, eq=False)
class LoadedClip:
    """Frames in memory. ``clip`` is None for a preview, which has no files."""

    animation: str
    play: Animation
    still_offset: tuple[int, int]
    direction: str = ""
    clip: AppliedClip | None = None


def load_still(path: Path) -> pygame.Surface:
    """A picture with alpha. Raises ``BadSprite`` with the file's name."""
    try:
        return _with_alpha(pygame.image.load(path))
    except (pygame.error, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadSprite(f"{path.name} cannot be read ({reason}): save it again as PNG") from error


def load_clip(clip: AppliedClip) -> Iterator[LoadedClip | None]:
    """Reads one frame at each step, None until the last gives the whole clip. Raises ``BadSprite``."""
    frames: list[pygame.Surface] = []
    sheet: tuple[Path, pygame.Surface] | None = None
    for index, path in enumerate(clip.frames):
        if sheet is None or sheet[0] != path or not clip.cells:
            sheet = (path, load_still(path))
        frames.append(_cut(sheet[1], path, clip.cells[index]) if clip.cells else sheet[1])
        if frames[-1].get_size() != frames[0].get_size():
            raise BadSprite(f"{path.name} has another size than the first frame: make them equal")
        if len(frames) < len(clip.frames):
            yield None
    play = Animation(frames, clip.durations, clip.loop, clip.pivot)
    yield LoadedClip(clip.animation, play, clip.still_offset, clip.direction, clip)


def _cut(sheet: pygame.Surface, path: Path, cell: tuple[int, int, int, int]) -> pygame.Surface:
    try:
        return sheet.subsurface(cell).copy()
    except ValueError as error:
        raise BadSprite(f"{path.name} is smaller than its frames: export it again") from error


def _with_alpha(picture: pygame.Surface) -> pygame.Surface:
    return picture.convert_alpha() if pygame.display.get_surface() else picture
