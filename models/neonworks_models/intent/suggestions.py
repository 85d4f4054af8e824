"""What to animate next: the clips that a game needs of such a sprite and that are not there yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Archetype, Variant

from neonworks_models.intent.context import Hints

__all__ = ["Suggestion", "suggest"]

_ORDER: Mapping[Archetype, tuple[Action, ...]] = MappingProxyType(
    {
        Archetype.BIPED: (
            Action.IDLE,
            Action.WALK,
            Action.ATTACK,
            Action.HURT,
            Action.DEATH,
            Action.RUN,
            Action.JUMP,
            Action.CAST_SPELL,
        ),
        Archetype.BLOB: (Action.IDLE, Action.JUMP, Action.ATTACK, Action.HURT, Action.DEATH, Action.WALK),
        Archetype.FLYER: (Action.IDLE, Action.WALK, Action.ATTACK, Action.HURT, Action.DEATH),
        Archetype.QUADRUPED: (
            Action.IDLE,
            Action.WALK,
            Action.RUN,
            Action.ATTACK,
            Action.HURT,
            Action.DEATH,
            Action.JUMP,
        ),
        Archetype.PROP: (Action.IDLE, Action.HURT, Action.DEATH),
    }
)
_SENTENCES: Mapping[Action, str] = MappingProxyType(
    {
        Action.IDLE: "stand and breathe calmly",
        Action.WALK: "walk, looping",
        Action.RUN: "run, looping",
        Action.JUMP: "jump once",
        Action.ATTACK: "attack",
        Action.CAST_SPELL: "cast a spell with glow and particles",
        Action.HURT: "flinch from a hit, flashing",
        Action.DEATH: "collapse and fade away",
    }
)
_ATTACKS: Mapping[Variant, str] = MappingProxyType(
    {
        Variant.SLASH: "slash with the sword",
        Variant.SWING: "swing the weapon",
        Variant.THRUST: "thrust forward",
        Variant.SHOOT: "shoot",
        Variant.PUNCH: "throw a punch",
        Variant.KICK: "kick",
    }
)


@dataclass(frozen=True)
class Suggestion:
    """``text`` is a sentence that the interpreter reads as ``action`` and ``variant``."""

    text: str
    action: Action
    variant: Variant | None = None


def suggest(
    archetype: Archetype, made: Collection[Action], hints: Hints | None = None, most: int = 3
) -> tuple[Suggestion, ...]:
    """At most ``most`` clips to make next of a sprite of which there are ``made`` already.

    What the name suggests (``context.hints_of``) comes right after standing and walking.
    """
    order = list(_ORDER[archetype])
    if hints is not None and hints.action is not None:
        order = [action for action in order if action is not hints.action]
        order.insert(min(2, len(order)), hints.action)
    missing = [action for action in order if action not in made]
    return tuple(_suggestion(action, hints) for action in missing[:most])


def _suggestion(action: Action, hints: Hints | None) -> Suggestion:
    if action is Action.ATTACK and hints is not None and hints.variant is not None:
        return Suggestion(_ATTACKS[hints.variant], action, hints.variant)
    return Suggestion(_SENTENCES[action], action)
