"""Bipeds in every facing and at many sizes, made from the example sprites."""

from dataclasses import replace
from functools import cache

import numpy as np
from neonworks_models.examples.gallery import ExampleSprite, example_sprites
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Archetype

__all__ = ["BIPED_NAMES", "biped", "enlarged", "in_mirror", "reduced", "roomier"]

BIPED_NAMES = (
    "knight_down",
    "knight_right",
    "knight_up",
    "mage_down",
    "mage_right",
    "adventurer_down",
    "adventurer_right",
    "adventurer_up",
    "villager_down",
    "villager_right",
    "knight_left",
    "mage_left",
    "adventurer_left",
    "villager_left",
)
"""All example bipeds; those that face left are the right-facing ones in a mirror."""


@cache
def biped(name: str) -> ExampleSprite:
    """The example of that name."""
    examples = {e.name: e for e in example_sprites() if e.archetype is Archetype.BIPED}
    if name.endswith("_left"):
        return in_mirror(examples[name.replace("_left", "_right")])
    return examples[name]


def in_mirror(still: ExampleSprite) -> ExampleSprite:
    """The still and its joints in a horizontal mirror."""
    if still.joints is None:
        raise ValueError(f"{still.name} has no joints")
    return ExampleSprite(
        still.name.replace("_right", "_left"),
        still.sprite.mirrored(),
        still.facing.mirrored,
        still.archetype,
        mirrored_joints(still.joints, still.sprite.width),
    )


def enlarged(still: ExampleSprite, factor: int) -> ExampleSprite:
    """Every pixel ``factor`` × ``factor`` pixels."""
    if still.joints is None:
        raise ValueError(f"{still.name} has no joints")
    rgba = np.repeat(np.repeat(still.sprite.rgba, factor, axis=0), factor, axis=1)
    joints = {joint: (x * factor, y * factor) for joint, (x, y) in still.joints.items()}
    return replace(still, name=f"{still.name}_x{factor}", sprite=Sprite.from_rgba(rgba), joints=joints)


def reduced(still: ExampleSprite, step: int) -> ExampleSprite:
    """Every ``step``-th pixel of every ``step``-th row."""
    if still.joints is None:
        raise ValueError(f"{still.name} has no joints")
    rgba = still.sprite.rgba[step // 2 :: step, step // 2 :: step]
    joints = {joint: (x / step, y / step) for joint, (x, y) in still.joints.items()}
    return replace(still, name=f"{still.name}_d{step}", sprite=Sprite.from_rgba(rgba), joints=joints)


def roomier(still: ExampleSprite, room: int) -> ExampleSprite:
    """The same figure with ``room`` more clear pixels on every side."""
    if still.joints is None:
        raise ValueError(f"{still.name} has no joints")
    rgba = np.pad(still.sprite.rgba, ((room, room), (room, room), (0, 0)))
    joints = {joint: (x + room, y + room) for joint, (x, y) in still.joints.items()}
    return replace(still, name=f"{still.name}_roomy", sprite=Sprite.from_rgba(rgba), joints=joints)
