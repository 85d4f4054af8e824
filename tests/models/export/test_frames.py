import io

import numpy as np
from neonworks_models.export.frames import encode_frames, encode_png
from PIL import Image

from tests.models.export.clips import make_clip, noise_frames


def test_png_is_lossless_with_soft_alpha() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (7, 5, 4), np.uint8)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(encode_png(pixels)))), pixels)


def test_one_file_a_frame_in_name_order() -> None:
    clip = make_clip(noise_frames(1, 12, 9, 6, 8))
    files = encode_frames(clip)
    assert sorted(files) == list(files)
    for data, frame in zip(files.values(), clip.frames, strict=True):
        assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), frame)


def test_same_clip_same_bytes() -> None:
    assert encode_frames(make_clip()) == encode_frames(make_clip())
