"""The example sprites with what is true of them: facing, archetype and joints.

The demo and the benches animate them, and the sprite analysis is tested against their joints.
"""

from dataclasses import dataclass

from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.examples import adventurer, creatures, knight, mage, villager
from neonworks_models.sprites.rig import Joint, Joints, Point
from neonworks_models.sprites.sprite import Sprite

__all__ = ["ExampleSprite", "example_sprites"]

Limb = tuple[Point, Point, Point]
"""Shoulder, elbow, wrist or hip, knee, ankle."""

_RIGHT_ARM = (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST)
_LEFT_ARM = (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST)
_RIGHT_LEG = (Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE)
_LEFT_LEG = (Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE)


@dataclass(frozen=True)
class ExampleSprite:
    """A sprite drawn by code. ``joints`` are true positions in canvas pixels, None for limbless bodies."""

    name: str
    sprite: Sprite
    facing: Direction
    archetype: Archetype
    joints: Joints | None


@dataclass(frozen=True)
class _Spine:
    """Heights in pixels of the joints on the body's axis at column ``x``."""

    x: float
    head_top: float
    neck: float
    chest: float
    pelvis: float

    def joints(self) -> dict[Joint, Point]:
        return {
            Joint.HEAD_TOP: (self.x, self.head_top),
            Joint.NECK: (self.x, self.neck),
            Joint.CHEST: (self.x, self.chest),
            Joint.PELVIS: (self.x, self.pelvis),
        }


def _frontal(spine: _Spine, arm: Limb, leg: Limb, facing: Direction) -> Joints:
    """A symmetric pose; ``arm`` and ``leg`` are the picture's right ones, x counted from the axis."""
    right_side = -1 if facing is Direction.DOWN else 1
    joints = spine.joints()
    for side, names in ((right_side, (_RIGHT_ARM, _RIGHT_LEG)), (-right_side, (_LEFT_ARM, _LEFT_LEG))):
        for limb, limb_names in zip((arm, leg), names, strict=True):
            joints |= {n: (spine.x + side * dx, y) for n, (dx, y) in zip(limb_names, limb, strict=True)}
    return joints


def _profile(spine: _Spine, near_arm: Limb, far_arm: Limb, near_leg: Limb, far_leg: Limb) -> Joints:
    """A pose facing right: the character's right side is the near one."""
    joints = spine.joints()
    for names, limb in (
        (_RIGHT_ARM, near_arm),
        (_LEFT_ARM, far_arm),
        (_RIGHT_LEG, near_leg),
        (_LEFT_LEG, far_leg),
    ):
        joints |= dict(zip(names, limb, strict=True))
    return joints


def _knight() -> tuple[ExampleSprite, ...]:
    front = _Spine(32, 13, 31, 36, 46)
    arm: Limb = (9.5, 33.5), (10.5, 40), (10.5, 45)
    leg: Limb = (4, 47), (4, 52.5), (4.5, 58)
    side = _profile(
        _Spine(31.5, 13, 31, 36, 46),
        ((30.5, 33.5), (30.5, 40), (30.5, 45)),
        ((36.5, 34), (37.5, 40), (38.5, 45)),
        ((30, 47), (30, 52.5), (30, 58)),
        ((35, 47), (35, 52.5), (35, 58)),
    )
    return (
        _biped(
            "knight_down", knight.knight_down(), Direction.DOWN, _frontal(front, arm, leg, Direction.DOWN)
        ),
        _biped("knight_right", knight.knight_right(), Direction.RIGHT, side),
        _biped("knight_up", knight.knight_up(), Direction.UP, _frontal(front, arm, leg, Direction.UP)),
    )


def _mage() -> tuple[ExampleSprite, ...]:
    front = _Spine(32, 12, 31, 36, 46)
    arm: Limb = (9, 33.5), (10.5, 39), (10.5, 44.5)
    leg: Limb = (4, 47.5), (4, 52.5), (4.5, 58)
    side = _profile(
        _Spine(31.5, 12, 31, 36, 46),
        ((30.5, 34), (30.5, 39), (30.5, 44.5)),
        ((36, 34.5), (37, 39.5), (38.5, 44.5)),
        ((30, 47.5), (30, 52.5), (30, 58)),
        ((35, 47.5), (35, 52.5), (35, 58)),
    )
    return (
        _biped("mage_down", mage.mage_down(), Direction.DOWN, _frontal(front, arm, leg, Direction.DOWN)),
        _biped("mage_right", mage.mage_right(), Direction.RIGHT, side),
    )


def _adventurer() -> tuple[ExampleSprite, ...]:
    front = _Spine(24, 6, 20, 23.5, 30.5)
    arm: Limb = (6.5, 21.5), (8, 26), (8.5, 30)
    leg: Limb = (3, 32), (3, 36), (3.5, 41.5)
    down, up = (_frontal(front, arm, leg, facing) for facing in (Direction.DOWN, Direction.UP))
    side = _profile(
        _Spine(24, 6, 20, 23.5, 30.5),
        ((23, 21.5), (23, 26), (23, 30)),
        ((27.5, 22), (28.5, 26), (28.5, 30)),
        ((22, 32), (22, 36), (21.5, 41.5)),
        ((26, 32), (26, 36), (26.5, 41.5)),
    )
    return (
        _biped("adventurer_down", adventurer.adventurer_down(), Direction.DOWN, down),
        _biped("adventurer_right", adventurer.adventurer_right(), Direction.RIGHT, side),
        _biped("adventurer_up", adventurer.adventurer_up(), Direction.UP, up),
    )


def _villager() -> tuple[ExampleSprite, ...]:
    front = _Spine(16, 4, 17, 19, 22.5)
    arm: Limb = (5.5, 18), (6.3, 20.5), (6.8, 23)
    leg: Limb = (3.5, 23), (3.5, 25), (4, 28)
    side = _profile(
        _Spine(15.5, 4, 17, 19, 22.5),
        ((14.5, 18), (14.5, 20.5), (14.3, 23)),
        ((18, 18.5), (18.7, 20.5), (19, 23)),
        ((14, 23), (14, 25), (14, 28)),
        ((18, 23), (18, 25), (18, 28)),
    )
    down = _frontal(front, arm, leg, Direction.DOWN)
    return (
        _biped("villager_down", villager.villager_down(), Direction.DOWN, down),
        _biped("villager_right", villager.villager_right(), Direction.RIGHT, side),
    )


def _creatures() -> tuple[ExampleSprite, ...]:
    return (
        ExampleSprite("slime", creatures.slime(), Direction.DOWN, Archetype.BLOB, None),
        ExampleSprite("small_slime", creatures.small_slime(), Direction.DOWN, Archetype.BLOB, None),
        ExampleSprite("egg_hero", creatures.egg_hero(), Direction.DOWN, Archetype.BLOB, None),
        ExampleSprite("bat", creatures.bat(), Direction.DOWN, Archetype.FLYER, None),
        ExampleSprite("wolf", creatures.wolf(), Direction.RIGHT, Archetype.QUADRUPED, None),
    )


def _biped(name: str, sprite: Sprite, facing: Direction, joints: Joints) -> ExampleSprite:
    return ExampleSprite(name, sprite, facing, Archetype.BIPED, joints)


def example_sprites() -> tuple[ExampleSprite, ...]:
    """All examples, bipeds first; drawn anew at each call (about 10 ms)."""
    return (*_knight(), *_mage(), *_adventurer(), *_villager(), *_creatures())
