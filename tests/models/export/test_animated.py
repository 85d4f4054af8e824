import io
from collections.abc import Callable

import numpy as np
import pytest
from neonworks_models.export.animated import encode_apng, encode_webp
from neonworks_models.export.artwork import ClipArtwork
from PIL import Image

from tests.models.export.clips import make_clip, noise_frames

Encoder = Callable[[ClipArtwork], dict[str, bytes]]


@pytest.mark.parametrize("encode", [encode_apng, encode_webp])
@pytest.mark.parametrize("loop", [True, False])
def test_pixels_timing_and_loop(encode: Encoder, loop: bool) -> None:
    frames = noise_frames(4, 5, 60, 17, 11)
    frames[2][3, 3] = (9, 8, 7, 100)
    clip = make_clip(frames, [33, 47, 100, 250, 16], loop=loop)
    ((name, data),) = encode(clip).items()
    assert name.startswith("hero_walk.")
    image = Image.open(io.BytesIO(data))
    assert getattr(image, "n_frames", 1) == 5
    assert image.info["loop"] == (0 if loop else 1)
    for index, (frame, duration) in enumerate(zip(clip.frames, clip.plan.durations, strict=True)):
        image.seek(index)
        image.load()
        assert np.array_equal(np.asarray(image.convert("RGBA")), frame)
        assert round(image.info["duration"]) == duration
