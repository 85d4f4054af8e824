"""What figurines wear on their heads, from the front, side and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_still import Colour
from neonworks_models.sprites.rig import Point

__all__ = ["COVERING", "Headgear", "Skull", "box", "paint_headgear"]


class Headgear(Enum):
    """The last three cover the whole head but the face."""

    NONE = auto()
    CAP = auto()
    BRIM = auto()
    BEANIE = auto()
    TRICORN = auto()
    BAND = auto()
    HORNS = auto()
    HOOD = auto()
    HELMET = auto()
    MASK = auto()


COVERING = (Headgear.HOOD, Headgear.HELMET, Headgear.MASK)


@dataclass(frozen=True)
class Skull:
    """Where a head is, in figure units: ``x`` of its middle, half its width, its height up to the crown."""

    x: float
    half: float
    tall: float

    def down(self, heads: float) -> float:
        """The height of what lies ``heads`` heads below the crown."""
        return 1 - self.tall * heads

    def aside(self, halves: float) -> float:
        """The place of what lies ``halves`` half heads before (or right of) the middle."""
        return self.x + self.half * halves


class _Maker(Protocol):
    def __call__(
        self, brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction
    ) -> None: ...


def paint_headgear(
    brush: Brush, random: Generator, skull: Skull, gear: Headgear, cloth: Colour, drawn: Direction
) -> None:
    """``gear`` in the colour ``cloth`` on a painted head; hood and helmet are the head's own mass already."""
    makers: Mapping[Headgear, _Maker] = {
        Headgear.CAP: _cap,
        Headgear.BRIM: _brim,
        Headgear.BEANIE: _beanie,
        Headgear.TRICORN: _tricorn,
        Headgear.BAND: _band,
        Headgear.HORNS: _horns,
        Headgear.MASK: _knot,
    }
    if gear in makers:
        makers[gear](brush, random, skull, cloth, drawn)


def box(x: float, half: float, top: float, low: float) -> tuple[Point, Point, Point, Point]:
    """Corners of an upright box about ``x``."""
    return (x - half, top), (x + half, top), (x + half, low), (x - half, low)


def _cap(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    """Its visor tells front, side and back apart."""
    brim = skull.down(random.uniform(0.35, 0.62))
    brush.shape(box(skull.x, skull.half * 1.08, skull.down(0.15), brim), cloth)
    brush.blob((skull.x, skull.down(0.18)), (skull.half * 1.08, skull.tall * 0.24), cloth)
    visor = shaded(cloth, random.uniform(0.5, 1.2))
    if drawn is Direction.RIGHT:
        brush.shape(box(skull.aside(1.1), skull.half * 0.5, brim + 0.03, brim - 0.03), visor)
    elif drawn is Direction.DOWN:
        brush.blob((skull.x, brim), (skull.half * random.uniform(0.6, 1.1), skull.tall * 0.1), visor)
    if random.random() < 0.4 and drawn is not Direction.UP:
        badge = skull.aside(0.7 if drawn is Direction.RIGHT else 0.0)
        brush.blob((badge, skull.down(0.2)), (skull.half * 0.2, skull.tall * 0.09), random_colour(random))


def _brim(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    """Top hats, straw hats, wizards' hats; some with a ribbon."""
    brim, high = skull.down(random.uniform(0.2, 0.4)), random.uniform(0.15, 0.55) * skull.tall
    wide, lean = random.uniform(0.6, 0.95), random.uniform(-0.3, 0.3)
    narrow = wide * random.choice((0.8, random.uniform(0.1, 1.2)))
    top = ((skull.aside(lean - narrow), brim + high), (skull.aside(lean + narrow), brim + high))
    brush.shape(((skull.aside(-wide), brim), *top, (skull.aside(wide), brim)), cloth)
    radii = (skull.half * random.uniform(1.15, 1.7), skull.tall * random.uniform(0.06, 0.14))
    brush.blob((skull.x, brim), radii, cloth)
    if random.random() < 0.6:
        ribbon = ((skull.aside(-wide), brim + 0.04), (skull.aside(wide), brim + 0.04))
        brush.limb(ribbon, 0.04, random_colour(random))


def _beanie(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    radii = (skull.half * 1.1, skull.tall * random.uniform(0.4, 0.6))
    brush.dome((skull.x, skull.down(random.uniform(0.35, 0.5))), radii, cloth)
    if random.random() < 0.4:
        brush.blob((skull.x, skull.down(-0.1)), (skull.half * 0.25, skull.tall * 0.12), shaded(cloth, 1.4))


def _tricorn(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    brim = skull.down(random.uniform(0.35, 0.5))
    peak = skull.aside(-random.uniform(0.0, 0.8) if drawn is Direction.RIGHT else 0.0)
    edge = ((skull.aside(-1.3), brim), (skull.aside(1.3), brim))
    ends = (skull.aside(1.2), brim + skull.tall * 0.3), (skull.aside(-1.2), brim + skull.tall * 0.3)
    brush.shape((*edge, ends[0], (peak, skull.down(-0.15)), ends[1]), cloth)
    brush.limb(edge, 0.03, shaded(cloth, 1.8))


def _band(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    """Round the brow; its ends may fly behind."""
    level = skull.down(random.uniform(0.25, 0.42))
    brush.limb(((skull.aside(-0.95), level), (skull.aside(0.95), level)), skull.tall * 0.12, cloth)
    if drawn is Direction.RIGHT and random.random() < 0.6:
        end = (skull.aside(-random.uniform(1.2, 1.7)), level - skull.tall * random.uniform(0.1, 0.4))
        brush.limb(((skull.aside(-1), level), end), skull.tall * 0.1, cloth)


def _horns(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    """Horns, ears of animals, bows: one from the side, else two."""
    high = skull.tall * random.uniform(0.1, 0.4)
    for sign in (-0.2,) if drawn is Direction.RIGHT else (-1, 1):
        root, wide = skull.aside(sign * 0.65), skull.half * random.uniform(0.15, 0.3)
        foot = ((root - wide, skull.down(0.2)), (root + wide, skull.down(0.2)))
        brush.shape((*foot, (root + sign * wide, 1 + high)), cloth)


def _knot(brush: Brush, random: Generator, skull: Skull, cloth: Colour, drawn: Direction) -> None:
    """Ends of the cloth that is tied behind the head."""
    if drawn is Direction.UP or random.random() < 0.5:
        return
    aside = skull.aside(-1.1 if drawn is Direction.RIGHT else 0.9)
    brush.blob((aside, skull.down(0.25)), (skull.half * 0.25, skull.tall * 0.12), shaded(cloth, 0.8))
