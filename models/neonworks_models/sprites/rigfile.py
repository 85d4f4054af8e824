"""``<sprite>.rig.json``: a user's corrections of a sprite's analysis, kept beside the sprite.

::

    {"version": 1, "archetype": "biped", "facing": "down", "joints": {"neck": [32.0, 35.5], ...}}

Every field but the version may be left out, and is then read from the picture. Joints are canvas pixels of
the still; either all sixteen are given or none.
"""

import contextlib
import math
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.roots import read_regular
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import LARGEST
from neonworks_models.sprites.rig import Joint, Point, SpriteAnalysis
from neonworks_models.sprites.sprite import Sprite

__all__ = ["Rig", "analyse_with_rig", "decode_rig", "encode_rig", "read_rig", "rig_path", "write_rig"]

VERSION = 1
MAX_BYTES = 64 * 1024
"""A complete rig file has about 1 KiB; more is not one."""

_POINT = re.compile(rb"\[\s+([-+.\de]+),\s+([-+.\de]+)\s+\]")


class Rig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the user says of one sprite; None where the picture decides."""

    archetype: Archetype | None = None
    facing: Direction | None = None
    joints: Mapping[Joint, Point] | None = None

    @classmethod
    def of(cls, analysis: SpriteAnalysis) -> "Rig":
        """An analysis as a file to correct by hand."""
        return cls(analysis.archetype, analysis.facing, analysis.joints)


class _Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    version: int
    archetype: Archetype | None = None
    facing: Direction | None = None
    joints: dict[Joint, Point] | None = None


def rig_path(sprite: Path) -> Path:
    """``hero.png`` -> ``hero.rig.json`` in the same folder."""
    return sprite.with_suffix(".rig.json")


def analyse_with_rig(sprite: Sprite, rig: Rig) -> SpriteAnalysis:
    """Analyse a sprite with the user's corrections; raises BadRequest where a joint lies off the canvas."""
    for joint, (x, y) in (rig.joints or {}).items():
        if not (0 <= x <= sprite.width and 0 <= y <= sprite.height):
            raise BadRequest(
                f"joints.{joint.value} is at ({x:g}, {y:g}), outside the sprite's {sprite.width}×"
                f"{sprite.height} pixels: correct it or leave the joints out"
            )
    return analyse(sprite, facing=rig.facing, archetype=rig.archetype, joints=rig.joints)


def decode_rig(data: bytes) -> Rig:
    """The rig in a file's bytes; raises BadRequest with one line that names what is wrong."""
    if len(data) > MAX_BYTES:
        raise BadRequest(f"{len(data):,} bytes are no rig: at most {MAX_BYTES:,} are read")
    try:
        stored = msgspec.json.decode(data, type=_Stored)
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest(f"not a valid rig: {error}") from None
    if stored.version != VERSION:
        raise BadRequest(f"version {stored.version} is not known: this program reads version {VERSION}")
    if stored.joints is not None:
        _check(stored.joints)
    return Rig(stored.archetype, stored.facing, stored.joints)


def encode_rig(rig: Rig) -> bytes:
    """The rig as JSON text to be edited: a joint a line, to a hundredth of a pixel."""
    joints = None
    if rig.joints is not None:
        joints = {joint: (round(x, 2), round(y, 2)) for joint, (x, y) in rig.joints.items()}
    stored = _Stored(VERSION, rig.archetype, rig.facing, joints)
    text = msgspec.json.format(msgspec.json.encode(stored), indent=2)
    return _POINT.sub(rb"[\1, \2]", text) + b"\n"


def read_rig(path: Path) -> Rig | None:
    """The rig beside a sprite, None where there is no such file; raises BadRequest naming file and field."""
    try:
        data = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadRequest(f"{path} cannot be read: {error.strerror}") from None
    try:
        return decode_rig(data)
    except BadRequest as error:
        raise BadRequest(f"{path}: {error.message}") from error


def write_rig(path: Path, rig: Rig) -> None:
    """Write the file in one step, so that no reader sees half of it; raises StorageFailed."""
    try:
        # Not of tempfile: its files are for nobody but their owner.
        temporary = path.parent / f".{path.name}.{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(encode_rig(rig))
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written: {error.strerror}") from None


def _check(joints: Mapping[Joint, Point]) -> None:
    missing = [joint.value for joint in Joint if joint not in joints]
    if missing:
        raise BadRequest(f"joints: all sixteen or none; missing: {', '.join(missing)}")
    for joint, (x, y) in joints.items():
        if not (math.isfinite(x) and math.isfinite(y) and min(x, y) >= 0 and max(x, y) <= LARGEST):
            raise BadRequest(f"joints.{joint.value} must lie within 0 to {LARGEST} pixels")
