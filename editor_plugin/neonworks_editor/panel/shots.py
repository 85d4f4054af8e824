"""Pictures as the preview draws them: enlarged, tinted or cut to what can be seen, each made once."""

from dataclasses import dataclass
from enum import Enum

import pygame

from neonworks_editor.panel.camera import Camera
from neonworks_editor.panel.pictures import PictureStore

__all__ = ["Backdrop", "Shot", "Tint", "draw_shot"]

Size = tuple[int, int]
_ROOM = 1.25
"""A picture up to this much larger than the view is enlarged whole: it is not made anew while panning."""


class Backdrop(Enum):
    """What stands behind the preview."""

    CHECKER = "Checkerboard"
    DARK = "Dark"
    LIGHT = "Light"
    SCENE = "Scene"


class Tint(Enum):
    """How a picture is coloured; the value multiplies red, green, blue and alpha (255 keeps)."""

    NONE = (255, 255, 255, 255)
    BEFORE = (255, 96, 96, 110)
    """Onion skin of an earlier frame."""
    AFTER = (96, 160, 255, 110)
    """Onion skin of a later frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture; ``key`` names its pixels, ``offset`` is where the still's pixel (0, 0) lies in it."""

    key: str
    picture: pygame.Surface
    offset: tuple[int, int] = (0, 0)


def draw_shot(
    surface: pygame.Surface,
    view: pygame.Rect,
    shot: Shot,
    *,
    camera: Camera,
    canvas: Size,
    still_offset: tuple[int, int],
    store: PictureStore,
    tint: Tint = Tint.NONE,
) -> pygame.Rect:
    """Draw ``shot`` so that its still lies where a clip of ``canvas`` and ``still_offset`` has it.

    The clip of ``surface`` must be inside ``view``. Answers with the rectangle that was drawn to.
    """
    x, y = camera.origin(canvas, view.size)
    corner = (
        view.x + x + round((still_offset[0] - shot.offset[0]) * camera.zoom),
        view.y + y + round((still_offset[1] - shot.offset[1]) * camera.zoom),
    )
    part = _seen_part(shot.picture.get_size(), corner, view, camera.zoom)
    if part.width <= 0 or part.height <= 0:
        return pygame.Rect(corner, (0, 0))
    size = max(1, round(part.width * camera.zoom)), max(1, round(part.height * camera.zoom))
    if camera.zoom >= 1:
        # Not kept: enlarging costs less than the memory of a new surface, and than its blit.
        enlarged = _scaled(shot.picture, part, tint, store.scratch(size, shot.picture), smooth=False)
    else:
        key = (shot.key, camera.zoom, tuple(part), tint)
        enlarged = store.get(
            key, lambda: _scaled(shot.picture, part, tint, _empty(size, shot.picture), smooth=True)
        )
    return surface.blit(
        enlarged, (corner[0] + round(part.x * camera.zoom), corner[1] + round(part.y * camera.zoom))
    )


def _seen_part(size: Size, corner: tuple[int, int], view: pygame.Rect, zoom: float) -> pygame.Rect:
    """The part of the picture that must be enlarged: all of it, unless that is much larger than the view."""
    whole = pygame.Rect(0, 0, *size)
    if size[0] * zoom <= view.width * _ROOM and size[1] * zoom <= view.height * _ROOM:
        return whole
    left, top = int((view.x - corner[0]) / zoom) - 1, int((view.y - corner[1]) / zoom) - 1
    return whole.clip(pygame.Rect(left, top, int(view.width / zoom) + 3, int(view.height / zoom) + 3))


def _empty(size: Size, like: pygame.Surface) -> pygame.Surface:
    return pygame.Surface(size, pygame.SRCALPHA, like)


def _scaled(
    picture: pygame.Surface, part: pygame.Rect, tint: Tint, result: pygame.Surface, *, smooth: bool
) -> pygame.Surface:
    """``part`` of the picture, as large as ``result`` and drawn over it."""
    scale = pygame.transform.smoothscale if smooth else pygame.transform.scale
    scale(picture.subsurface(part), result.get_size(), result)
    if tint is not Tint.NONE:
        result.fill(tint.value, special_flags=pygame.BLEND_RGBA_MULT)
    return result
