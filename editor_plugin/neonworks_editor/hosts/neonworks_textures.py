"""Two small tricks that let NeonWorks draw our frames and save only real files.

The engine finds a sprite's picture by ``Sprite.texture`` in a dictionary, and writes ``Sprite.texture`` and
``Sprite.width``/``height`` into a save, at any moment and without asking. So what stands in the component
must be the real file and the real size all the time, and yet one entity must be able to look different from
the others that use the same file.
"""

from __future__ import annotations

from typing import Any

import pygame

__all__ = ["PlacedFrame", "PrivateTexture"]


class PrivateTexture(str):
    """A texture path that has its own place in the renderer's cache.

    As text it *is* the path: it compares, joins and serialises as that, and copies of it are plain strings.
    Only its hash is its own, so that a dictionary keeps it apart from the same path of other entities
    (dictionaries compare hashes before they compare keys). Nothing that reads the component can tell.
    """

    __slots__ = ()

    def __hash__(self) -> int:
        return id(self) >> 4

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other)

    def __reduce__(self) -> tuple[Any, ...]:
        return str, (str.__str__(self),)

    def __copy__(self) -> str:
        return str.__str__(self)

    def __deepcopy__(self, memo: object) -> str:
        return str.__str__(self)


class PlacedFrame(pygame.Surface):
    """A frame at its final size that NeonWorks draws as it is, its feet where the still's feet were.

    The renderer scales what is not as large as the sprite says, and centres what ``get_rect`` gives. So this
    surface claims the sprite's own size, and puts its rectangle where the frame belongs: where the still
    would be, less the part of the canvas that the animation needs beside it.
    """

    _claimed: tuple[int, int] | None = None
    _still: tuple[int, int] | None = None
    _offset: tuple[int, int] = (0, 0)

    @classmethod
    def of(
        cls,
        picture: pygame.Surface,
        *,
        scale: tuple[float, float],
        still: tuple[int, int],
        offset: tuple[int, int],
        claimed: tuple[int, int],
    ) -> PlacedFrame:
        """``picture`` times ``scale``; ``still`` is the size at which the still is drawn, ``offset`` where
        its corner lies on the picture (in the picture's own pixels), ``claimed`` the size to admit to."""
        size = (
            max(1, round(picture.get_width() * scale[0])),
            max(1, round(picture.get_height() * scale[1])),
        )
        placed = cls(size, pygame.SRCALPHA, 32)
        scaled = picture if size == picture.get_size() else pygame.transform.scale(picture, size)
        placed.blit(scaled, (0, 0), special_flags=pygame.BLEND_RGBA_ADD)
        placed._still = still
        placed._offset = (round(offset[0] * scale[0]), round(offset[1] * scale[1]))
        placed._claimed = claimed
        return placed

    def get_width(self) -> int:
        """The width that the sprite says."""
        return self._claimed[0] if self._claimed else super().get_width()

    def get_height(self) -> int:
        """The height that the sprite says."""
        return self._claimed[1] if self._claimed else super().get_height()

    def get_rect(self, **where: Any) -> pygame.Rect:
        """The frame's rectangle: for ``center``, moved from the still's rectangle as the canvas has grown."""
        size = pygame.Rect((0, 0), self.get_size())
        if self._still is None or set(where) != {"center"}:
            for name, value in where.items():
                setattr(size, name, value)
            return size
        still = pygame.Rect((0, 0), self._still)
        still.center = where["center"]
        return size.move(still.left - self._offset[0], still.top - self._offset[1])

    def copy(self) -> PlacedFrame:
        """A copy that is placed alike: the renderer copies what it tints."""
        twin = super().copy()
        assert isinstance(twin, PlacedFrame)
        twin._claimed, twin._still, twin._offset = self._claimed, self._still, self._offset
        return twin
