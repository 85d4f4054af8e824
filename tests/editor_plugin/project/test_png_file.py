import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.project.png_file import png_size
from neonworks_protocol.errors import BadSprite
from PIL import Image

from tests.fakes.pngs import png


def _saved(mode: str, size: tuple[int, int] = (5, 3), **options: bool) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG", **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_measured(mode: str) -> None:
    assert png_size(_saved(mode)) == (5, 3)


def test_every_shorter_part_of_a_file_is_refused() -> None:
    whole = png(7, 5)
    assert png_size(whole) == (7, 5)
    for length in range(len(whole)):
        with pytest.raises(BadSprite):
            png_size(whole[:length])


def test_a_flipped_bit_is_seen() -> None:
    whole = png(7, 5)
    for place in range(8, len(whole) - 12):
        damaged = bytearray(whole)
        damaged[place] ^= 4
        with pytest.raises(BadSprite):
            png_size(bytes(damaged))


def test_rows_that_are_missing_behind_right_checksums_are_seen() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 6, 0, 0, 0))
    for rows in (b"\0" * 17 * 3, b"\0" * 17 * 5):
        data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
        with pytest.raises(BadSprite):
            png_size(data)


def test_a_size_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BadSprite, match="pixels"):
        png_size(png(64, 64), max_pixels=64 * 63)


@given(st.binary(max_size=200), st.integers(0, 120))
def test_no_bytes_raise_anything_else(junk: bytes, place: int) -> None:
    whole = png(3, 3)
    for data in (junk, b"\x89PNG\r\n\x1a\n" + junk, whole[:place] + junk + whole[place:]):
        try:
            png_size(data)
        except BadSprite as error:
            assert "\n" not in error.message
