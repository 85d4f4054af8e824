"""Files of every kind: good ones decode, bad ones end in one clear line."""

import io
import re
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.sprites.decode import MAX_BYTES, decode_sprite, key_out_background
from neonworks_protocol.errors import BadSprite
from PIL import Image

RED, BLUE = (200, 30, 40, 255), (30, 40, 200, 255)


def figure(size: int = 16) -> np.ndarray:
    rgba = np.zeros((size, size, 4), np.uint8)
    rgba[4:12, 5:11] = RED
    rgba[4:6, 5:11] = BLUE
    return rgba


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_every_format_keeps_the_pixels(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    sprite = decode_sprite(encoded(Image.fromarray(figure()), kind, **options))
    assert np.array_equal(sprite.rgba, figure())


def test_palette_with_trns() -> None:
    image = Image.new("P", (16, 16), 0)
    image.putpalette([0, 0, 0, 200, 30, 40])
    image.paste(1, (4, 4, 12, 12))
    sprite = decode_sprite(encoded(image, transparency=0))
    assert sprite.opaque.sum() == 64
    assert tuple(sprite.rgba[5, 5]) == RED


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "1", "I;16"])
def test_other_modes_become_rgba(mode: str) -> None:
    image = Image.fromarray(figure()).convert("L")
    image = Image.new("I;16", (16, 16), 0) if mode == "I;16" else image.convert(mode)
    brightest: dict[str, int | tuple[int, ...]] = {"LA": (255, 255), "RGB": (255, 255, 255), "I;16": 65535}
    image.putpixel((8, 8), brightest.get(mode, 255))
    assert decode_sprite(encoded(image)).rgba.shape == (16, 16, 4)


def test_deep_grey_is_scaled_and_keeps_its_transparent_colour() -> None:
    deep = np.full((16, 16), 4096, np.uint16)
    deep[4:12, 4:12] = 51_400
    rgba = decode_sprite(encoded(Image.fromarray(deep), transparency=4096)).rgba
    assert tuple(rgba[8, 8]) == (200, 200, 200, 255)
    assert rgba[0, 0, 3] == 0


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_first_frame_of_an_animation(kind: str) -> None:
    first, second = Image.fromarray(figure()), Image.fromarray(figure()[::-1].copy())
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(first, kind, save_all=True, append_images=[second], duration=80, **options)
    assert np.array_equal(decode_sprite(data).rgba, figure())


def test_flat_background_is_keyed_out_but_not_inside_the_figure() -> None:
    picture = np.full((20, 20, 4), (250, 250, 250, 255), np.uint8)
    picture[5:15, 5:15] = RED
    picture[8:10, 8:10] = (250, 250, 250, 255)
    sprite = decode_sprite(encoded(Image.fromarray(picture)))
    assert not sprite.opaque[0, 0]
    assert sprite.opaque[8, 8]
    assert sprite.opaque.sum() == 100


def test_mixed_border_and_single_colour_stay_whole() -> None:
    mixed = np.full((10, 10, 4), 255, np.uint8)
    mixed[0, 3] = RED
    assert key_out_background(mixed) is mixed
    flat = np.full((10, 10, 4), 255, np.uint8)
    assert key_out_background(flat) is flat


@pytest.mark.parametrize(
    ("width", "height"),
    [(7, 16), (16, 7), (513, 16), (16, 513), (20_000, 20_000), (0, 0), (2**31 - 1, 2**31 - 1)],
)
def test_size_is_refused_from_the_header(width: int, height: int) -> None:
    with pytest.raises(BadSprite) as caught:
        decode_sprite(png(width, height))
    assert "\n" not in caught.value.message


def test_refused_size_is_named() -> None:
    with pytest.raises(BadSprite, match=r"600×40 pixels.*8×8 to 512×512"):
        decode_sprite(encoded(Image.new("RGBA", (600, 40), RED)))


def test_largest_and_smallest_are_accepted() -> None:
    for side in (8, 512):
        picture = np.zeros((side, side, 4), np.uint8)
        picture[2:-2, 2:-2] = RED
        assert decode_sprite(encoded(Image.fromarray(picture))).width == side


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not an image",
        encoded(Image.new("CMYK", (16, 16)), "JPEG"),
        encoded(Image.new("RGB", (16, 16)), "BMP"),
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00" * (MAX_BYTES + 1),
    ],
    ids=["empty", "text", "cmyk jpeg", "bmp", "png head", "gif head", "webp head", "too many bytes"],
)
def test_other_content_is_refused(data: bytes) -> None:
    with pytest.raises(BadSprite) as caught:
        decode_sprite(data)
    assert "\n" not in caught.value.message
    assert re.search(r"save it|at most", caught.value.message), "says what to do"


def test_nothing_opaque_is_refused() -> None:
    with pytest.raises(BadSprite, match="no opaque pixel"):
        decode_sprite(encoded(Image.new("RGBA", (16, 16), (10, 10, 10, 90))))


def test_text_bomb_is_refused() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000))
    with pytest.raises(BadSprite):
        decode_sprite(png(16, 16, bomb, chunk(b"IDAT", zlib.compress(b"\0" * 16 * 65))))


def test_pixel_data_longer_than_the_header_says_costs_nothing() -> None:
    flood = chunk(b"IDAT", zlib.compress(b"\xff" * 50_000_000))
    try:
        assert decode_sprite(png(16, 16, flood)).width == 16
    except BadSprite as error:
        assert "\n" not in error.message


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_every_cut_is_refused_or_decodes(kind: str) -> None:
    data = encoded(Image.fromarray(figure(24)), kind)
    for end in range(len(data)):
        try:
            assert decode_sprite(data[:end]).rgba.shape == (24, 24, 4)
        except BadSprite as error:
            assert error.message
            assert "\n" not in error.message


@settings(max_examples=250, deadline=None)
@given(kind=st.sampled_from(["PNG", "GIF", "WEBP"]), data=st.data())
def test_mutations_never_escape(kind: str, data: st.DataObject) -> None:
    whole = bytearray(
        encoded(Image.fromarray(figure(24)), kind, save_all=True, append_images=[Image.new("RGBA", (24, 24))])
    )
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        sprite = decode_sprite(bytes(whole))
        assert sprite.opaque.any()
    except BadSprite as error:
        assert "\n" not in error.message
