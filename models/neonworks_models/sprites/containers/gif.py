"""GIF (89a, w3.org/Graphics/GIF/spec-gif89a.txt): the first frame, which must lie on the canvas.

Comments, applications' blocks and all further frames are left out: however many there are, none is decoded.
"""

from neonworks_models.sprites.containers.still import Reader, StillFile, check_size, damaged

__all__ = ["SIGNATURES", "read_gif"]

SIGNATURES = (b"GIF87a", b"GIF89a")
_MAX_BLOCKS = 65_536
"""Blocks before the end of the first frame; 393 KiB of the longest codes are 1,543."""
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL = 0xF9
_CODE_BITS = 12
"""Longest LZW code; one makes at least one pixel."""


def read_gif(data: bytes) -> StillFile:
    """The first frame on its canvas. Raises BadSprite."""
    reader = Reader(data)
    signature, screen = reader.take(6), reader.take(7)
    width, height = int.from_bytes(screen[:2], "little"), int.from_bytes(screen[2:4], "little")
    check_size(width, height)
    palette = _palette(reader, screen[4])
    control = b""
    for _ in range(_MAX_BLOCKS):
        block = reader.number(1)
        if block == _IMAGE:
            frame = _frame(reader, width, height, has_palette=bool(palette))
            return StillFile("GIF", width, height, signature + screen + palette + control + frame + b";")
        if block != _EXTENSION:
            damaged("it has no frame" if block == _TRAILER else "it has a block of an unknown kind")
        control = _extension(reader) or control
    damaged(f"it has more than {_MAX_BLOCKS:,} blocks before its first frame")


def _palette(reader: Reader, flags: int) -> bytes:
    return reader.take(3 << ((flags & 7) + 1)) if flags & 0x80 else b""


def _extension(reader: Reader) -> bytes:
    """The block when it is a graphic control (transparency), else nothing."""
    label = reader.number(1)
    body = b"".join(bytes([len(block)]) + block for block in reader.blocks(_MAX_BLOCKS))
    if label != _CONTROL:
        return b""
    if len(body) != 5:
        damaged("its graphic control has a wrong size")
    return bytes([_EXTENSION, _CONTROL]) + body + b"\0"


def _frame(reader: Reader, width: int, height: int, *, has_palette: bool) -> bytes:
    place = reader.take(9)
    x, y, columns, rows = (int.from_bytes(place[i : i + 2], "little") for i in range(0, 8, 2))
    if not columns or not rows or x + columns > width or y + rows > height:
        damaged(f"its first frame ({columns}×{rows} at {x}, {y}) is empty or not on its canvas")
    palette = _palette(reader, place[8])
    if not palette and not has_palette:
        damaged("it has no palette")
    code_size = reader.take(1)
    if not 2 <= code_size[0] <= 8:
        damaged("its pixel data has a wrong code size")
    return bytes([_IMAGE]) + place + palette + code_size + _pixels(reader, columns * rows) + b"\0"


def _pixels(reader: Reader, count: int) -> bytes:
    """The packed pixels. Each code but the clear codes makes a pixel: twice the longest is a lie."""
    packed: list[bytes] = []
    size, most = 0, 2 * (count * _CODE_BITS // 8) + 1024
    for block in reader.blocks(_MAX_BLOCKS):
        packed.append(bytes([len(block)]) + block)
        size += len(block)
        if size > most:
            damaged("it holds more pixel data than its first frame has room for")
    return b"".join(packed)
