"""Sprites for watched folders: small, quick to draw, and as many as a test wants."""

from pathlib import Path

import numpy as np
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.frames import encode_png

__all__ = ["put_sprite", "sprite_bytes", "write_recipe"]


def sprite_bytes(number: int = 0) -> bytes:
    """A slime whose colour tells it from the others; numbers 0 to 200."""
    rgba = next(example.sprite for example in example_sprites() if example.name == "small_slime").rgba.copy()
    opaque = rgba[..., 3] > 0
    rgba[opaque, 0] = np.clip(rgba[opaque, 0].astype(int) // 2 + number, 0, 255)
    return encode_png(rgba)


def put_sprite(root: Path, name: str = "hero.png", number: int = 0) -> Path:
    """Write sprite ``number`` as ``name`` below ``root``."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sprite_bytes(number))
    return path


def write_recipe(
    root: Path, text: str = "[animations]\nidle = 'breathes'\n", *, formats: str = "gif"
) -> None:
    """The folder's recipe: one animation as one file unless said otherwise."""
    (root / "neonworks.toml").write_text(f"tier = 'draft'\nformats = ['{formats}']\n{text}", encoding="utf-8")
