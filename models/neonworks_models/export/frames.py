"""PNG: single pictures and NeonWorks' one file a frame."""

import cv2

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.sprites.sprite import RGBA

__all__ = ["encode_frames", "encode_png"]


_PNG = (
    # Sprites have few colours, in runs: the filters, made for photographs, make their files a third larger.
    *(cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE),
    # zlib level: 4 takes two thirds longer for a file that is a twelfth smaller.
    *(cv2.IMWRITE_PNG_COMPRESSION, 3),
)


def encode_png(rgba: RGBA) -> bytes:
    """Lossless PNG of straight-alpha pixels, shape (height, width, 4)."""
    _, packed = cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA), _PNG)
    return packed.tobytes()


def encode_frames(clip: ClipArtwork) -> dict[str, bytes]:
    """One PNG a frame, ``{name}_{label}_01.png`` and up: in name order they are in playing order."""
    return {name: encode_png(frame) for name, frame in zip(clip.frame_names, clip.frames, strict=True)}
