"""PNG: what is kept, and that its pixel data has the size that the header says."""

import io
import zlib

import numpy as np
import pytest
from neonworks_models.sprites.containers.png import read_png
from neonworks_protocol.errors import BadSprite
from PIL import Image

from tests.fakes.hostile_pictures import ATTACKS, GOOD, POLYGLOTS, chunk, figure, png

MINE = [name for name in ATTACKS if name.startswith("PNG")]


@pytest.mark.parametrize("name", MINE)
def test_lies_and_bombs_are_refused_without_decoding(name: str) -> None:
    with pytest.raises(BadSprite):
        read_png(ATTACKS[name])


@pytest.mark.parametrize("name", ["PNG", "APNG"])
def test_only_the_still_is_kept(name: str) -> None:
    still = read_png(GOOD[name])
    assert (still.kind, still.width, still.height) == ("PNG", 24, 24)
    assert not {b"acTL", b"fcTL", b"fdAT", b"tEXt"} & {still.data[i : i + 4] for i in range(len(still.data))}
    assert read_png(still.data) == still
    assert (np.asarray(Image.open(io.BytesIO(still.data)).convert("RGBA")) == figure()).all()


@pytest.mark.parametrize("name", [name for name in POLYGLOTS if "PNG" in name])
def test_what_lies_behind_or_beside_is_left_out(name: str) -> None:
    assert b"script" not in read_png(POLYGLOTS[name]).data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(8, 8), (9, 13), (17, 8), (31, 33)])
def test_the_size_of_every_kind_of_pixels_is_known(mode: str, size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    assert read_png(out.getvalue()).width == size[0]


@pytest.mark.parametrize(("width", "height"), [(8, 8), (9, 13), (33, 8), (24, 31)])
def test_the_size_of_interlaced_pixels_is_known(width: int, height: int) -> None:
    """Built by hand: seven small pictures, each with its own rows."""
    steps = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rgba = np.random.default_rng(1).integers(0, 255, (height, width, 4), np.uint8)
    rows = [b"\0" + row.tobytes() for x, y, dx, dy in steps for row in rgba[y::dy, x::dx] if row.size]
    packed = zlib.compress(b"".join(rows))
    still = read_png(png(size=(width, height), header=(8, 6, 0, 0, 1), pixels=packed))
    assert (np.asarray(Image.open(io.BytesIO(still.data))) == rgba).all()


def test_honest_texts_and_profiles_do_no_harm() -> None:
    texts = (
        chunk(b"tEXt", b"Author\0me"),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"hello" * 100)),
        chunk(b"iTXt", b"Title\0\1\0en\0Title\0" + zlib.compress(b"hello")),
        chunk(b"iTXt", b"Title\0\0\0en\0Title\0hello"),
        chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(bytes(3000))),
        chunk(b"iCCP", b"broken\0\0not deflated"),
    )
    assert read_png(png(*texts)) == read_png(png())
