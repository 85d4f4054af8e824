"""Frames as they arrive."""

import cv2
import numpy as np
import pytest
from neonworks_daemon.watch.pixels import frame_pixels
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import Frame
from neonworks_protocol.vocabulary import Encoding, Tier

_SHAPE = (9, 7, 4)


def _frame(data: bytes, encoding: Encoding = Encoding.PNG) -> Frame:
    return Frame(
        clip_id="c",
        take=1,
        index=0,
        tier=Tier.DRAFT,
        revision=0,
        sha256="0" * 64,
        encoding=encoding,
        data=data,
    )


def _picture(noise: bool) -> RGBA:
    rng = np.random.default_rng(3)
    high = 256 if noise else 2
    return rng.integers(0, high, _SHAPE, np.uint8)


@pytest.mark.parametrize("noise", [True, False])
@pytest.mark.parametrize("filters", [cv2.IMWRITE_PNG_FILTER_NONE, cv2.IMWRITE_PNG_ALL_FILTERS])
def test_a_png_gives_its_pixels_whatever_its_filters(noise: bool, filters: int) -> None:
    rgba = _picture(noise)
    bgra = cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA)
    _, packed = cv2.imencode(".png", bgra, (cv2.IMWRITE_PNG_FILTER, filters))
    assert np.array_equal(frame_pixels(_frame(packed.tobytes()), _SHAPE), rgba)


def test_what_a_worker_packs_and_raw_pixels() -> None:
    rgba = _picture(noise=False)
    assert np.array_equal(frame_pixels(_frame(rgba.tobytes(), Encoding.RAW), _SHAPE), rgba)
    assert np.array_equal(frame_pixels(_frame(encode_png(rgba)), _SHAPE), rgba)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", encode_png(np.zeros((3, 2, 4), np.uint8))])
def test_what_is_no_picture_of_its_size_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError, match="drawn again"):
        frame_pixels(_frame(data), _SHAPE)
