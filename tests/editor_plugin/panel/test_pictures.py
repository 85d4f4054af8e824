"""Pictures from outside: right sizes from headers, plain refusals, and a store that stays small."""

import io
from collections.abc import Callable, Iterator

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.panel.pictures import PictureStore, decode_picture, fitted, from_rgba
from neonworks_protocol.errors import BadSprite
from PIL import Image


@pytest.fixture(autouse=True, scope="module")
def display() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
        pygame.display.set_mode((64, 64))
        yield
        pygame.display.quit()


def _encoded(kind: str, size: tuple[int, int], **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", size, (200, 40, 30, 255)).save(buffer, kind, **options)
    return buffer.getvalue()


_KINDS = [("PNG", {}), ("GIF", {}), ("WEBP", {"lossless": True}), ("WEBP", {"quality": 80})]


@pytest.mark.parametrize(("kind", "options"), _KINDS)
def test_the_kinds_of_pictures_are_read(kind: str, options: dict[str, object]) -> None:
    data = _encoded(kind, (37, 21), **options)
    assert decode_picture(data).get_size() == (37, 21)


def test_pixels_arrive_with_their_alpha() -> None:
    surface = from_rgba(bytes([1, 2, 3, 255, 9, 8, 7, 0]), (2, 1))
    assert (tuple(surface.get_at((0, 0))), surface.get_at((1, 0)).a) == ((1, 2, 3, 255), 0)


def test_bytes_that_are_no_picture_of_that_size_are_refused() -> None:
    with pytest.raises(BadSprite, match="2 x 2"):
        from_rgba(b"\0" * 15, (2, 2))


def test_a_bomb_is_refused_by_its_header() -> None:
    data = bytearray(_encoded("PNG", (4, 4)))
    data[16:24] = (100_000).to_bytes(4, "big") * 2
    with pytest.raises(BadSprite, match="100000 x 100000"):
        decode_picture(bytes(data))


@given(
    st.binary(max_size=64), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8X"])
)
def test_any_bytes_decode_or_are_refused(tail: bytes, head: bytes) -> None:
    try:
        decode_picture(head + tail)
    except BadSprite as refusal:
        assert "\n" not in str(refusal)


@given(st.integers(0, 200))
def test_a_cut_file_decodes_or_is_refused(length: int) -> None:
    data = _encoded("PNG", (8, 8))
    try:
        assert decode_picture(data[:length]).get_size() == (8, 8)
    except BadSprite as refusal:
        assert "\n" not in str(refusal)


def test_small_pictures_grow_by_whole_factors_and_large_ones_shrink() -> None:
    assert fitted(pygame.Surface((16, 16)), (60, 100)).get_size() == (48, 48)
    assert fitted(pygame.Surface((400, 100)), (40, 40)).get_size() == (40, 10)


def test_the_store_drops_what_was_not_used() -> None:
    store = PictureStore(limit=3 * 400)
    made: list[str] = []

    def square(name: str) -> Callable[[], pygame.Surface]:
        def make() -> pygame.Surface:
            made.append(name)
            return pygame.Surface((10, 10), pygame.SRCALPHA)

        return make

    for name in ("a", "b", "c", "a", "d", "a", "b"):
        store.get(name, square(name))
    assert made == ["a", "b", "c", "d", "b"]
    assert store.size_bytes <= 1200
    store.clear()
    assert store.size_bytes == 0


def test_scratch_is_drawn_over_and_grows() -> None:
    store = PictureStore()
    like = pygame.Surface((1, 1)).convert_alpha()
    large = store.scratch((40, 10), like)
    assert large.get_size() == (40, 10)
    assert large.get_masks() == like.get_masks()
    small = store.scratch((4, 4), like)
    small.fill((9, 8, 7, 6))
    assert tuple(large.get_at((3, 3))) == (9, 8, 7, 6)
    assert store.scratch((4, 20), like).get_size() == (4, 20)
    assert 0 < store.size_bytes <= 4 * 40 * 20
