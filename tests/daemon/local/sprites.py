"""Sprite files for the tests of commands, drawn by our own code."""

from pathlib import Path

import numpy as np
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.frames import encode_png
from neonworks_models.sprites.sprite import RGBA
from PIL import Image

__all__ = ["open_picture", "save_example"]


def save_example(folder: Path, name: str = "slime", file: str | None = None) -> Path:
    """Write the example ``name`` as ``file`` (``{name}.png``) into ``folder``."""
    sprite = next(example.sprite for example in example_sprites() if example.name == name)
    path = folder / (file or f"{name}.png")
    path.write_bytes(encode_png(sprite.rgba))
    return path


def open_picture(path: Path) -> RGBA:
    """The pixels of a picture of any size, shape (H, W, 4)."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGBA"))
