"""Sprites and their analyses that a worker has seen, so that a second sentence about one costs no reading."""

import hashlib

import msgspec
from neonworks_models.motion.borrowed import Performance
from neonworks_models.motion_source import read_performance
from neonworks_models.recent import Recent
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import Joint, SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig, analyse_with_rig
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.records import MotionSource, SpriteReading
from neonworks_protocol.vocabulary import Action, Direction

from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["SpriteCache", "reading_of", "rig_of"]

_ENTRIES = 32
"""Sprites kept: one scene of an editor. The largest that is accepted (512 × 512) takes 1 MiB."""


class SpriteCache:
    """Keyed by file content, and for analyses also by what the user corrected."""

    def __init__(self, entries: int = _ENTRIES) -> None:
        self._sprites: Recent[bytes, Sprite] = Recent(entries)
        self._analyses: Recent[tuple[object, ...], SpriteAnalysis] = Recent(entries)
        self._performances: Recent[tuple[object, ...], Performance] = Recent(entries)

    def sprite(self, data: bytes) -> Sprite:
        """The decoded still. Raises ``BadSprite``."""
        return self._sprites.get(hashlib.sha256(data).digest(), lambda: decode_sprite(data))

    def analysis(self, sprite: Sprite, rig: Rig) -> SpriteAnalysis:
        """The reading of ``sprite``, corrected by ``rig``. Raises ``BadRequest`` for bad joints."""
        given = None if rig.joints is None else tuple(sorted(rig.joints.items()))
        key = (sprite.sha256, rig.facing, rig.archetype, given)
        return self._analyses.get(key, lambda: analyse_with_rig(sprite, rig))

    def performance(self, source: MotionSource, facing: Direction, action: Action | None) -> Performance:
        """The motion on a sheet, for a still that faces ``facing``. Raises as ``read_performance`` does."""
        bare = msgspec.structs.replace(source, sheet=hashlib.sha256(source.sheet).digest())
        key = (msgspec.msgpack.encode(bare), facing, action)
        return self._performances.get(key, lambda: read_performance(source, facing, action))


def rig_of(work: AnimateWork) -> Rig:
    """What the client says of the sprite's body. Raises ``BadRequest`` for unknown joints."""
    if work.joints is None:
        return Rig(work.archetype, work.facing)
    try:
        joints = {Joint(name): point for name, point in work.joints.items()}
        return Rig(work.archetype, work.facing, joints)
    except ValueError as error:
        raise BadRequest(f"{error}; joints are named {', '.join(Joint)}") from error


def reading_of(sprite: Sprite, found: SpriteAnalysis) -> SpriteReading:
    """The analysis as clients are told it."""
    box = found.box
    return SpriteReading(
        sha256=sprite.sha256,
        size=(sprite.width, sprite.height),
        archetype=found.archetype,
        archetype_confidence=_share(found.archetype_confidence),
        facing=found.facing,
        facing_confidence=_share(found.facing_confidence),
        box=(box.x0, box.y0, box.x1, box.y1),
        foot_line=found.foot_line,
        core_x=float(found.core_x),
        joints=None
        if found.joints is None
        else {joint.value: (float(x), float(y)) for joint, (x, y) in found.joints.items()},
    )


def _share(value: float) -> float:
    """Within 0..1 also after rounding errors."""
    return min(max(float(value), 0.0), 1.0)
