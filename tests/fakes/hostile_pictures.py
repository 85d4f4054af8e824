"""Pictures that lie or explode, each built byte by byte; ``ATTACKS`` names them all."""

import io
import struct
import zlib
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image

__all__ = ["ATTACKS", "GOOD", "POLYGLOTS", "chunk", "figure", "gif", "png", "riff", "webp_chunk"]

_SIDE = 24


def figure() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    rgba = np.zeros((_SIDE, _SIDE, 4), np.uint8)
    rgba[4:20, 7:17] = (200, 30, 40, 255)
    rgba[4:8, 7:17] = (30, 40, 200, 255)
    return rgba


def _saved(kind: str, frames: int = 1, **options: object) -> bytes:
    picture, out = Image.fromarray(figure()), io.BytesIO()
    more = [Image.fromarray(np.roll(figure(), n, axis=0)) for n in range(1, frames)]
    picture.save(out, kind, save_all=frames > 1, append_images=more, **options)
    return out.getvalue()


GOOD: Mapping[str, bytes] = MappingProxyType(
    {
        "PNG": _saved("PNG"),
        "APNG": _saved("PNG", 3, duration=80),
        "GIF": _saved("GIF", disposal=2),
        "animated GIF": _saved("GIF", 3, disposal=2, duration=80),
        "lossless WebP": _saved("WEBP", lossless=True),
        "lossy WebP": _saved("WEBP", quality=90),
        "animated WebP": _saved("WEBP", 3, lossless=True, duration=80),
    }
)


def chunk(kind: bytes, body: bytes, *, checksum: int | None = None) -> bytes:
    """A PNG chunk."""
    found = zlib.crc32(kind + body) if checksum is None else checksum
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", found)


_ROWS = b"".join(b"\0" + row.tobytes() for row in figure())


def png(
    *chunks: bytes,
    size: tuple[int, int] = (_SIDE, _SIDE),
    header: tuple[int, int, int, int, int] = (8, 6, 0, 0, 0),
    pixels: bytes | None = None,
) -> bytes:
    """A PNG with ``chunks`` between its header and its pixel data."""
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", *size, *header)),
            *chunks,
            chunk(b"IDAT", zlib.compress(_ROWS) if pixels is None else pixels),
            chunk(b"IEND", b""),
        )
    )


def _bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(mebibytes)]
    return b"".join((*parts, packer.flush()))


_PALETTE = bytes(range(12))


def gif(
    *,
    screen: tuple[int, int] = (_SIDE, _SIDE),
    frame: tuple[int, int, int, int] = (0, 0, _SIDE, _SIDE),
    before: bytes = b"",
    palette: bytes = _PALETTE,
    pixels: bytes = b"\x02\x02\x44\x01\0",
    after: bytes = b";",
) -> bytes:
    """A GIF with one frame; ``before`` and ``after`` are whole blocks."""
    flags = 0x81 if palette else 0
    screen_bytes = struct.pack("<HHBBB", *screen, flags, 0, 0)
    return (
        b"GIF89a" + screen_bytes + palette + before + b"," + struct.pack("<4HB", *frame, 0) + pixels + after
    )


def webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def riff(*chunks: bytes) -> bytes:
    """A WebP file."""
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def _vp8x(width: int, height: int, flags: int = 0) -> bytes:
    return webp_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + _three(width - 1) + _three(height - 1))


_VP8L = GOOD["lossless WebP"][12:]
_VP8 = GOOD["lossy WebP"]


def _anmf(x: int, y: int, width: int, height: int, picture: bytes = _VP8L) -> bytes:
    numbers = (x // 2, y // 2, width - 1, height - 1, 80)
    return webp_chunk(b"ANMF", b"".join(map(_three, numbers)) + b"\0" + picture)


_ANIM = webp_chunk(b"ANIM", bytes(6))


def _claims(width: int, height: int) -> bytes:
    """A lossless bitstream that is of another size than it says."""
    bits = (width - 1) | (height - 1) << 14 | 1 << 28
    return webp_chunk(b"VP8L", b"\x2f" + struct.pack("<I", bits) + _VP8L[13:])


def _idat(data: bytes, start: int = 8) -> bytes:
    """The file with one bit of its pixel data turned; the checksum is then wrong."""
    place = data.index(b"IDAT") + start
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


_GOOD_PNG = GOOD["PNG"]
_TEXT = _bomb(64)

ATTACKS: Mapping[str, bytes] = MappingProxyType(
    {
        "PNG 0x0": png(size=(0, 0)),
        "PNG 0x16": png(size=(0, 16)),
        "PNG of 10^9 x 10^9": png(size=(10**9, 10**9)),
        "PNG of 1 x 10^9": png(size=(1, 10**9)),
        "PNG of 2^31 - 1 pixels a side": png(size=(2**31 - 1, 2**31 - 1)),
        "PNG of negative size": png(size=(2**32 - 1, 2**32 - 1)),
        "PNG wider than its data": png(size=(512, 512)),
        "PNG narrower than its data": png(size=(8, 8)),
        "PNG whose pixels inflate to 64 MiB": png(pixels=_TEXT),
        "PNG whose pixels are a bomb in many chunks": png(pixels=b"")[:-24]
        + b"".join(chunk(b"IDAT", _TEXT[i : i + 4096]) for i in range(0, len(_TEXT), 4096))
        + chunk(b"IEND", b""),
        "PNG with a text bomb": png(chunk(b"zTXt", b"Comment\0\0" + _TEXT)),
        "PNG with an international text bomb": png(chunk(b"iTXt", b"Comment\0\1\0\0\0" + _TEXT)),
        "PNG with a profile bomb": png(chunk(b"iCCP", b"sRGB\0\0" + _TEXT)),
        "PNG with a hundred texts of 1 MiB": png(*[chunk(b"zTXt", b"a\0\0" + _bomb(1))] * 100),
        "PNG of a million chunks": png(*[chunk(b"tEXt", b"")] * 500_000),
        "PNG with a chunk of 4 GiB": _GOOD_PNG[:33] + b"\xff\xff\xff\xfftEXt" + _GOOD_PNG[33:],
        "PNG with a wrong header checksum": png()[:29] + bytes(4) + png()[33:],
        "PNG with a wrong pixel checksum": _idat(_GOOD_PNG),
        "PNG cut off in its pixels": _GOOD_PNG[: len(_GOOD_PNG) // 2],
        "PNG without its end": _GOOD_PNG[:-12],
        "PNG with two headers": png(chunk(b"IHDR", struct.pack(">IIBBBBB", 9999, 9999, 8, 6, 0, 0, 0))),
        "PNG without a header": b"\x89PNG\r\n\x1a\n"
        + chunk(b"IDAT", zlib.compress(_ROWS))
        + chunk(b"IEND", b""),
        "PNG with nothing in it": b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        "PNG with an unknown critical chunk": png(chunk(b"EVIL", b"")),
        "PNG of depth 3": png(header=(3, 6, 0, 0, 0)),
        "PNG of colour type 5": png(header=(8, 5, 0, 0, 0)),
        "PNG of unknown compression": png(header=(8, 6, 1, 0, 0)),
        "PNG of interlace method 2": png(header=(8, 6, 0, 0, 2)),
        "PNG that says it is interlaced": png(header=(8, 6, 0, 0, 1)),
        "PNG that says it has 16 bits": png(header=(16, 6, 0, 0, 0)),
        "PNG with a palette too long": png(chunk(b"PLTE", bytes(999 * 3)), header=(8, 3, 0, 0, 0)),
        "PNG with colours but no palette": png(header=(8, 3, 0, 0, 0)),
        "PNG in name only": b"\x89PNG\r\n\x1a\n" + b"GIF89a" * 50,
        "GIF 0x0": gif(screen=(0, 0)),
        "GIF of 65535 x 65535": gif(screen=(65535, 65535), frame=(0, 0, 65535, 65535)),
        "GIF whose frame is larger than its canvas": gif(frame=(0, 0, 9000, 9000)),
        "GIF whose frame begins off its canvas": gif(frame=(60_000, 60_000, 24, 24)),
        "GIF whose frame is empty": gif(frame=(0, 0, 0, 0)),
        "GIF with a million blocks before its frame": gif(before=b"!\xfe\0" * 1_000_000),
        "GIF with a comment of 4 MiB in single bytes": gif(before=b"!\xfe" + b"\1a" * (2 << 20) + b"\0"),
        "GIF with pixels without end": gif(pixels=b"\x02" + (b"\xff" + b"\x44" * 255) * 4000 + b"\0"),
        "GIF with a code size of 255": gif(pixels=b"\xff\x01\x44\0"),
        "GIF without a palette": gif(palette=b""),
        "GIF without a frame": b"GIF89a" + struct.pack("<HHBBB", 24, 24, 0, 0, 0) + b";",
        "GIF cut off": GOOD["GIF"][: len(GOOD["GIF"]) // 2],
        "GIF with an unknown block": gif(before=b"\x99"),
        "WebP of 16384 x 16384 around a small picture": riff(_vp8x(16384, 16384), _VP8L),
        "WebP canvas of 2^24 x 2^24": riff(_vp8x(1 << 24, 1 << 24), _VP8L),
        "WebP smaller than its picture": riff(_vp8x(16, 16), _VP8L),
        "WebP whose bitstream says 16384": riff(_claims(16384, 16384)),
        "WebP whose bitstream says 512": riff(_vp8x(24, 24), _claims(512, 512)),
        "WebP whose size says 4 GiB": b"RIFF\xff\xff\xff\xffWEBP" + _VP8L,
        "WebP with a chunk of 4 GiB": riff(b"VP8L\xff\xff\xff\xff" + _VP8L[8:]),
        "WebP cut off": _VP8[: len(_VP8) // 2],
        "WebP with an empty picture": riff(webp_chunk(b"VP8L", b"")),
        "WebP without a picture": riff(_vp8x(24, 24)),
        "WebP of a million chunks": riff(_vp8x(24, 24), webp_chunk(b"JUNK", b"") * 1_000_000, _VP8L),
        "WebP animation of 16384 x 16384": riff(_vp8x(16384, 16384, 2), _ANIM, _anmf(0, 0, 24, 24)),
        "WebP animation whose frame is larger": riff(_vp8x(24, 24, 2), _ANIM, _anmf(0, 0, 16384, 16384)),
        "WebP animation whose frame is elsewhere": riff(_vp8x(24, 24, 2), _ANIM, _anmf(9000, 9000, 24, 24)),
        "WebP animation whose picture is larger": riff(
            _vp8x(24, 24, 2), _ANIM, _anmf(0, 0, 24, 24, _claims(16000, 16000))
        ),
        "WebP animation without frames": riff(_vp8x(24, 24, 2), _ANIM),
        "WebP lossy, first bytes only": riff(webp_chunk(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a")),
        "JPEG called PNG": b"\xff\xd8\xff\xe0" + b"JFIF" * 50,
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "BMP": b"BM" + bytes(60),
        "TIFF": b"II*\0" + bytes(60),
        "ZIP": b"PK\3\4" + bytes(60),
    }
)
"""Every one of them is refused. None needs more memory or time than the largest sprite."""

_PAYLOAD = b"PK\3\4" + b"<script>alert(1)</script>" * 40

POLYGLOTS: Mapping[str, bytes] = MappingProxyType(
    {
        "PNG with a file behind it": GOOD["PNG"] + _PAYLOAD,
        "PNG with a file in a chunk": png(chunk(b"prIv", _PAYLOAD)),
        "APNG that promises 2^31 frames": png(chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))),
        "APNG whose frame is off its canvas": png(
            chunk(b"acTL", struct.pack(">II", 1, 0)),
            chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 2**31 - 1, 2**31 - 1, 9, 9, 1, 1, 0, 0)),
        ),
        "GIF with a file behind it": GOOD["GIF"] + _PAYLOAD,
        "GIF of a million frames": GOOD["GIF"][:-1] + b",\0\0\0\0\1\0\1\0\0\2\1\x44\0" * 500_000 + b";",
        "GIF whose second frame is huge": GOOD["GIF"][:-1]
        + b","
        + struct.pack("<4HB", 0, 0, 65535, 65535, 0)
        + b"\x02\x02\x44\x01\0;",
        "WebP with a file behind it": GOOD["lossless WebP"] + _PAYLOAD,
        "WebP whose second frame is huge": riff(
            _vp8x(24, 24, 0x12), _ANIM, _anmf(0, 0, 24, 24), _anmf(0, 0, 16384, 16384)
        ),
        "WebP of ten thousand frames": riff(
            _vp8x(24, 24, 0x12), _ANIM, _anmf(0, 0, 24, 24), _anmf(0, 0, 2, 2, b"") * 10_000
        ),
    }
)
"""Pictures with something behind or beside the still: the still is drawn, the rest never looked at."""
