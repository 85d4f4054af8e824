import io
import random

import pytest
from neonworks_daemon.bench.chaos.pictures import (
    PictureKind,
    draw_picture,
    pack_picture,
    read_parts,
)
from PIL import Image


@pytest.mark.parametrize("kind", PictureKind)
def test_pictures_are_valid_and_survive_being_taken_apart(kind: PictureKind) -> None:
    source = random.Random(1)
    for _ in range(40):
        data = draw_picture(kind, source)
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.format == kind.value.upper() and min(image.size) >= 8
        assert pack_picture(read_parts(kind, data)) == data


def test_every_kind_of_png_is_drawn() -> None:
    source = random.Random(2)
    heads = {
        read_parts(PictureKind.PNG, draw_picture(PictureKind.PNG, source)).parts[0].body[8:]
        for _ in range(400)
    }
    assert len({(head[0], head[1]) for head in heads}) == 15, "pairs of depth and colour type"
    assert {head[4] for head in heads} == {0, 1}, "interlacing"


def test_parts_have_their_names() -> None:
    source = random.Random(3)
    tags = {
        kind: {part.tag for _ in range(30) for part in read_parts(kind, draw_picture(kind, source)).parts}
        for kind in PictureKind
    }
    assert tags[PictureKind.PNG] == {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
    assert tags[PictureKind.GIF] == {b"screen", b"extension", b"image", b"trailer"}
    assert {b"VP8X", b"ANMF"} <= tags[PictureKind.WEBP]
