"""``BlobPose``: how a limbless body stands at one moment, and tracks of poses over a clip.

All zeros is the still itself. Lengths are shares of the figure's height, so that a pose fits any sprite.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

__all__ = ["BlobPose", "Key", "Track", "key"]


@dataclass(frozen=True)
class BlobPose:
    """Deviation from the still.

    ``stretch`` and ``widen`` are natural logarithms of the height and width factors. ``bulge`` widens the
    bottom and narrows the top by that share. ``lean`` moves the top towards the facing, ``sway`` to the
    picture's right, ``surge`` moves the whole body towards the facing, ``lift`` raises it. ``wave`` is the
    amplitude of a sideways ripple, ``ripple`` its phase in turns. ``sink`` lowers the top half only.
    ``flap`` raises (> 0) or lowers the wings' outer columns, 1 = 45°. ``twist`` turns parts that float beside
    the body, in degrees towards the facing; ``reach`` and ``hoist`` move them towards the facing and up;
    ``drop`` 0..1 brings them down to the ground. ``footing`` is the share of the height, from the ground up,
    that bends with nothing.
    """

    stretch: float = 0.0
    widen: float = 0.0
    bulge: float = 0.0
    lean: float = 0.0
    sway: float = 0.0
    surge: float = 0.0
    lift: float = 0.0
    wave: float = 0.0
    ripple: float = 0.0
    sink: float = 0.0
    flap: float = 0.0
    twist: float = 0.0
    reach: float = 0.0
    hoist: float = 0.0
    drop: float = 0.0
    footing: float = 0.0

    def toward(self, other: "BlobPose", share: float) -> "BlobPose":
        """The pose ``share`` (0..1) of the way to ``other``."""
        mixed = {
            f.name: getattr(self, f.name) * (1 - share) + getattr(other, f.name) * share for f in fields(self)
        }
        return BlobPose(**mixed)

    def scaled(self, **factors: float) -> "BlobPose":
        """Named fields multiplied by their factors."""
        return replace(self, **{name: getattr(self, name) * factor for name, factor in factors.items()})

    def shifted(self, **terms: float) -> "BlobPose":
        """Named fields increased by their terms."""
        return replace(self, **{name: getattr(self, name) + term for name, term in terms.items()})


@dataclass(frozen=True)
class Key:
    """A pose at ``phase`` 0..1 of the clip."""

    phase: float
    pose: BlobPose


def key(phase: float, **pose: float) -> Key:
    """Shorthand for tables of keys."""
    return Key(phase, BlobPose(**pose))


@dataclass(frozen=True)
class Track:
    """Keys in order of phase, the first at 0 and the last at 1; motion eases in and out of each key."""

    keys: tuple[Key, ...]

    @classmethod
    def of(cls, *keys: Key) -> "Track":
        return cls(keys)

    @classmethod
    def cycle(cls, *keys: Key) -> "Track":
        """A track whose end is its start: the first key is repeated at phase 1."""
        return cls((*keys, Key(1.0, keys[0].pose)))

    def at(self, phase: float) -> BlobPose:
        """The pose at ``phase``, clamped to 0..1."""
        phase = min(max(phase, 0.0), 1.0)
        before, after = _around(self.keys, phase)
        span = after.phase - before.phase
        share = (phase - before.phase) / span if span > 0 else 0.0
        return before.pose.toward(after.pose, share * share * (3 - 2 * share))


def _around(keys: Sequence[Key], phase: float) -> tuple[Key, Key]:
    for before, after in pairwise(keys):
        if phase <= after.phase:
            return before, after
    return keys[-1], keys[-1]
