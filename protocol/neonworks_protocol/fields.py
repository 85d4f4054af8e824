"""Constrained field types that several messages share; a value out of bounds is refused while decoding."""

from typing import Annotated

from msgspec import Meta

from neonworks_protocol.limits import (
    MAX_FRAME_SIDE,
    MAX_ID_CHARS,
    MAX_PATH_CHARS,
    MAX_SPRITE_BYTES,
    MAX_SPRITE_PIXELS,
    MAX_TEXT_CHARS,
)

__all__ = [
    "Count",
    "FrameSide",
    "Identifier",
    "Milliseconds",
    "Pixels",
    "Png",
    "Point",
    "RootedPath",
    "Seed",
    "Sequence",
    "Sha256",
    "Text",
    "Unit",
]

Identifier = Annotated[str, Meta(min_length=1, max_length=MAX_ID_CHARS)]
"""An id or a short name, 1..64 characters."""
RootedPath = Annotated[str, Meta(min_length=1, max_length=MAX_PATH_CHARS)]
"""A path relative to a named root, parts divided by ``/``. Shown to people and never opened by its reader."""
Text = Annotated[str, Meta(max_length=MAX_TEXT_CHARS)]
"""What a person wrote, at most 2,000 characters."""
Png = Annotated[bytes, Meta(min_length=1, max_length=MAX_SPRITE_BYTES)]
"""An encoded picture: PNG, WebP or GIF."""
Sha256 = Annotated[str, Meta(min_length=64, max_length=64)]
"""64 hexadecimal digits, lower case."""
Seed = Annotated[int, Meta(ge=0, le=2**32 - 1)]
Count = Annotated[int, Meta(ge=0)]
Sequence = Annotated[int, Meta(ge=0)]
"""Number of a server message in its session; the first is 1."""
Unit = Annotated[float, Meta(ge=0.0, le=1.0)]
"""A share, 0..1."""
Pixels = Annotated[int, Meta(ge=1, le=MAX_SPRITE_PIXELS)]
"""A width or a height."""
FrameSide = Annotated[int, Meta(ge=8, le=MAX_FRAME_SIDE)]
"""A width or a height of one frame of a sheet."""
Milliseconds = Annotated[int, Meta(ge=1, le=60_000)]
"""How long a frame is shown."""
Point = tuple[float, float]
"""(x, y) in canvas pixels, x to the right, y down."""
