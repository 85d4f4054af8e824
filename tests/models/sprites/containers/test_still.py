"""Reading bytes one after the other, and the limits of sizes."""

import pytest
from neonworks_models.sprites.containers.still import LARGEST, SMALLEST, Reader, check_size, damaged
from neonworks_protocol.errors import BadSprite


def test_bytes_are_taken_in_order_and_never_too_many() -> None:
    reader = Reader(b"\x01\x02\x03\x04")
    assert (reader.take(1), reader.number(2), reader.position, reader.left) == (b"\x01", 0x0302, 3, 1)
    with pytest.raises(BadSprite, match="cut off"):
        reader.take(2)


def test_blocks_end_at_the_empty_one_and_are_counted_over_the_whole_file() -> None:
    reader = Reader(b"\x02ab\x01c\x00\x01d\x00")
    assert list(reader.blocks(2)) == [b"ab", b"c"]
    with pytest.raises(BadSprite, match="more than 2 blocks"):
        list(reader.blocks(2))


def test_sizes() -> None:
    check_size(SMALLEST, LARGEST)
    for size in ((SMALLEST - 1, 9), (9, LARGEST + 1), (0, 0)):
        with pytest.raises(BadSprite, match="pixels; a sprite must be"):
            check_size(*size)


def test_damage_is_one_line_that_says_what_to_do() -> None:
    with pytest.raises(
        BadSprite, match=r"^The image file is damaged: it is cut off; save it again as PNG\.$"
    ):
        damaged("it is cut off")
