"""How bodies without limbs perform each action: tracks of poses, then style, intensity and view.

The tables are written for a soft body that faces right, at intensity 0.5. Phase 0 of walk and run is contact;
single actions start with the wind-up already begun, so that short clips lose no frame to standing still.
The numbers follow the squash-and-stretch principle (Thomas and Johnston, "The Illusion of Life", 1981):
wide while pressed, tall while fast, volume about kept (widen ≈ -0.8 stretch).
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from neonworks_models.generators.blob_pose import BlobPose, Track, key

__all__ = ["pose_at"]

_BREATH = 0.13
"""Depth of a breath, the largest stretch in ``_IDLE``."""
_IDLE = Track.cycle(
    key(0.0, wave=0.02),
    key(0.5, wave=0.02, stretch=-_BREATH, widen=0.09, bulge=0.05, hoist=0.06, twist=4),
)
_WALK = Track.cycle(
    key(0.0, stretch=-0.24, widen=0.17, bulge=0.12, surge=-0.03, hoist=-0.04, twist=6),
    key(0.22, stretch=0.16, widen=-0.12, lift=0.04, lean=0.05, surge=-0.02, twist=0),
    key(0.48, stretch=0.05, widen=-0.03, lift=0.26, lean=0.03, surge=0.03, hoist=0.05, twist=-8),
    key(0.76, stretch=0.14, widen=-0.1, lift=0.07, lean=-0.03, surge=0.03, twist=-2),
)
_RUN = Track.cycle(
    key(0.0, stretch=-0.22, widen=0.16, bulge=0.1, lean=0.08, surge=-0.02, sway=-0.02, twist=14),
    key(0.15, stretch=0.1, widen=0.03, lift=0.04, lean=0.17, surge=0.03, twist=22),
    key(0.28, stretch=0.02, widen=0.06, lift=0.15, lean=0.15, surge=0.05, twist=16),
    key(0.5, stretch=-0.16, widen=0.12, bulge=0.08, lean=0.06, surge=-0.01, sway=0.02, twist=26),
    key(0.65, stretch=0.12, widen=0.02, lift=0.05, lean=0.15, surge=0.03, twist=18),
    key(0.78, stretch=0.02, widen=0.06, lift=0.13, lean=0.13, surge=0.04, twist=12),
)
_JUMP = Track.of(
    key(0.0, stretch=-0.14, widen=0.1, bulge=0.06),
    key(0.16, stretch=-0.45, widen=0.3, bulge=0.2, hoist=-0.08),
    key(0.3, stretch=0.28, widen=-0.22, lift=0.12, hoist=0.05, twist=-10),
    key(0.5, stretch=0.05, widen=-0.04, lift=0.75, hoist=0.12, twist=-20),
    key(0.7, stretch=0.2, widen=-0.15, lift=0.2, hoist=0.12, twist=-10),
    key(0.8, stretch=-0.42, widen=0.3, bulge=0.22, hoist=-0.1),
    key(0.92, stretch=0.12, widen=-0.08),
    key(1.0),
)
_SLASH = Track.of(
    key(0.0, stretch=-0.08, widen=0.05, lean=-0.1, twist=-20, hoist=0.04),
    key(0.28, stretch=-0.2, widen=0.12, bulge=0.08, lean=-0.24, surge=-0.06, twist=-55, hoist=0.12),
    key(0.46, stretch=0.1, lean=0.36, surge=0.2, twist=105, reach=0.1),
    key(0.62, stretch=0.02, widen=0.04, lean=0.3, surge=0.18, twist=125, reach=0.06, hoist=-0.08),
    key(1.0),
)
_SWING = Track.of(
    key(0.0, stretch=-0.1, widen=0.07, lean=-0.14, twist=-45),
    key(0.3, stretch=-0.26, widen=0.18, bulge=0.1, lean=-0.34, surge=-0.1, sway=-0.05, twist=-110),
    key(0.52, stretch=0.16, widen=0.05, lean=0.44, surge=0.16, sway=0.06, twist=140, reach=0.14),
    key(0.68, stretch=-0.08, widen=0.1, lean=0.34, surge=0.14, wave=0.05, twist=185, reach=0.04),
    key(1.0),
)
_THRUST = Track.of(
    key(0.0, stretch=-0.08, lean=-0.05, surge=-0.05, twist=25),
    key(0.3, stretch=-0.2, widen=0.02, bulge=0.1, lean=-0.12, surge=-0.16, twist=60, reach=-0.12),
    key(0.44, stretch=-0.16, widen=0.3, lean=0.2, surge=0.4, twist=90, reach=0.3),
    key(0.62, stretch=-0.1, widen=0.2, lean=0.14, surge=0.34, twist=90, reach=0.22),
    key(1.0),
)
_SHOOT = Track.of(
    key(0.0, stretch=0.05, widen=0.05, twist=25),
    key(0.26, stretch=0.12, widen=0.14, lean=-0.06, surge=-0.02, twist=60, hoist=0.06),
    key(0.42, stretch=-0.26, widen=0.18, bulge=0.1, lean=0.12, surge=0.06, twist=90, reach=0.12),
    key(0.54, stretch=-0.1, widen=0.06, lean=-0.26, surge=-0.18, twist=60, reach=-0.06, hoist=0.08),
    key(1.0),
)
_PUNCH = Track.of(
    key(0.0, stretch=-0.07, widen=0.04, lean=-0.05, surge=-0.03, twist=8),
    key(0.26, stretch=-0.12, widen=0.06, lean=-0.1, surge=-0.08, twist=20, reach=-0.1),
    key(0.4, stretch=-0.06, widen=0.14, lean=0.2, surge=0.24, twist=80, reach=0.22),
    key(0.56, stretch=0.0, widen=0.06, lean=0.12, surge=0.14, twist=60, reach=0.1),
    key(1.0),
)
_KICK = Track.of(
    key(0.0, stretch=-0.1, widen=0.06, surge=-0.03),
    key(0.26, stretch=-0.24, widen=0.14, bulge=0.08, surge=-0.08, twist=-10),
    key(0.44, stretch=0.14, bulge=0.16, lean=-0.3, surge=0.22, lift=0.06, twist=-35),
    key(0.6, stretch=0.06, bulge=0.1, lean=-0.2, surge=0.16, twist=-20),
    key(1.0),
)
_CAST = Track.of(
    key(0.0, stretch=-0.09, widen=0.05, hoist=0.03),
    key(0.22, stretch=-0.26, widen=0.16, bulge=0.1, hoist=0.1, twist=-20),
    key(0.4, stretch=0.14, widen=0.1, bulge=-0.04, hoist=0.22, wave=0.03),
    key(0.5, stretch=0.18, widen=0.14, sway=0.04, hoist=0.28, wave=0.05),
    key(0.58, stretch=0.16, widen=0.16, sway=-0.04, hoist=0.28, wave=0.05),
    key(0.66, stretch=0.2, widen=0.14, sway=0.04, hoist=0.3, wave=0.05),
    key(0.78, stretch=-0.2, widen=0.2, bulge=0.06, hoist=0.12, twist=40, reach=0.1),
    key(1.0),
)
_HURT = Track.of(
    key(0.0, stretch=-0.14, widen=0.1, lean=-0.18, surge=-0.08, twist=-20),
    key(0.2, stretch=-0.32, widen=0.2, bulge=0.06, lean=-0.26, surge=-0.18, sway=0.03, twist=-40),
    key(0.42, stretch=0.1, widen=-0.06, lean=-0.14, surge=-0.16, sway=-0.03, twist=-25),
    key(0.62, stretch=-0.12, widen=0.08, lean=0.05, surge=-0.1, sway=0.02, twist=10),
    key(1.0),
)
_DEATH = Track.of(
    key(0.0, stretch=0.06, widen=-0.04, lean=-0.05, twist=-10, hoist=0.03),
    key(0.16, stretch=0.12, widen=-0.08, lean=-0.12, surge=-0.04, twist=-30, hoist=0.08),
    key(0.42, stretch=-0.4, widen=0.2, bulge=0.2, wave=0.04, twist=60, drop=0.5),
    key(0.7, stretch=-0.95, widen=0.38, bulge=0.26, wave=0.03, twist=90, drop=1.0),
    key(1.0, stretch=-1.6, widen=0.5, bulge=0.22, twist=90, drop=1.0),
)
_ATTACKS: Mapping[Variant, Track] = MappingProxyType(
    {
        Variant.SLASH: _SLASH,
        Variant.SWING: _SWING,
        Variant.THRUST: _THRUST,
        Variant.SHOOT: _SHOOT,
        Variant.PUNCH: _PUNCH,
        Variant.KICK: _KICK,
    }
)
_TRACKS: Mapping[Action, Track] = MappingProxyType(
    {
        Action.IDLE: _IDLE,
        Action.WALK: _WALK,
        Action.RUN: _RUN,
        Action.JUMP: _JUMP,
        Action.CAST_SPELL: _CAST,
        Action.HURT: _HURT,
        Action.DEATH: _DEATH,
    }
)
_TRAVELS = frozenset({Action.WALK, Action.RUN})
_STIFFNESS: Mapping[Archetype, float] = MappingProxyType(
    {Archetype.BLOB: 1.0, Archetype.FLYER: 0.4, Archetype.QUADRUPED: 0.4, Archetype.PROP: 0.35}
)
_BEATS: Mapping[Action, int] = MappingProxyType({Action.RUN: 2, Action.ATTACK: 1, Action.HURT: 1})
_LEGS = 0.2
"""Share of a quadruped's height that stays put while it leans."""
_HOVER = 0.85
"""Hover height of a flyer's wing beat, in shares of its bob."""


_BREATH_PX = 1.1
"""Least depth of a breath in pixels: an idle clip must move, on any size and without any bob."""


def pose_at(
    spec: MotionSpec, phase: float, *, archetype: Archetype, direction: Direction, height: int
) -> BlobPose:
    """The pose at ``phase`` 0..1 of ``spec``, as drawn in ``direction``, ``height`` pixels tall.

    Sideways fields come back in picture terms: > 0 is to the right.
    """
    action = spec.animation_type
    track = _ATTACKS[spec.variant or Variant.SLASH] if action is Action.ATTACK else _TRACKS[action]
    pose = _for_body(track.at(phase), archetype, action, phase)
    pose = _styled(pose, spec, _STIFFNESS.get(archetype, 1.0) * height)
    return _in_view(pose, direction)


def _for_body(pose: BlobPose, archetype: Archetype, action: Action, phase: float) -> BlobPose:
    """The soft body's pose as this body plan performs it."""
    soft = _STIFFNESS.get(archetype, 1.0)
    pose = pose.scaled(stretch=soft, widen=soft, bulge=soft, wave=soft)
    if archetype is Archetype.FLYER:
        return _flying(pose, action, phase)
    if archetype is Archetype.QUADRUPED:
        return _trotting(pose, action, phase)
    if archetype is Archetype.PROP and action in _TRAVELS | {Action.IDLE}:
        tilt = 0.05 if action is Action.IDLE else 0.12
        return pose.shifted(sway=tilt * math.sin(2 * math.pi * phase))
    return pose


def _flying(pose: BlobPose, action: Action, phase: float) -> BlobPose:
    """Wings beat about the shoulders, the body rises on the down stroke; a dying one ends lying."""
    if action is Action.DEATH:
        return pose.shifted(flap=0.9 * math.sin(math.pi * math.sqrt(phase)))
    beat = 2 * math.pi * _BEATS.get(action, 1) * phase
    hover = (0.1 if action is Action.IDLE else 0.07) * (_HOVER + math.sin(beat - 0.9))
    if action in _TRAVELS | {Action.IDLE}:
        ahead = {Action.RUN: 0.16, Action.WALK: 0.08}.get(action, 0.0)
        pose = BlobPose(stretch=-0.04 * math.cos(beat), lean=ahead)
    return pose.scaled(lift=0.4).shifted(flap=0.75 * math.cos(beat), lift=hover)


def _trotting(pose: BlobPose, action: Action, phase: float) -> BlobPose:
    """Four legs keep the ground they stand on: the body rocks and leans over them."""
    if action in _TRAVELS:
        stride = 2 * math.pi * phase
        rock, ahead, rise = (0.03, 0.0, 0.04) if action is Action.WALK else (0.045, 0.07, 0.07)
        return BlobPose(
            footing=_LEGS, lean=ahead + rock * math.sin(stride), stretch=-rise * math.cos(2 * stride)
        )
    if action in (Action.JUMP, Action.DEATH):
        return pose
    leaning = pose.lean + 0.6 * pose.surge
    return pose.scaled(lift=0, widen=0, bulge=0, surge=0, lean=0).shifted(lean=leaning, footing=_LEGS)


def _styled(pose: BlobPose, spec: MotionSpec, give: float) -> BlobPose:
    """Intensity scales every deviation; the motion parameters each their own.

    ``give`` is the height, in pixels, of a soft body that breathes as deep as this one.
    """
    p, action = spec.parameters, spec.animation_type
    amount = 0.6 + 0.8 * spec.intensity
    soft = amount * (1 + 0.8 * p.squash)
    travel = min(p.stride, 1.0) if action in _TRAVELS else 1.0
    ahead = p.stride if action in _TRAVELS else 1.0
    press = max(p.bob, _BREATH_PX / (_BREATH * soft * give)) if action is Action.IDLE else 1.0
    if action is Action.DEATH:
        amount, soft = 0.5 + 0.5 * amount, 0.7 + 0.3 * soft
    pose = pose.scaled(
        stretch=soft * press,
        widen=soft * press,
        bulge=soft * press,
        lean=amount * ahead,
        sway=amount * p.arm_swing,
        surge=amount * ahead,
        lift=amount * p.bob * travel,
        wave=amount * p.arm_swing,
        twist=min(amount, 1.2) * p.arm_swing,
        reach=amount,
        hoist=amount * p.arm_swing,
        flap=amount * p.arm_swing,
    )
    return pose.shifted(lean=0.8 * math.tan(math.radians(p.lean)), sink=0.6 * p.head_drop)


def _in_view(pose: BlobPose, direction: Direction) -> BlobPose:
    """Motion towards the facing, as the picture shows it.

    Seen from the front or the back, what comes nearer is lower and wider, what goes away taller and thinner.
    """
    if direction is Direction.RIGHT:
        return pose
    if direction is Direction.LEFT:
        return pose.scaled(lean=-1, sway=-1, surge=-1, wave=-1, twist=-1, reach=-1)
    depth = pose.surge + 0.5 * pose.lean
    swept = 0.7 * pose.lean
    return pose.scaled(lean=0, surge=0).shifted(stretch=-0.45 * depth, widen=0.3 * depth, sway=swept)
