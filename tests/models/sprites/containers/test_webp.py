"""WebP: canvas, frame and bitstream agree, or the file is refused."""

import io

import numpy as np
import pytest
from neonworks_models.sprites.containers.webp import is_webp, read_webp
from neonworks_protocol.errors import BadSprite
from PIL import Image

from tests.fakes.hostile_pictures import ATTACKS, GOOD, POLYGLOTS, figure, riff, webp_chunk

MINE = [name for name in ATTACKS if name.startswith("WebP")]


@pytest.mark.parametrize("name", MINE)
def test_lies_and_bombs_are_refused_without_decoding(name: str) -> None:
    assert is_webp(ATTACKS[name])
    with pytest.raises(BadSprite):
        read_webp(ATTACKS[name])


def _pixels(data: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(data)) as image:
        assert getattr(image, "n_frames", 1) == 1
        return np.asarray(image.convert("RGBA"))


@pytest.mark.parametrize("name", ["lossless WebP", "animated WebP"])
def test_only_the_first_frame_is_kept(name: str) -> None:
    still = read_webp(GOOD[name])
    assert (still.width, still.height) == (24, 24)
    assert (_pixels(still.data) == figure()).all()


def test_a_lossy_picture_keeps_its_alpha() -> None:
    whole = np.asarray(Image.open(io.BytesIO(GOOD["lossy WebP"])).convert("RGBA"))
    assert (_pixels(read_webp(GOOD["lossy WebP"]).data) == whole).all()
    assert whole[..., 3].min() == 0


@pytest.mark.parametrize("name", [name for name in POLYGLOTS if name.startswith("WebP")])
def test_what_lies_behind_or_beside_is_left_out(name: str) -> None:
    still = read_webp(POLYGLOTS[name])
    assert b"script" not in still.data
    assert (_pixels(still.data) == figure()).all()


def test_metadata_is_left_out() -> None:
    out = io.BytesIO()
    Image.fromarray(figure()).save(
        out, "WEBP", lossless=True, exif=b"Exif\0\0" + b"secret" * 9, xmp=b"<x>secret"
    )
    assert b"secret" in out.getvalue()
    still = read_webp(out.getvalue())
    assert b"secret" not in still.data
    assert (_pixels(still.data) == figure()).all()


def test_a_chunk_of_odd_length_is_padded() -> None:
    picture = GOOD["lossless WebP"][12:]
    size = int.from_bytes(picture[4:8], "little")
    odd = webp_chunk(b"VP8L", picture[8 : 8 + size] + b"\0" * (1 - size % 2))
    assert read_webp(riff(odd)).width == 24
