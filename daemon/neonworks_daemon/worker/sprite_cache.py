"""Sprites and their analyses that a worker has seen, so that a second sentence about one costs no reading."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import Joint, SpriteAnalysis
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["SpriteCache"]

_ENTRIES = 32
"""Sprites kept: one scene of an editor. The largest that is accepted (512 × 512) takes 1 MiB."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class _Recent(Generic[_Key, _Value]):
    """The ``limit`` values used last."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        if key not in self._values:
            self._values[key] = make()
        self._values.move_to_end(key)
        while len(self._values) > self._limit:
            self._values.popitem(last=False)
        return self._values[key]


class SpriteCache:
    """Keyed by file content, and for analyses also by what the user corrected."""

    def __init__(self, entries: int = _ENTRIES) -> None:
        self._sprites: _Recent[bytes, Sprite] = _Recent(entries)
        self._analyses: _Recent[tuple[object, ...], SpriteAnalysis] = _Recent(entries)

    def sprite(self, data: bytes) -> Sprite:
        """The decoded still. Raises ``BadSprite``."""
        return self._sprites.get(hashlib.sha256(data).digest(), lambda: decode_sprite(data))

    def analysis(self, sprite: Sprite, work: AnimateWork) -> SpriteAnalysis:
        """The reading of ``sprite``, corrected as ``work`` says. Raises ``BadRequest`` for bad joints."""
        joints = _joints(work)
        given = tuple(sorted((joints or {}).items()))
        key = (sprite.sha256, work.facing, work.archetype, given)
        return self._analyses.get(
            key, lambda: analyse(sprite, facing=work.facing, archetype=work.archetype, joints=joints)
        )


def _joints(work: AnimateWork) -> dict[Joint, tuple[float, float]] | None:
    if work.joints is None:
        return None
    try:
        return {Joint(name): point for name, point in work.joints.items()}
    except ValueError as error:
        raise BadRequest(f"{error}; joints are named {', '.join(Joint)}") from error
