"""``Manifest``: the record of one sprite's published result, ``<sprite>.animations.json`` beside its files.

It is renamed into place after all files that it lists: who reads it finds the whole result. Beside it each
clip has its sidecar, with all that is needed to make it again.
"""

from collections.abc import Mapping

import msgspec
from neonworks_models.export.names import safe_name
from neonworks_protocol.errors import BadRequest

__all__ = ["MANIFEST_SUFFIX", "ClipEntry", "Manifest", "decode_manifest", "encode_manifest", "manifest_name"]

MANIFEST_SUFFIX = ".animations.json"
_FORMAT = 1


class ClipEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One clip. ``files`` are relative to the watched folder."""

    animation: str
    label: str
    text: str
    action: str
    direction: str
    frames: int
    passed: bool
    """The sprite contract holds."""
    files: tuple[str, ...]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """It holds no time: the same result gives the same manifest."""

    format: int = _FORMAT
    by: str = "neonworks-animator"
    sprite: str
    """Path relative to the watched folder."""
    sha256: str
    """Of the sprite file."""
    recipe: str
    """Digest of what the recipes say for it."""
    maker: str
    """Digest of the generators' versions."""
    clips: tuple[ClipEntry, ...]
    files: Mapping[str, str]
    """File, relative to the watched folder -> sha256."""
    notes: tuple[str, ...] = ()


def manifest_name(sprite: str) -> str:
    """The manifest's file name for a sprite called ``sprite``."""
    return f"{safe_name(sprite)}{MANIFEST_SUFFIX}"


def encode_manifest(manifest: Manifest) -> bytes:
    """Indented JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decode_manifest(data: bytes) -> Manifest:
    """Raises ``BadRequest`` for anything else."""
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRequest(f"not a manifest of this program: {error}") from error
