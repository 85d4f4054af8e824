"""GIF: the first frame, on its canvas."""

import io

import numpy as np
import pytest
from neonworks_models.sprites.containers.gif import SIGNATURES, read_gif
from neonworks_protocol.errors import BadSprite
from PIL import Image

from tests.fakes.hostile_pictures import ATTACKS, GOOD, POLYGLOTS, figure, gif

MINE = [name for name in ATTACKS if name.startswith("GIF")]


@pytest.mark.parametrize("name", MINE)
def test_lies_and_bombs_are_refused_without_decoding(name: str) -> None:
    with pytest.raises(BadSprite):
        read_gif(ATTACKS[name])


@pytest.mark.parametrize(
    "data", [GOOD["GIF"], GOOD["animated GIF"], *(v for k, v in POLYGLOTS.items() if "GIF" in k)]
)
def test_only_the_first_frame_is_kept(data: bytes) -> None:
    still = read_gif(data)
    assert still.data.startswith(SIGNATURES)
    assert len(still.data) <= len(GOOD["GIF"]) + 8
    with Image.open(io.BytesIO(still.data)) as image:
        assert getattr(image, "n_frames", 1) == 1
        assert (np.asarray(image.convert("RGBA")) == figure()).all()


def test_comments_before_the_frame_are_left_out() -> None:
    comments = b"!\xfe\x05hello\x00" * 50 + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    assert read_gif(gif(before=comments)) == read_gif(gif())


def test_a_frame_smaller_than_its_canvas_stays_where_it_is() -> None:
    still = read_gif(gif(frame=(3, 4, 8, 9)))
    assert (still.width, still.height) == (24, 24)
    assert b",\x03\x00\x04\x00\x08\x00\x09\x00" in still.data
