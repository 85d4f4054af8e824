"""WebP (RFC 9649): sizes of canvas, first frame and bitstream, which must agree.

A decoder reserves the canvas that the container announces, up to 2 GiB, before it looks at the bitstream: so
they are compared here first. Metadata and further frames are left out.
"""

from collections.abc import Iterator

from neonworks_models.sprites.containers.still import Reader, SizeRule, StillFile, check_size, damaged

__all__ = ["is_webp", "read_webp"]

_MAX_CHUNKS = 4096
_ANIMATED, _ALPHA = 0x02, 0x10
"""Flags of VP8X."""
_LOSSLESS_MARK = 0x2F
_KEYFRAME_MARK = b"\x9d\x01\x2a"


def is_webp(data: bytes) -> bool:
    """Whether the content begins as a WebP file does."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def read_webp(data: bytes, check: SizeRule = check_size) -> StillFile:
    """The still, or the first frame on its canvas, of a size that ``check`` allows. Raises BadSprite."""
    reader = Reader(data)
    reader.take(4)
    size = reader.number(4)
    if size > len(data) - 8 or size < 4:
        damaged("it is cut off")
    chunks = _chunks(Reader(data[12 : 8 + size]))
    kind, body = next(chunks, (b"", b""))
    if kind != b"VP8X":
        width, height = _bitstream_size(kind, body)
        check(width, height)
        return StillFile("WEBP", width, height, _riff(_chunk(kind, body)))
    if len(body) != 10:
        damaged("its header has a wrong size")
    width, height = _number(body[4:7]) + 1, _number(body[7:10]) + 1
    check(width, height)
    animated = body[0] & _ANIMATED
    header = _chunk(b"VP8X", bytes([body[0] & (_ANIMATED | _ALPHA)]) + bytes(3) + body[4:])
    inner = _first_frame(chunks, width, height) if animated else _still(chunks, width, height)
    return StillFile("WEBP", width, height, _riff(header + inner))


def _still(chunks: Iterator[tuple[bytes, bytes]], width: int, height: int) -> bytes:
    alpha = b""
    for kind, body in chunks:
        if kind == b"ALPH":
            alpha = _chunk(kind, body)
        elif kind in (b"VP8 ", b"VP8L"):
            if _bitstream_size(kind, body) != (width, height):
                damaged("its picture has another size than its header says")
            return alpha + _chunk(kind, body)
    damaged("it has no picture")


def _first_frame(chunks: Iterator[tuple[bytes, bytes]], width: int, height: int) -> bytes:
    for kind, body in chunks:
        if kind == b"ANMF":
            if len(body) < 16:
                damaged("its first frame is cut off")
            x, y = 2 * _number(body[:3]), 2 * _number(body[3:6])
            columns, rows = _number(body[6:9]) + 1, _number(body[9:12]) + 1
            if x + columns > width or y + rows > height:
                damaged(f"its first frame ({columns}×{rows} at {x}, {y}) is not on its canvas")
            picture = _still(_chunks(Reader(body[16:])), columns, rows)
            return _chunk(b"ANIM", bytes(6)) + _chunk(b"ANMF", body[:16] + picture)
    damaged("it has no frame")


def _bitstream_size(kind: bytes, body: bytes) -> tuple[int, int]:
    """Width and height as the bitstream itself has them (RFC 6386, 9.1; RFC 9649, 3.4)."""
    if kind == b"VP8L" and len(body) >= 5 and body[0] == _LOSSLESS_MARK:
        bits = _number(body[1:5])
        if bits >> 29 == 0:
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and len(body) >= 10 and not body[0] & 1 and body[3:6] == _KEYFRAME_MARK:
        return _number(body[6:8]) & 0x3FFF, _number(body[8:10]) & 0x3FFF
    damaged("it has no picture")


def _chunks(reader: Reader) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(_MAX_CHUNKS):
        if not reader.left:
            return
        kind = reader.take(4)
        size = reader.number(4)
        yield kind, reader.take(size)
        if size % 2 and reader.left:
            reader.take(1)
    damaged(f"it has more than {_MAX_CHUNKS:,} chunks")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _riff(chunks: bytes) -> bytes:
    return b"RIFF" + (len(chunks) + 4).to_bytes(4, "little") + b"WEBP" + chunks


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
