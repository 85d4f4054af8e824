"""Typical faults of animation, planted into a clip that keeps the contract: does the checker see them?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from neonworks_models.contract.limits import Contact, contact_of
from neonworks_models.contract.report import Rule
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import AlphaKind
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Action

__all__ = ["PlantedFault", "planted_faults"]

_LOOPS = frozenset({Action.IDLE, Action.WALK, Action.RUN})
_STANDS = frozenset({Contact.PLANTED, Contact.STEPPING, Contact.WALKING})


@dataclass(frozen=True, eq=False)
class PlantedFault:
    """``frames`` break at least one of ``rules``."""

    name: str
    rules: tuple[Rule, ...]
    frames: tuple[RGBA, ...]


@dataclass(frozen=True, eq=False)
class _Ground:
    """Where the figure lies on the clip's canvas, in pixels. ``unit``: 1/48 of its height, at least 1."""

    request: GenerationRequest
    plan: ClipPlan

    @property
    def top(self) -> int:
        return self.request.analysis.box.y0 + self.plan.offset_y

    @property
    def foot(self) -> int:
        return self.request.analysis.foot_line + self.plan.offset_y

    @property
    def height(self) -> int:
        return self.request.analysis.box.height

    @property
    def unit(self) -> int:
        return max(1, round(self.height / 48))

    @property
    def contact(self) -> Contact:
        return contact_of(self.request.spec.animation_type, self.request.analysis.archetype)

    @property
    def cyclic(self) -> bool:
        return self.plan.loop and self.request.spec.animation_type in _LOOPS


Change = Callable[[RGBA, _Ground], RGBA]


def planted_faults(
    request: GenerationRequest, plan: ClipPlan, frames: Sequence[RGBA]
) -> Iterator[PlantedFault]:
    """Each fault that makes sense for this clip, in its middle frame; ``frames`` in clip order."""
    ground = _Ground(request, plan)
    middle = len(frames) // 2
    for name, rules, applies, change in _FAULTS:
        if applies(ground):
            changed = list(frames)
            changed[middle] = change(frames[middle].copy(), ground)
            yield PlantedFault(name, rules, tuple(changed))
    if plan.loop:
        yield PlantedFault("first frame again at the end", (Rule.REPEAT,), (*frames[:-1], frames[0].copy()))


def _has_torso(ground: _Ground) -> bool:
    walks = ground.request.analysis.joints is not None and ground.height >= 24
    return walks and ground.request.spec.animation_type is not Action.DEATH


def _shifted(rgba: RGBA, dx: int, dy: int) -> RGBA:
    height, width = rgba.shape[:2]
    out = np.zeros_like(rgba)
    out[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = rgba[
        max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)
    ]
    return out


def _torso_aside(rgba: RGBA, ground: _Ground) -> RGBA:
    rows = slice(ground.top + round(0.42 * ground.height), ground.top + round(0.75 * ground.height))
    rgba[rows] = _shifted(rgba[rows], 4 * ground.unit, 0)
    return rgba


def _feet_aside(rgba: RGBA, ground: _Ground) -> RGBA:
    rows = slice(ground.foot - max(3, ground.height // 8), ground.foot + 2)
    rgba[rows] = _shifted(rgba[rows], 3 * ground.unit, 0)
    return rgba


def _speck(rgba: RGBA, ground: _Ground) -> RGBA:
    opaque = np.pad(rgba[..., 3] > 127, 2)
    near = np.zeros_like(opaque)
    for dy in (-2, -1, 0, 1, 2):
        for dx in (-2, -1, 0, 1, 2):
            near |= np.roll(opaque, (dy, dx), axis=(0, 1))
    y, x = np.argwhere(~near[2:-2, 2:-2])[0]
    rgba[y, x] = (*ground.request.analysis.palette[0], 255)
    return rgba


def _foreign(rgba: RGBA, ground: _Ground) -> RGBA:
    known = set(ground.request.analysis.palette)
    strange = next(c for c in ((g, 255 - g, g // 2) for g in range(256)) if c not in known)
    y, x = np.argwhere(rgba[..., 3] > 127)[0]
    rgba[y, x, :3] = strange
    return rgba


def _half(rgba: RGBA, ground: _Ground) -> RGBA:
    y, x = np.argwhere(rgba[..., 3] > 127)[0]
    rgba[y, x, 3] = 128
    return rgba


def _cut(rgba: RGBA, ground: _Ground) -> RGBA:
    first = int(np.flatnonzero((rgba[..., 3] > 127).any(axis=1))[0])
    return _shifted(rgba, 0, -first - max(3, ground.height // 12))


_Planting = tuple[str, tuple[Rule, ...], Callable[[_Ground], bool], Change]

_FAULTS: tuple[_Planting, ...] = (
    ("torso 4 px aside", (Rule.CORE,), _has_torso, _torso_aside),
    (
        "figure 3 px aside",
        (Rule.CORE, Rule.FEET),
        lambda g: g.cyclic and _has_torso(g),
        lambda f, g: _shifted(f, 3 * g.unit, 0),
    ),
    (
        "planted feet 3 px aside",
        (Rule.FEET,),
        lambda g: g.contact is Contact.PLANTED and g.request.analysis.joints is not None,
        _feet_aside,
    ),
    (
        "figure 3 px too low",
        (Rule.GROUND, Rule.BORDER),
        lambda g: g.contact in _STANDS and g.foot + 3 * g.unit <= g.plan.height,
        lambda f, g: _shifted(f, 0, 3 * g.unit),
    ),
    (
        "figure 3 px too high",
        (Rule.GROUND,),
        lambda g: g.contact in _STANDS,
        lambda f, g: _shifted(f, 0, -3 * g.unit),
    ),
    ("head cut off", (Rule.BORDER,), lambda g: True, _cut),
    ("loose pixel", (Rule.SPECKS,), lambda g: True, _speck),
    ("strange colour", (Rule.COLOURS,), lambda g: True, _foreign),
    (
        "half-transparent pixel",
        (Rule.ALPHA,),
        lambda g: g.request.analysis.alpha is AlphaKind.BINARY,
        _half,
    ),
)
