"""``StillFile``: the part of a picture file that shows its still, with a size that is known to be true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import MAX_SPRITE_PIXELS

__all__ = ["Reader", "SizeRule", "StillFile", "check_sheet_size", "check_size", "damaged"]

SMALLEST, LARGEST = 8, 512
"""Side length in pixels of a sprite that can be animated."""
_SHEET_SIDE = 8192
_SHEET_PIXELS = MAX_SPRITE_PIXELS

SizeRule = Callable[[int, int], None]
"""Raises BadSprite for a width and height that are not read."""


@dataclass(frozen=True)
class StillFile:
    """``data`` is a file of ``kind`` (as Pillow calls it) with one frame and nothing besides."""

    kind: str
    width: int
    height: int
    data: bytes


class Reader:
    """Bytes taken one after the other; raises BadSprite where the file ends too early."""

    def __init__(self, data: bytes) -> None:
        self._view = memoryview(data)
        self._blocks = 0
        self.position = 0

    @property
    def left(self) -> int:
        """Bytes that were not taken yet."""
        return len(self._view) - self.position

    def take(self, count: int) -> bytes:
        if count > self.left:
            damaged("it is cut off")
        start, self.position = self.position, self.position + count
        return bytes(self._view[start : self.position])

    def number(self, count: int) -> int:
        """A little-endian number of ``count`` bytes."""
        return int.from_bytes(self.take(count), "little")

    def blocks(self, limit: int) -> Iterator[bytes]:
        """Blocks with their length in one byte before them, up to the empty one.

        Raises BadSprite after ``limit`` of them in the whole file: what many small ones cost is time.
        """
        while block := self.take(self.number(1)):
            self._blocks += 1
            if self._blocks > limit:
                damaged(f"it has more than {limit:,} blocks")
            yield block


def check_size(width: int, height: int) -> None:
    """Raises BadSprite for a size that is not animated."""
    if min(width, height) < SMALLEST or max(width, height) > LARGEST:
        raise BadSprite(
            f"The image is {width}×{height} pixels; a sprite must be {SMALLEST}×{SMALLEST} to "
            f"{LARGEST}×{LARGEST}. Export one frame at its own size."
        )


def check_sheet_size(width: int, height: int) -> None:
    """Raises BadSprite for the size of a sheet that is not read."""
    if min(width, height) < SMALLEST or max(width, height) > _SHEET_SIDE or width * height > _SHEET_PIXELS:
        raise BadSprite(
            f"The sheet is {width}×{height} pixels; at most {_SHEET_SIDE} along a side and"
            f" {_SHEET_PIXELS >> 20} megapixels are read. Save the frames you need on a sheet of their own."
        )


def damaged(reason: str) -> NoReturn:
    """Raises BadSprite: the file does not hold what its format asks for."""
    raise BadSprite(f"The image file is damaged: {reason}; save it again as PNG.")
