"""Faces of figurines: a patch of skin let into the hair, with eyes, glasses, a beard, or a helmet's slits."""

from dataclasses import dataclass

from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_headgear import COVERING, Headgear, Skull, box
from neonworks_models.data.drawn_still import Colour

__all__ = ["Face", "paint_face"]

_INK: Colour = (20, 16, 24)
_WHITE: Colour = (245, 245, 245)


@dataclass(frozen=True)
class Face:
    """``low``: its middle below the crown in heads; ``half``, ``tall``: radii in half heads and heads.

    ``eyes``: whether they show, or are under hair or a brim.
    """

    low: float
    half: float
    tall: float
    skin: Colour
    beard: Colour
    eyes: bool = True

    @classmethod
    def random(cls, random: Generator, skin: Colour, beard: Colour) -> "Face":
        """Low in the head, as wide as half of it or nearly all; or only a chin below a hat."""
        low, half, tall = random.uniform(0.56, 0.72), random.uniform(0.5, 0.9), random.uniform(0.22, 0.4)
        hidden = random.random() < 0.06
        if random.random() < 0.15:
            low, tall = random.uniform(0.75, 0.85), random.uniform(0.1, 0.2)
            hidden = random.random() < 0.6
        return cls(low, half, tall, skin, beard, eyes=not hidden)


def paint_face(
    brush: Brush, random: Generator, skull: Skull, face: Face, gear: Headgear, *, side: bool
) -> None:
    """Skin with one or two eyes; a mask leaves a slit, a helmet shows dark slits only.

    ``side``: looking right, where the face lies at the head's front edge.
    """
    patch = _patch(random, skull, face, gear, side=side)
    if gear is Headgear.HELMET:
        _visor(brush, random, skull, patch, side=side)
        return
    if random.random() < 0.5:
        brush.blob((patch.x, patch.y), (patch.half, patch.tall), face.skin)
    else:
        brush.shape(box(patch.x, patch.half, patch.y + patch.tall, patch.y - patch.tall), face.skin)
    if side and gear not in COVERING and random.random() < 0.5:
        ear = (skull.aside(random.uniform(-0.25, 0.15)), patch.y)
        brush.blob(ear, (skull.half * 0.15, skull.tall * 0.09), shaded(face.skin, 0.9))
    _beard(brush, random, patch, face, side=side)
    if face.eyes:
        _eyes(brush, random, skull, patch, side=side)


@dataclass(frozen=True)
class _Patch:
    """The visible face in figure units: its middle and radii."""

    x: float
    y: float
    half: float
    tall: float


def _patch(random: Generator, skull: Skull, face: Face, gear: Headgear, *, side: bool) -> _Patch:
    half, tall = face.half * skull.half, face.tall * skull.tall
    if gear is Headgear.MASK:
        tall = min(tall, 0.12 * skull.tall)
    if not side:
        return _Patch(skull.x, skull.down(face.low), half, tall)
    half *= random.uniform(0.4, 1.0)
    return _Patch(skull.aside(random.uniform(0.9, 1.02)) - half, skull.down(face.low), half, tall)


def _visor(brush: Brush, random: Generator, skull: Skull, patch: _Patch, *, side: bool) -> None:
    half = skull.half * random.uniform(0.4, 0.75)
    ahead = skull.half - half * 0.5 if side else 0.0
    brush.shape(box(skull.x + ahead, half * (0.5 if side else 1.0), patch.y + 0.05, patch.y - 0.01), _INK)
    if random.random() < 0.5:
        nose = skull.aside(0.8 if side else 0.0)
        brush.shape(box(nose, skull.half * 0.12, patch.y + 0.03, skull.down(0.95)), _INK)


def _beard(brush: Brush, random: Generator, patch: _Patch, face: Face, *, side: bool) -> None:
    """A beard, or a mouth of a pixel or two."""
    if random.random() < 0.25:
        low = patch.y - patch.tall * random.uniform(1.0, 1.5)
        brush.shape(box(patch.x, patch.half, patch.y - patch.tall * 0.35, low), face.beard)
    elif random.random() < 0.3:
        wide = max(1, round(brush.height * patch.half * 0.4))
        spot = (patch.x + (patch.half * 0.4 if side else 0.0), patch.y - patch.tall * 0.7)
        brush.dot(spot, wide, shaded(face.skin, 0.6), tall=1)


def _eyes(brush: Brush, random: Generator, skull: Skull, patch: _Patch, *, side: bool) -> None:
    """Dark or coloured, some with white behind them; now and then glasses."""
    size = max(1, round(brush.height * skull.tall * random.uniform(0.05, 0.14)))
    high = size * int(random.integers(1, 4))
    dark = _INK if random.random() < 0.65 else random_colour(random)
    level = patch.y + patch.tall * random.uniform(-0.1, 0.5)
    kind = random.random()
    if kind < 0.08:
        brush.shape(box(patch.x, patch.half, level + 0.03, level - 0.03), dark)
        return
    white = random.random() < 0.35
    for x in _eye_places(random, patch, side=side):
        brush.dot((x, level), size, dark, tall=high)
        if white:
            beside = x + size / brush.height * (-1 if side or x > patch.x else 1)
            brush.dot((beside, level), size, _WHITE, tall=high)


def _eye_places(random: Generator, patch: _Patch, *, side: bool) -> tuple[float, ...]:
    """Two from the front; from the side the near one, seldom the far one beside it."""
    gap = patch.half * random.uniform(0.4, 0.75)
    if not side:
        return patch.x - gap, patch.x + gap
    near = patch.x + patch.half * random.uniform(0.0, 0.6)
    return (near, near + gap) if random.random() < 0.15 else (near,)
