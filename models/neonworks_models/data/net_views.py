"""One character seen from one side, as the sprite net's samples need it, and the actor that plays it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.characters import Character
from neonworks_models.data.net_samples import CharacterPalette
from neonworks_models.draft.performance import Actor
from neonworks_models.nets.indexed import Indices
from neonworks_models.nets.motions import STRIPS
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.rig import Joints
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["CharacterView", "actor_of", "drawn_facing", "misplaced", "view_of"]


@dataclass(frozen=True, eq=False)
class CharacterView:
    """A character seen from one side, in its own palette, left ones mirrored."""

    facing: Direction
    still: Indices
    strips: Mapping[int, tuple[Indices, ...]]


def view_of(character: Character, facing: Direction, palette: CharacterPalette) -> CharacterView:
    """The artist's still and strips of one facing."""
    side = -1 if facing is Direction.LEFT else 1
    strips = {
        STRIPS[name]: tuple(palette.read(frame[:, ::side]) for frame in frames)
        for (name, direction), frames in character.strips.items()
        # The artist's fall is drawn from the front only; where a garment is missing it is no truth.
        if direction is facing and name not in character.gaps and (name != "hurt" or facing is Direction.DOWN)
    }
    return CharacterView(facing, palette.read(character.stills[facing][:, ::side]), strips)


def drawn_facing(facing: Direction) -> Direction:
    return Direction.RIGHT if facing is Direction.LEFT else facing


def actor_of(still: RGBA, view: Direction, joints: Joints | None = None) -> Actor:
    sprite = Sprite.from_rgba(still)
    return Actor.of(sprite, analyse(sprite, facing=view, archetype=Archetype.BIPED, joints=joints))


def misplaced(actor: Actor, random: Generator, spread: float) -> Actor:
    """The actor as a reader sees it that is off by ``spread`` figure heights."""
    off = spread * actor.height
    joints = {
        joint: (x + random.normal(0, off), y + random.normal(0, off))
        for joint, (x, y) in actor.joints.items()
    }
    return replace(actor, joints=joints)
