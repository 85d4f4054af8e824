"""Small clips with known pixels for the tests of file formats."""

from collections.abc import Sequence

import numpy as np
from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Direction

__all__ = ["make_clip", "noise_frames", "walking_square"]


def walking_square(count: int = 4, size: int = 12) -> tuple[RGBA, ...]:
    """An opaque two-coloured square that moves one pixel a frame."""
    frames = []
    for index in range(count):
        frame = np.zeros((size, size, 4), np.uint8)
        frame[3:9, index : index + 4] = (200, 40, 30, 255)
        frame[5, index + 1] = (0, 0, 0, 255)
        frames.append(frame)
    return tuple(frames)


def noise_frames(seed: int, count: int, colours: int, width: int, height: int) -> tuple[RGBA, ...]:
    """Random pixels of at most ``colours`` colours, about a third of them transparent."""
    random = np.random.default_rng(seed)
    palette = random.integers(0, 256, (colours, 3), np.uint8)
    frames = []
    for _ in range(count):
        frame = np.zeros((height, width, 4), np.uint8)
        opaque = random.random((height, width)) > 0.33
        frame[opaque, :3] = palette[random.integers(0, colours, int(opaque.sum()))]
        frame[opaque, 3] = 255
        frames.append(frame)
    return tuple(frames)


def make_clip(
    frames: Sequence[RGBA] | None = None,
    durations: Sequence[int] | None = None,
    *,
    loop: bool = True,
    name: str = "hero",
    label: str = "walk",
) -> ClipArtwork:
    """A clip of these frames, 100 ms each unless said otherwise."""
    frames = tuple(walking_square() if frames is None else frames)
    height, width = frames[0].shape[:2]
    plan = ClipPlan(
        width=width,
        height=height,
        offset_x=0,
        offset_y=0,
        pivot=(width / 2, height - 1.0),
        durations=tuple(durations or [100] * len(frames)),
        loop=loop,
    )
    return ClipArtwork(name, label, Direction.DOWN, frames, plan)
