"""The motions that the sprite net knows by name, and the artists' strips that show them."""

from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.draft.performance import Motion

__all__ = ["MOTIONS", "STRIPS", "moments", "motion_index"]

MOTIONS: tuple[Motion, ...] = (
    Motion(Action.IDLE, looped=True),
    Motion(Action.WALK, looped=True),
    Motion(Action.RUN, looped=True),
    Motion(Action.JUMP),
    Motion(Action.ATTACK, Variant.SLASH),
    Motion(Action.ATTACK, Variant.SWING),
    Motion(Action.ATTACK, Variant.THRUST),
    Motion(Action.ATTACK, Variant.SHOOT),
    Motion(Action.CAST_SPELL),
    Motion(Action.DEATH),
    Motion(Action.HURT),
    Motion(Action.ATTACK, Variant.PUNCH),
    Motion(Action.ATTACK, Variant.KICK),
)
"""In the order of the net's embedding, whose last place is a motion known by its pose alone."""

STRIPS: Mapping[str, int] = MappingProxyType(
    {
        "idle": 0,
        "walk": 1,
        "run": 2,
        "jump": 3,
        "slash": 4,
        "swing": 5,
        "thrust": 6,
        "shoot": 7,
        "spellcast": 8,
        "hurt": 9,
    }
)
"""Name of an artist's strip -> place in ``MOTIONS``. What artists call "hurt" is the whole fall."""


def motion_index(action: Action, variant: Variant | None) -> int | None:
    """Place of a motion in ``MOTIONS``, None where the net does not know it by name."""
    for index, motion in enumerate(MOTIONS):
        if (motion.action, motion.variant) == (action, variant):
            return index
    return None


def moments(motion: Motion, count: int) -> tuple[float, ...]:
    """Which moment each of ``count`` evenly spaced frames shows: a cycle's do not repeat the first."""
    steps = count if motion.looped else count - 1
    return tuple(index / steps for index in range(count))
