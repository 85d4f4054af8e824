"""The record beside variations and interpolations: what they were made of, and how to make them again."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import msgspec

from neonworks_models.catalog.cards import CARDS, VAE_DECODER, VAE_ENCODER
from neonworks_models.export.sidecar import ModelUsed
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["LookRecord", "SpriteOf", "look_record"]


class SpriteOf(msgspec.Struct, frozen=True, kw_only=True):
    """A sprite that looks were made of; ``sha256`` is of its decoded pixels, ``file`` without folders."""

    file: str
    sha256: str


class LookRecord(msgspec.Struct, frozen=True, kw_only=True):
    """It holds no time and no folder: the same wish gives the same record."""

    format: int = 1
    animator: str
    """Version of this program."""
    kind: str
    """``variations`` or ``interpolation``."""
    sprites: tuple[SpriteOf, ...]
    wish: dict[str, int | float | str]
    models: tuple[ModelUsed, ...]
    pictures: tuple[str, ...]
    """sha256 of each picture's straight-alpha RGBA8 pixels."""
    files: tuple[str, ...]


def look_record(
    stem: str,
    kind: str,
    sprites: Mapping[str, Sprite],
    wish: Mapping[str, int | float | str],
    pictures: Sequence[RGBA],
    files: Sequence[str],
) -> dict[str, bytes]:
    """``{stem}.animator.json``; ``sprites`` by file name."""
    record = LookRecord(
        animator=version("neonworks-animator"),
        kind=kind,
        sprites=tuple(SpriteOf(file=name, sha256=sprite.sha256) for name, sprite in sprites.items()),
        wish=dict(wish),
        models=tuple(_model(name) for name in (VAE_ENCODER, VAE_DECODER)),
        pictures=tuple(hashlib.sha256(picture.tobytes()).hexdigest() for picture in pictures),
        files=tuple(files),
    )
    return {f"{stem}.animator.json": msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"}


def _model(name: str) -> ModelUsed:
    card = CARDS[name]
    return ModelUsed(name=name, sha256=card.sha256 or "", licence=card.licence, credits=card.credits)
