"""Pixels as pygame surfaces: frames from the daemon, stills from files; the store of them is bounded.

Headers are read before anything is decoded: a picture of a million columns costs 30 bytes, not gigabytes.
"""

import io
from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import Limits

from neonworks_editor.studio.sprite import picture_size

__all__ = ["PictureStore", "decode_picture", "fitted", "from_rgba"]

Size = tuple[int, int]

_KEPT_BYTES = 48 * 1024 * 1024
"""Four takes of 32 frames of 256 x 256 pixels, with thumbnails."""


def decode_picture(data: bytes) -> pygame.Surface:
    """The still in a PNG, GIF or WebP file. Raises ``BadSprite`` with one line for people."""
    size = picture_size(data)
    if size is None:
        raise BadSprite("this is no PNG, WebP or GIF: choose a picture of one of these kinds")
    if min(size) < 1 or size[0] * size[1] > Limits().sprite_pixels:
        raise BadSprite(f"{size[0]} x {size[1]} pixels: a sprite has at most 4 million; make it smaller")
    try:
        return pygame.image.load(io.BytesIO(data)).convert_alpha()
    except pygame.error as error:
        raise BadSprite(f"the picture is damaged ({error}): save it again") from error


def from_rgba(data: bytes, size: Size) -> pygame.Surface:
    """A surface of straight-alpha RGBA8 rows from the top. Raises ``BadSprite`` when they do not fit."""
    if len(data) != size[0] * size[1] * 4:
        raise BadSprite(f"{len(data)} bytes are no {size[0]} x {size[1]} picture")
    return pygame.image.frombytes(data, size, "RGBA").convert_alpha()


def fitted(picture: pygame.Surface, room: Size) -> pygame.Surface:
    """The picture as large as it goes in ``room``: whole-number zooms up, smooth below its own size."""
    width, height = picture.get_size()
    share = min(room[0] / width, room[1] / height)
    if share >= 1:
        factor = int(share)
        return pygame.transform.scale(picture, (width * factor, height * factor))
    size = (max(1, int(width * share)), max(1, int(height * share)))
    return pygame.transform.smoothscale(picture, size)


class PictureStore:
    """Surfaces by key; beyond ``limit`` bytes the least recently used are dropped."""

    def __init__(self, limit: int = _KEPT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, pygame.Surface] = OrderedDict()
        self._bytes = 0
        self._sheet: pygame.Surface | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes of pixels that are kept, those of ``scratch`` included."""
        return self._bytes + (_weight(self._sheet) if self._sheet else 0)

    def scratch(self, size: Size, like: pygame.Surface) -> pygame.Surface:
        """A surface with straight alpha in the format of ``like`` to draw over, until the next call."""
        sheet = self._sheet
        if sheet is None or sheet.get_masks() != like.get_masks() or not _holds(sheet, size):
            sheet = self._sheet = pygame.Surface(size, pygame.SRCALPHA, like)
        return sheet.subsurface((0, 0), size)

    def get(self, key: Hashable, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """The surface of ``key``, made when it is not kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = self._kept[key] = make()
        self._bytes += _weight(made)
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= _weight(self._kept.popitem(last=False)[1])
        return made

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0
        self._sheet = None


def _holds(sheet: pygame.Surface, size: Size) -> bool:
    return sheet.get_width() >= size[0] and sheet.get_height() >= size[1]


def _weight(surface: pygame.Surface) -> int:
    return surface.get_pitch() * surface.get_height()
