"""Words of the protocol in plain language, for labels: no surface knows these but here."""

from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

__all__ = ["ACTIONS", "ARCHETYPES", "DIRECTIONS", "TIERS", "describe", "duration", "megabytes", "plain"]

ACTIONS: Mapping[Action, str] = MappingProxyType(
    {
        Action.IDLE: "Idle",
        Action.WALK: "Walk",
        Action.RUN: "Run",
        Action.JUMP: "Jump",
        Action.ATTACK: "Attack",
        Action.CAST_SPELL: "Cast",
        Action.HURT: "Hurt",
        Action.DEATH: "Death",
    }
)

ARCHETYPES: Mapping[Archetype, str] = MappingProxyType(
    {
        Archetype.BIPED: "Two legs",
        Archetype.BLOB: "Blob",
        Archetype.FLYER: "Wings",
        Archetype.QUADRUPED: "Four legs",
        Archetype.PROP: "Object",
    }
)

DIRECTIONS: Mapping[Direction, str] = MappingProxyType({d: d.value.capitalize() for d in Direction})

TIERS: Mapping[Tier, str] = MappingProxyType(
    {Tier.DRAFT: "Draft", Tier.SPRITE: "Sprite", Tier.DIFFUSION: "Diffusion"}
)


def plain(word: str) -> str:
    """A word of the protocol as people write it: ``cast_spell`` is "cast spell"."""
    return word.replace("_", " ")


def duration(seconds: float) -> str:
    """A span of time in one short piece of text: "0.4 s", "12 s", "3 min", "2 h"."""
    if seconds < 9.95:
        return f"{max(seconds, 0.0):.1f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"


def megabytes(size: int) -> str:
    """A number of bytes: "412 KB", "8.4 MB", "1.2 GB"."""
    if size < 1_000_000:
        return f"{size / 1e3:.0f} KB"
    if size < 99_950_000:
        return f"{size / 1e6:.1f} MB"
    if size < 1_000_000_000:
        return f"{size / 1e6:.0f} MB"
    return f"{size / 1e9:.1f} GB"


def describe(spec: MotionSpec) -> str:
    """A spec in a few words: "Attack (slash), angry, with glow, to the left"."""
    parts = [ACTIONS[spec.animation_type] + (f" ({plain(spec.variant)})" if spec.variant else "")]
    parts.extend(plain(style) for style in spec.style_modifiers)
    if spec.special_effects:
        parts.append("with " + " and ".join(plain(effect) for effect in spec.special_effects))
    if spec.direction is not None:
        parts.append(f"looking {spec.direction.value}")
    if abs(spec.speed_multiplier - 1) > 0.04:
        parts.append(f"{spec.speed_multiplier:.3g}x speed")
    return ", ".join(parts)
