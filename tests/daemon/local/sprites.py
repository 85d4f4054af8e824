"""Sprite files for the tests of commands, drawn by our own code."""

from pathlib import Path

from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.frames import encode_png

__all__ = ["save_example"]


def save_example(folder: Path, name: str = "slime", file: str | None = None) -> Path:
    """Write the example ``name`` as ``file`` (``{name}.png``) into ``folder``."""
    sprite = next(example.sprite for example in example_sprites() if example.name == name)
    path = folder / (file or f"{name}.png")
    path.write_bytes(encode_png(sprite.rgba))
    return path
