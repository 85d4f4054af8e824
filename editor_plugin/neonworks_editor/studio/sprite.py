"""A sprite file, read once: its bytes, and what its header says.

Only the header is looked at; decoding is the daemon's. Sizes are read as PNG (W3C PNG 3, 11.2.1), GIF89a (18)
and WebP (RFC 9649, 2.5 to 2.7) define them.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import Limits

__all__ = ["MAX_NAME", "Sprite", "picture_size", "read_sprite", "sprite_from_bytes"]

MAX_NAME = 255
"""Characters of a sprite's name that the daemon is told."""

_PNG = b"\x89PNG\r\n\x1a\n"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sprite:
    """The still that is animated. ``size`` is (width, height) in pixels, ``entity`` an id of the host."""

    data: bytes
    name: str
    size: tuple[int, int]
    sha256: str
    path: Path | None = None
    entity: str | None = None

    def __repr__(self) -> str:
        return f"Sprite({self.name!r}, {self.size[0]}x{self.size[1]}, {len(self.data)} bytes)"


def read_sprite(path: Path, limits: Limits, entity: str | None = None) -> Sprite:
    """The sprite in the file ``path``; raises ``BadSprite`` with one line that names it."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.sprite_bytes + 1)
    except OSError as error:
        raise BadSprite(
            f"{path.name} cannot be read ({error.strerror or error}); choose another file"
        ) from None
    return sprite_from_bytes(data, path.name, limits, path=path, entity=entity)


def sprite_from_bytes(
    data: bytes, name: str, limits: Limits, *, path: Path | None = None, entity: str | None = None
) -> Sprite:
    """A sprite of an encoded picture; raises ``BadSprite`` where the daemon would refuse it by its header."""
    if len(data) > limits.sprite_bytes:
        raise BadSprite(f"{name} is larger than {limits.sprite_bytes // _MIB} MiB; choose a smaller picture")
    size = picture_size(data)
    if size is None:
        raise BadSprite(f"{name} is not a PNG, WebP or GIF picture; save it as PNG and open it again")
    width, height = size
    if not 0 < width * height <= limits.sprite_pixels:
        most = limits.sprite_pixels / _MIB
        raise BadSprite(f"{name} has {width} x {height} pixels; at most {most:g} megapixels can be animated")
    return Sprite(data, name, size, hashlib.sha256(data).hexdigest(), path, entity)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels by the header of a PNG, GIF or WebP; None when it is none of them."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp_size(data)
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
            return width, height
    return None
