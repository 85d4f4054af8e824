from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.sprite import picture_size, read_sprite, sprite_from_bytes
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import Limits
from PIL import Image

from tests.fakes.editor_links import png


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("png", {}),
        ("gif", {}),
        ("webp", {"lossless": True}),
        ("webp", {"lossless": False}),
        ("webp", {"lossless": True, "exif": b"Exif\0\0II*\0"}),
    ],
)
def test_the_size_is_what_a_decoder_reads(tmp_path: Path, suffix: str, options: dict[str, object]) -> None:
    path = tmp_path / f"hero.{suffix}"
    picture = Image.new("RGBA", (37, 301), (200, 10, 10, 255))
    picture.save(path, **options)  # type: ignore[arg-type]
    sprite = read_sprite(path, Limits())
    assert sprite.size == (37, 301)
    decoded = decode_sprite(sprite.data)
    assert (decoded.width, decoded.height) == sprite.size


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match=r"gone\.png cannot be read .*choose another file"):
        read_sprite(tmp_path / "gone.png", Limits())


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(BadSprite, match="cannot be read"):
        read_sprite(tmp_path, Limits())


@pytest.mark.parametrize(
    ("data", "limits", "words"),
    [
        (b"plain text", Limits(), "not a PNG, WebP or GIF"),
        (b"", Limits(), "not a PNG, WebP or GIF"),
        (png(tail=bytes(100)), Limits(sprite_bytes=50), "larger than 0 MiB"),
        (png(5000, 5000), Limits(), "25000000|5000 x 5000 pixels; at most 4 megapixels"),
        (png(0, 8), Limits(), "0 x 8 pixels"),
    ],
)
def test_what_the_daemon_would_refuse_is_refused_here(data: bytes, limits: Limits, words: str) -> None:
    with pytest.raises(BadSprite, match=words):
        sprite_from_bytes(data, "hero.png", limits)


@given(st.sampled_from([png(), b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8 "]), st.binary())
def test_no_bytes_break_the_header(head: bytes, tail: bytes) -> None:
    size = picture_size(head + tail)
    assert size is None or (size[0] >= 0 and size[1] >= 0)
