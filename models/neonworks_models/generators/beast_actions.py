"""How a four-legged animal performs each action, seen from the side, facing right.

Legs of a walk move in diagonal pairs, those of a run as in a gallop: the hind pair, then the front pair, then
both in the air (gaits after E. Muybridge, "Animals in Motion", 1899). Single actions are keyed by hand.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.draft.beast_draw import BeastPose, LegPose

__all__ = ["beast_pose"]

_Legs = tuple[LegPose, LegPose, LegPose, LegPose]
_STANDING: _Legs = (LegPose(), LegPose(), LegPose(), LegPose())


@dataclass(frozen=True)
class _Gait:
    """``starts``: when each leg touches the ground, in the order of ``BeastPose.legs``; ``duty``: share of
    the cycle that it stands."""

    starts: tuple[float, float, float, float]
    duty: float
    stride: float
    lift: float
    bend: float


_WALK = _Gait((0.0, 0.5, 0.5, 0.0), 0.6, 0.36, 0.26, 0.12)
_RUN = _Gait((0.5, 0.6, 0.0, 0.1), 0.28, 0.78, 0.36, 0.1)


def _stepping(gait: _Gait, phase: float) -> _Legs:
    first, second, third, fourth = (_leg(gait, (phase - start) % 1.0) for start in gait.starts)
    return first, second, third, fourth


def _leg(gait: _Gait, moment: float) -> LegPose:
    """On the ground a foot goes back evenly under the body; in the air it comes forward, knee first."""
    if moment < gait.duty:
        return LegPose(step=gait.stride * (1 - 2 * moment / gait.duty))
    air = (moment - gait.duty) / (1 - gait.duty)
    arc = math.sin(math.pi * air)
    return LegPose(-gait.stride * math.cos(math.pi * air), gait.lift * arc, gait.bend * arc)


def _legs(front: LegPose, hind: LegPose, apart: float = 0.0) -> _Legs:
    """Both pairs, the far leg of each ``apart`` behind the near one."""
    far_front, far_hind = (replace(leg, step=leg.step - apart) for leg in (front, hind))
    return front, far_front, hind, far_hind


@dataclass(frozen=True)
class _Key:
    phase: float
    pose: BeastPose


def _key(phase: float, legs: _Legs = _STANDING, **body: float) -> _Key:
    return _Key(phase, BeastPose(legs=legs, **body))


def _step(step: float = 0.0, lift: float = 0.0, bend: float = 0.0) -> LegPose:
    return LegPose(step, lift, bend)


_BITE = (
    _key(0.0, surge=-0.04, rise=-0.04, head=-0.03, tail=0.05),
    _key(
        0.25,
        _legs(_step(-0.1), _step(0.0, 0.0, 0.15)),
        surge=-0.16,
        rise=-0.12,
        pitch=-0.05,
        head=0.02,
        reach=-0.06,
        tail=0.1,
    ),
    _key(
        0.45,
        _legs(_step(0.95, 0.42, -0.1), _step(0.1), 0.25),
        surge=0.26,
        rise=0.06,
        pitch=0.16,
        head=0.02,
        reach=0.16,
        tail=-0.08,
    ),
    _key(
        0.62,
        _legs(_step(0.85), _step(0.25), 0.2),
        surge=0.3,
        rise=-0.06,
        pitch=-0.06,
        head=-0.16,
        reach=0.12,
        tail=0.12,
    ),
    _key(0.82, _legs(_step(0.3, 0.12), _step(0.1)), surge=0.1, rise=-0.02, head=-0.05, tail=0.05),
    _key(1.0),
)
_KICK = (
    _key(0.0, rise=-0.03, head=-0.04),
    _key(0.28, _legs(_step(0.1), _step(0.2, 0.1)), surge=0.04, rise=-0.1, pitch=0.05, head=0.05),
    _key(0.46, _legs(_step(-0.1), _step(-1.2, 0.75)), surge=0.08, pitch=-0.22, head=-0.1, tail=0.18),
    _key(0.62, _legs(_step(-0.1), _step(-0.9, 0.55)), surge=0.06, pitch=-0.16, head=-0.08, tail=0.15),
    _key(1.0),
)
_HOWL = (
    _key(0.0, rise=-0.02, head=-0.06),
    _key(0.25, rise=-0.08, head=-0.14, reach=-0.02, tail=-0.06),
    _key(0.45, rise=0.0, pitch=0.08, head=0.14, reach=0.0, tail=0.1),
    _key(0.6, rise=0.02, pitch=0.1, head=0.17, reach=0.03, tail=0.14),
    _key(0.78, rise=0.02, pitch=0.1, head=0.15, reach=0.03, tail=0.1),
    _key(1.0),
)
_HURT = (
    _key(0.0, surge=-0.08, head=0.08, tail=-0.05),
    _key(0.3, _legs(_step(0.15), _step(0.1)), surge=-0.22, rise=-0.08, pitch=0.1, head=0.14, tail=-0.16),
    _key(0.62, _legs(_step(0.08), _step(0.05)), surge=-0.14, rise=-0.05, head=-0.1, tail=-0.12),
    _key(1.0),
)
_JUMP = (
    _key(0.0, rise=-0.06, head=-0.03),
    _key(0.18, _legs(_step(0.0, 0.0, 0.1), _step(0.1, 0.0, 0.15)), rise=-0.17, head=-0.06, tail=0.06),
    _key(0.34, _legs(_step(0.7, 0.7), _step(-0.4, 0.0), 0.2), rise=0.22, pitch=0.2, head=0.04, tail=-0.12),
    _key(0.52, _legs(_step(0.75, 1.55), _step(-0.7, 1.55), 0.2), rise=0.48, head=0.0, tail=0.04),
    _key(0.7, _legs(_step(0.6, 0.4), _step(0.2, 1.1), 0.2), rise=0.2, pitch=-0.2, head=-0.06, tail=0.14),
    _key(0.82, _legs(_step(0.3), _step(0.3)), rise=-0.15, pitch=-0.05, head=-0.12, tail=0.1),
    _key(1.0),
)
_DEATH = (
    _key(0.0, surge=-0.03, rise=-0.03, head=0.06, tail=-0.06),
    _key(0.2, _legs(_step(0.15), _step(0.0)), surge=-0.05, pitch=0.05, head=0.1, tail=-0.12),
    _key(0.45, _legs(_step(0.5), _step(0.1), 0.2), rise=-0.2, pitch=-0.12, head=-0.08, tail=-0.1),
    _key(0.7, _legs(_step(1.0), _step(-0.5), 0.3), rise=-0.6, pitch=-0.05, head=-0.3, tail=-0.4),
    _key(1.0, _legs(_step(1.1), _step(-0.7), 0.3), rise=-1.0, head=-0.9, tail=-0.9),
)
_ATTACKS: Mapping[Variant, tuple[_Key, ...]] = MappingProxyType({Variant.KICK: _KICK})
_SINGLE: Mapping[Action, tuple[_Key, ...]] = MappingProxyType(
    {
        Action.JUMP: _JUMP,
        Action.CAST_SPELL: _HOWL,
        Action.HURT: _HURT,
        Action.DEATH: _DEATH,
    }
)
_DOWN = 0.12
"""What is left of the legs' height under a body that lies, as a share of it."""
_LEAN = 0.25
"""Figure heights by which a full lean (radian) lowers the front and drops the head."""
_STEADIER = 0.5
"""Share of a style's strength with which limbs of single actions grow: their reach is near its end."""


def beast_pose(spec: MotionSpec, phase: float, leg_share: float) -> BeastPose:
    """The pose at ``phase`` 0..1 of a resolved ``spec``; ``leg_share``: leg length in figure heights."""
    pose = _plain(spec, phase, leg_share)
    return _styled(pose, spec, leg_share)


def _plain(spec: MotionSpec, phase: float, leg_share: float) -> BeastPose:
    action = spec.animation_type
    if action is Action.IDLE:
        return _breathing(phase)
    if action is Action.WALK:
        return _walking(phase)
    if action is Action.RUN:
        return _galloping(phase)
    if action is Action.ATTACK:
        return _at(_ATTACKS.get(spec.variant or Variant.SLASH, _BITE), phase)
    pose = _at(_SINGLE[action], phase)
    if action is Action.DEATH:
        # The body comes down by as much as there are legs under it.
        return replace(pose, rise=pose.rise * leg_share * (1 - _DOWN))
    return pose


def _breathing(phase: float) -> BeastPose:
    turn = 2 * math.pi * phase
    breath = (1 - math.cos(turn)) / 2
    return BeastPose(
        rise=-0.036 * breath, head=-0.03 * (1 - math.cos(turn - 0.8)) / 2, tail=0.07 * math.sin(turn)
    )


def _walking(phase: float) -> BeastPose:
    turn = 2 * math.pi * phase
    return BeastPose(
        rise=0.018 * math.cos(2 * turn + 0.6) - 0.012,
        pitch=0.014 * math.sin(2 * turn),
        head=-0.028 * math.cos(2 * turn),
        tail=0.05 * math.sin(turn),
        legs=_stepping(_WALK, phase),
    )


def _galloping(phase: float) -> BeastPose:
    turn = 2 * math.pi * phase
    return BeastPose(
        rise=0.05 - 0.055 * math.cos(turn - 0.9),
        pitch=0.085 * math.cos(turn + 0.2),
        head=-0.06 * math.cos(turn + 0.5) - 0.02,
        reach=0.03 * math.cos(turn),
        tail=0.1 * math.cos(turn + 2.2) + 0.03,
        legs=_stepping(_RUN, phase),
    )


def _at(keys: tuple[_Key, ...], phase: float) -> BeastPose:
    phase = min(max(phase, 0.0), 1.0)
    for before, after in pairwise(keys):
        if phase <= after.phase:
            share = (phase - before.phase) / max(after.phase - before.phase, 1e-6)
            return before.pose.toward(after.pose, share * share * (3 - 2 * share))
    return keys[-1].pose


def _styled(pose: BeastPose, spec: MotionSpec, leg_share: float) -> BeastPose:
    """Intensity scales every deviation; the motion parameters each their own."""
    p, action = spec.parameters, spec.animation_type
    strength = 0.6 + 0.8 * spec.intensity
    travels = action in (Action.WALK, Action.RUN)
    if action is Action.DEATH:
        return replace(pose, surge=pose.surge * strength)
    limbs = strength * p.stride if travels else 1 + _STEADIER * (strength - 1)
    lean = _LEAN * math.radians(p.lean)
    pressed = 1.0 + p.squash
    return BeastPose(
        surge=pose.surge * strength,
        rise=pose.rise * strength * p.bob * pressed,
        pitch=pose.pitch * strength * pressed - lean,
        head=pose.head * strength * p.arm_swing - 0.6 * p.head_drop - lean,
        reach=pose.reach * strength + 0.5 * lean,
        tail=pose.tail * strength * p.arm_swing - 0.5 * p.head_drop,
        legs=_scaled(pose.legs, limbs, leg_share),
    )


def _scaled(legs: _Legs, factor: float, leg_share: float) -> _Legs:
    first, second, third, fourth = (
        LegPose(leg.step * factor, leg.lift * min(factor, 1.2), leg.bend * factor) for leg in legs
    )
    return first, second, third, fourth
