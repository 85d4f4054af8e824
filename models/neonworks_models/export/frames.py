"""PNG: single pictures and NeonWorks' one file a frame."""

import io

from PIL import Image

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.sprites.sprite import RGBA

__all__ = ["encode_frames", "encode_png"]


def encode_png(rgba: RGBA) -> bytes:
    """Lossless PNG of straight-alpha pixels, shape (height, width, 4)."""
    buffer = io.BytesIO()
    Image.fromarray(rgba).save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def encode_frames(clip: ClipArtwork) -> dict[str, bytes]:
    """One PNG a frame, ``{name}_{label}_01.png`` and up: in name order they are in playing order."""
    return {name: encode_png(frame) for name, frame in zip(clip.frame_names, clip.frames, strict=True)}
