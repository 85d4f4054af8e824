"""The user's corrections of what is seen in a still, and the file beside the sprite that keeps them.

``hero.rig.json`` is honoured by everything that animates ``hero.png``, the watched folder included::

    {"version": 1, "archetype": "biped", "facing": "down", "joints": {"neck": [32.0, 35.5], ...}}

Every field but the version may be left out. Joints are pixels of the still, all of the body plan's or none.
"""

import contextlib
import math
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.limits import MAX_JOINTS
from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = [
    "_RIG_BYTES",
    "Corrections",
    "Joints",
    "decode_rig",
    "encode_rig",
    "read_rig",
    "rig_path",
    "write_rig",
]

_RIG_BYTES = 64 * 1024
"""A complete rig file has about 1 KiB; more is not one."""
_VERSION = 1

Joints = tuple[tuple[str, tuple[float, float]], ...]
"""Name and (x, y) in pixels of the still, sorted by name."""


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    version: int
    archetype: Archetype | None = None
    facing: Direction | None = None
    joints: dict[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """None, or no joints: what is seen in the picture holds."""

    archetype: Archetype | None = None
    facing: Direction | None = None
    joints: Joints = ()


def rig_path(sprite: Path) -> Path:
    """``hero.png`` -> ``hero.rig.json`` in the same folder."""
    return sprite.with_suffix(".rig.json")


def decode_rig(data: bytes) -> Corrections:
    """The corrections in a file's bytes; raises ``BadRequest`` with one line that names what is wrong."""
    if len(data) > _RIG_BYTES:
        raise BadRequest(f"more than {_RIG_BYTES // 1024} KiB are no rig")
    try:
        stored = msgspec.json.decode(data, type=_Stored)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest(f"not a valid rig: {error}") from None
    if stored.version != _VERSION:
        raise BadRequest(f"version {stored.version} is not known: this program reads version {_VERSION}")
    joints = stored.joints or {}
    if len(joints) > MAX_JOINTS or not all(math.isfinite(x) and math.isfinite(y) for x, y in joints.values()):
        raise BadRequest("joints are at most 64 names, each with [x, y] in pixels")
    return Corrections(stored.archetype, stored.facing, tuple(sorted(joints.items())))


def encode_rig(corrections: Corrections) -> bytes:
    """The corrections as JSON text, joints to a hundredth of a pixel."""
    joints = {name: (round(x, 2), round(y, 2)) for name, (x, y) in corrections.joints}
    stored = _Stored(_VERSION, corrections.archetype, corrections.facing, joints or None)
    return msgspec.json.format(msgspec.json.encode(stored), indent=2) + b"\n"


def read_rig(path: Path) -> Corrections | None:
    """The corrections in a file; None where there is none. Raises ``BadRequest`` naming the file."""
    try:
        with path.open("rb") as file:
            data = file.read(_RIG_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadRequest(f"{path.name} cannot be read: {error.strerror or error}") from None
    try:
        return decode_rig(data)
    except BadRequest as error:
        raise BadRequest(f"{path.name} is passed over: {error.message}") from None


def write_rig(path: Path, corrections: Corrections) -> None:
    """Writes the file in one step, so that no reader sees half of it; raises ``StorageFailed``."""
    temporary = path.parent / f".{path.name}.{secrets.token_hex(8)}"
    try:
        try:
            with temporary.open("xb") as file:
                file.write(encode_rig(corrections))
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise StorageFailed(f"{path.name} cannot be written: {error.strerror or error}") from None
