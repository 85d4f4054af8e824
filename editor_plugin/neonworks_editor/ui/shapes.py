"""Rounded boxes, shadows and checkerboards with smooth edges, drawn once and kept.

pygame's own ``draw.rect(border_radius=...)`` has stair-stepped corners. Here a corner is drawn ``_OVER``
times larger, shrunk with ``smoothscale`` and kept; a box is then four corners and filled bars. Both stores
are bounded (``_KEPT`` entries, the oldest unused goes first).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame

from neonworks_editor.ui.theme import Color

__all__ = ["Shapes", "SurfaceStore", "clipped"]

_OVER = 8
"""Samples per pixel and axis of a corner: 64 grey levels."""

_KEPT = 384


class clipped:  # noqa: N801
    """``with clipped(surface, rect):`` draws only inside ``rect`` and inside the clip there was before."""

    def __init__(self, surface: pygame.Surface, rect: pygame.Rect) -> None:
        self._surface, self._rect = surface, rect

    def __enter__(self) -> bool:
        """True when anything of ``rect`` can be seen at all."""
        self._before = self._surface.get_clip()
        inside = self._before.clip(self._rect)
        self._surface.set_clip(inside)
        return bool(inside)

    def __exit__(self, *_: object) -> None:
        self._surface.set_clip(self._before)


class SurfaceStore:
    """Surfaces by key, the least recently used dropped beyond ``limit``."""

    def __init__(self, limit: int = _KEPT) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
            if len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def clear(self) -> None:
        self._kept.clear()


class Shapes:
    """Draws boxes onto surfaces; sizes and radii are in real pixels."""

    def __init__(self) -> None:
        self._store = SurfaceStore()

    def box(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        radius: int,
        fill: Color | None,
        border: Color | None = None,
        width: int = 1,
    ) -> None:
        """A rounded box; ``border`` lies inside ``rect``. Without ``fill`` only the border is drawn."""
        if rect.width <= 0 or rect.height <= 0:
            return
        radius = min(radius, rect.width // 2, rect.height // 2)
        if radius > 0:
            self._corners(surface, rect, radius, fill, border, width)
        if fill is not None:
            surface.fill(fill, (rect.x + radius, rect.y, rect.width - 2 * radius, rect.height))
            surface.fill(fill, (rect.x, rect.y + radius, radius, rect.height - 2 * radius))
            surface.fill(fill, (rect.right - radius, rect.y + radius, radius, rect.height - 2 * radius))
        if border is not None:
            _edges(surface, rect, radius, border, width)

    def _corners(
        self,
        surface: pygame.Surface,
        rect: pygame.Rect,
        radius: int,
        fill: Color | None,
        border: Color | None,
        width: int,
    ) -> None:
        key = ("corner", radius, fill, border, width)
        disc = self._store.get(key, lambda: _disc(radius, fill, border, width))
        right, bottom = rect.right - radius, rect.bottom - radius
        surface.blit(disc, rect.topleft, (0, 0, radius, radius))
        surface.blit(disc, (right, rect.y), (radius, 0, radius, radius))
        surface.blit(disc, (rect.x, bottom), (0, radius, radius, radius))
        surface.blit(disc, (right, bottom), (radius, radius, radius, radius))

    def disc(self, surface: pygame.Surface, center: tuple[int, int], radius: int, fill: Color) -> None:
        """A smooth filled circle of ``2 * radius`` pixels across, centred on a pixel corner."""
        disc = self._store.get(("corner", radius, fill, None, 0), lambda: _disc(radius, fill, None, 0))
        surface.blit(disc, (center[0] - radius, center[1] - radius))

    def shadow(self, surface: pygame.Surface, rect: pygame.Rect, spread: int, alpha: int = 80) -> None:
        """A soft shadow around and a little below ``rect``, ``spread`` pixels wide."""
        key = ("shadow", rect.width, rect.height, spread, alpha)
        soft = self._store.get(key, lambda: _shadow(rect.size, spread, alpha))
        surface.blit(soft, (rect.x - spread, rect.y - spread + spread // 3))

    def veil(self, surface: pygame.Surface, rect: pygame.Rect, alpha: int = 120) -> None:
        """Darkens ``rect``, as behind a dialog."""
        dark = self._store.get(("veil", rect.size, alpha), lambda: _veil(rect.size, alpha))
        surface.blit(dark, rect.topleft)

    def checker(
        self, surface: pygame.Surface, rect: pygame.Rect, cell: int, one: Color, other: Color
    ) -> None:
        """A checkerboard of ``cell`` pixels, the sign of transparency."""
        key = ("checker", rect.size, cell, one, other)
        surface.blit(
            self._store.get(key, lambda: _checker(surface, rect.size, cell, one, other)), rect.topleft
        )

    def clear(self) -> None:
        self._store.clear()


def _edges(surface: pygame.Surface, rect: pygame.Rect, radius: int, border: Color, width: int) -> None:
    across, down = rect.width - 2 * radius, rect.height - 2 * radius
    surface.fill(border, (rect.x + radius, rect.y, across, width))
    surface.fill(border, (rect.x + radius, rect.bottom - width, across, width))
    surface.fill(border, (rect.x, rect.y + radius, width, down))
    surface.fill(border, (rect.right - width, rect.y + radius, width, down))


def _disc(radius: int, fill: Color | None, border: Color | None, width: int) -> pygame.Surface:
    """The four corners of a box, as one disc of ``2 * radius`` pixels with straight alpha."""
    side = 2 * radius
    mask = _coverage(side, radius * _OVER, 0)
    rim = _coverage(side, radius * _OVER, 0 if fill is None else width)
    disc = pygame.Surface((side, side), pygame.SRCALPHA)
    if fill is None:
        disc.blit(_tinted(_coverage(side, radius * _OVER, 0, hole=width), border or (0, 0, 0)), (0, 0))
        return disc
    disc.blit(_tinted(mask, border or fill), (0, 0))
    if border is not None:
        disc.blit(_tinted(rim, fill), (0, 0))
    return disc


def _coverage(side: int, radius: int, inset: int, hole: int = 0) -> pygame.Surface:
    """White with the alpha of a circle ``inset`` pixels smaller than the square; ``hole`` makes it a ring."""
    large = pygame.Surface((side * _OVER, side * _OVER), pygame.SRCALPHA)
    large.fill((255, 255, 255, 0))
    center = (side * _OVER // 2, side * _OVER // 2)
    pygame.draw.circle(large, (255, 255, 255, 255), center, radius - inset * _OVER)
    if hole:
        pygame.draw.circle(large, (255, 255, 255, 0), center, radius - hole * _OVER)
    return pygame.transform.smoothscale(large, (side, side))


def _tinted(white: pygame.Surface, color: Color) -> pygame.Surface:
    white.fill((*color, 255), special_flags=pygame.BLEND_RGBA_MULT)
    return white


def _shadow(size: tuple[int, int], spread: int, alpha: int) -> pygame.Surface:
    """Boxes inside each other, each a pixel smaller and darker; the square of the distance falls softly."""
    soft = pygame.Surface((size[0] + 2 * spread, size[1] + 2 * spread), pygame.SRCALPHA)
    for inset in range(spread):
        dark = round(alpha * ((inset + 1) / spread) ** 2)
        box = soft.get_rect().inflate(-2 * inset, -2 * inset)
        pygame.draw.rect(soft, (0, 0, 0, dark), box, border_radius=2 * spread - inset)
    return soft


def _veil(size: tuple[int, int], alpha: int) -> pygame.Surface:
    veil = pygame.Surface(size, pygame.SRCALPHA)
    veil.fill((0, 0, 0, alpha))
    return veil


def _checker(
    like: pygame.Surface, size: tuple[int, int], cell: int, one: Color, other: Color
) -> pygame.Surface:
    board = pygame.Surface(size, 0, like)
    board.fill(one)
    for y in range(0, size[1], cell):
        for x in range((y // cell % 2) * cell, size[0], 2 * cell):
            board.fill(other, (x, y, cell, cell))
    return board
