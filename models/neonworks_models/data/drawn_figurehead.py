"""Heads of figurines: one mass of hair or headgear with a small face let into it.

The face lies in the lower middle from the front, at the lower front edge from the side; from behind there is
none.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto

from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_body import Build, Look, Skeleton
from neonworks_models.data.drawn_face import Face, paint_face
from neonworks_models.data.drawn_headgear import COVERING, Headgear, Skull, box, paint_headgear
from neonworks_models.data.drawn_still import Colour
from neonworks_models.sprites.rig import Joint

__all__ = ["Figurehead", "Hair"]


class Hair(Enum):
    """How hair lies, besides the fringe."""

    BALD = auto()
    SHORT = auto()
    BOB = auto()
    LONG = auto()
    SPIKY = auto()
    CREST = auto()
    TAIL = auto()
    BUNCHES = auto()


_SHARES = (0.06, 0.2, 0.16, 0.2, 0.15, 0.06, 0.1, 0.07)
"""How often each kind of hair is drawn."""
_GEARED = 0.42
"""Share of the heads that wear something."""
_FRINGED = (Hair.BOB, Hair.LONG, Hair.BUNCHES)
"""Hair that frames the face down to the chin."""


@dataclass(frozen=True)
class Figurehead:
    """One head. ``half``, ``tall`` in body heights, the rest in these two.

    ``full`` is the hair's width, ``reach`` how far long hair falls below the chin, ``trail`` how far it hangs
    behind from the side.
    """

    half: float
    tall: float
    hair: Hair
    gear: Headgear
    face: Face
    colour: Colour
    cloth: Colour
    full: float
    reach: float
    trail: float

    @classmethod
    def random(cls, random: Generator, build: Build, look: Look) -> "Figurehead":
        """Any hair; two in five with something on the head."""
        gear = Headgear.NONE
        if random.random() < _GEARED:
            gear = list(Headgear)[int(random.integers(1, len(Headgear)))]
        return cls(
            half=build.head_width / 2,
            tall=build.head,
            hair=list(Hair)[int(random.choice(len(Hair), p=_SHARES))],
            gear=gear,
            face=Face.random(random, look.skin, look.hair),
            colour=look.hair,
            cloth=look.top if random.random() < 0.4 else random_colour(random),
            full=random.uniform(1.0, 1.2),
            reach=random.uniform(0.3, 1.1),
            trail=random.uniform(0.0, 0.5),
        )

    def paint_behind(self, brush: Brush, bones: Skeleton, drawn: Direction) -> None:
        """Hair that hangs behind the body, seen from the front or side."""
        skull, side = self._skull(bones), drawn is Direction.RIGHT
        if self.gear in COVERING:
            return
        if self.hair is Hair.LONG and side:
            self._fall(brush, skull, -0.55, 0.5, -self.trail, self.colour)
        elif self.hair is Hair.LONG:
            self._fall(brush, skull, 0.0, self.full * 0.95, 0.0, shaded(self.colour, 0.8))
        elif self.hair is Hair.BUNCHES:
            self._bunches(brush, skull, (-1,) if side else (-1, 1))
        elif self.hair is Hair.TAIL and side:
            start = (skull.aside(-0.9), skull.down(0.35))
            end = (skull.aside(-1.2 - self.trail), skull.down(0.6 + 0.5 * self.reach))
            brush.limb((start, end), self.half * 0.45, self.colour)

    def paint(self, brush: Brush, random: Generator, bones: Skeleton, drawn: Direction) -> None:
        """The head before the body, with its face unless ``drawn`` is UP."""
        skull, mass = self._skull(bones), self._mass()
        throat = ((skull.x, skull.down(1.0) - 0.03), (skull.x, skull.down(0.8)))
        brush.limb(throat, self.half * 0.7, self.face.skin)
        self._paint_mass(brush, random, skull, mass, drawn)
        if mass == self.face.skin and drawn is Direction.RIGHT:
            self._bare_side(brush, random, skull)
        hairy = mass == self.colour
        if drawn is not Direction.UP:
            paint_face(brush, random, skull, self.face, self.gear, side=drawn is Direction.RIGHT)
            if hairy:
                self._fringe(brush, random, skull, drawn)
        elif hairy:
            self._nape(brush, random, skull)
        paint_headgear(brush, random, skull, self.gear, self.cloth, drawn)

    def _skull(self, bones: Skeleton) -> Skull:
        return Skull((bones[Joint.NECK][0] + bones[Joint.HEAD_TOP][0]) / 2, self.half, self.tall)

    def _mass(self) -> Colour:
        """The colour of what covers the head."""
        if self.gear in COVERING:
            return self.cloth
        return self.face.skin if self.hair is Hair.BALD else self.colour

    def _fall(
        self, brush: Brush, skull: Skull, place: float, wide: float, aside: float, colour: Colour
    ) -> None:
        """Long hair from the middle of the head to beyond the chin, ``aside`` half heads off at its end."""
        high, low = skull.down(0.4), skull.down(1.0 + 0.6 * self.reach)
        upper = (skull.aside(place - wide), high), (skull.aside(place + wide), high)
        end = place + aside
        brush.shape((*upper, (skull.aside(end + wide), low), (skull.aside(end - wide), low)), colour)

    def _bunches(self, brush: Brush, skull: Skull, signs: tuple[int, ...]) -> None:
        for sign in signs:
            spot = (skull.aside(sign * 1.15), skull.down(0.55 + 0.3 * self.reach))
            brush.blob(spot, (self.half * 0.32, self.tall * (0.2 + 0.25 * self.reach)), self.colour)

    def _paint_mass(
        self, brush: Brush, random: Generator, skull: Skull, mass: Colour, drawn: Direction
    ) -> None:
        """The whole head in one colour, with spikes and strands where that is hair."""
        hairy, bottom = mass == self.colour, 1.0
        wide = self.half * (self.full if hairy else 1.0)
        if hairy and drawn is Direction.UP:
            bottom = 1.1 if self.hair is Hair.BOB else random.uniform(0.75, 1.05)
        brush.blob((skull.x, skull.down(bottom / 2)), (wide, self.tall * bottom / 2), mass)
        if random.random() < 0.4:
            brush.shape(box(skull.x, wide * 0.92, skull.down(0.2), skull.down(bottom * 0.85)), mass)
        if hairy:
            if self.hair in (Hair.SPIKY, Hair.CREST):
                self._spikes(brush, random, skull, drawn)
            self._strands(brush, random, skull, drawn)

    def _bare_side(self, brush: Brush, random: Generator, skull: Skull) -> None:
        """The darker back of a bald head, and its ear."""
        back = (skull.aside(-0.65), skull.down(random.uniform(0.4, 0.6)))
        radii = (self.half * random.uniform(0.2, 0.4), self.tall * 0.35)
        brush.blob(back, radii, shaded(self.face.skin, random.uniform(0.75, 1.0)))
        ear = skull.aside(random.uniform(-0.3, 0.1))
        brush.shape(box(ear, self.half * 0.1, skull.down(0.5), skull.down(0.75)), shaded(self.face.skin, 0.6))

    def _spikes(self, brush: Brush, random: Generator, skull: Skull, drawn: Direction) -> None:
        """Tufts all round or on the crown only; in a profile they point back."""
        around = self.hair is Hair.SPIKY
        low, high = (-20, 200) if around else (65, 115)
        if drawn is Direction.RIGHT:
            low, high = (60, 200) if around else (70, 140)
        long = random.uniform(0.65, 0.85 if around else 1.1)
        for _ in range(int(random.integers(4, 11))):
            turn = math.radians(random.uniform(low, high))
            x, y = math.cos(turn), math.sin(turn)
            tip = (skull.aside(2 * long * x), skull.down(0.45 - long * y))
            root = ((0.6 * x + 0.35 * y, 0.3 * y - 0.17 * x), (0.6 * x - 0.35 * y, 0.3 * y + 0.17 * x))
            corners = [(skull.aside(across), skull.down(0.45 - up)) for across, up in root]
            brush.shape((*corners, tip), shaded(self.colour, random.uniform(0.85, 1.1)))

    def _strands(self, brush: Brush, random: Generator, skull: Skull, drawn: Direction) -> None:
        """Streaks from the crown outward, a gleam across the top."""
        longest = 0.9 if drawn is Direction.UP else 0.6
        for _ in range(int(random.integers(6))):
            aside = random.uniform(-0.85, 0.85)
            start = (skull.aside(aside * 0.5), skull.down(random.uniform(0.08, 0.3)))
            end = (skull.aside(aside), skull.down(random.uniform(0.4, longest)))
            tone = shaded(self.colour, random.uniform(0.6, 1.3))
            brush.limb((start, end), self.half * random.uniform(0.08, 0.25), tone)
        if random.random() < 0.4:
            spot = (skull.aside(random.uniform(-0.4, 0.4)), skull.down(random.uniform(0.15, 0.35)))
            radii = (self.half * random.uniform(0.2, 0.6), self.tall * 0.07)
            brush.blob(spot, radii, shaded(self.colour, 1.4))

    def _fringe(self, brush: Brush, random: Generator, skull: Skull, drawn: Direction) -> None:
        """Strands over the top of the face and beside it; before a profile hangs a thin one at most."""
        side = drawn is Direction.RIGHT
        top = skull.down(self.face.low - self.face.tall * 1.2)
        for _ in range(int(random.integers(1, 6))):
            spot = skull.aside(random.uniform(-0.1 if side else -0.8, 0.9 if side else 0.8))
            low = top - self.tall * random.uniform(0.05, 0.25 if random.random() < 0.8 else 0.5)
            wide = self.half * random.uniform(0.1, 0.35)
            tip = (spot + random.uniform(-1, 1) * wide, low)
            brush.shape(((spot - wide, top + 0.03), (spot + wide, top + 0.03), tip), self.colour)
        if self.hair not in _FRINGED:
            return
        low = skull.down(1.0 + (0.4 * self.reach if self.hair is Hair.LONG else 0.08))
        for sign in (-1,) if side else (-1, 1):
            place = skull.aside(sign * (0.5 if side else 0.9) * self.full)
            wide = self.half * (0.45 if side else 0.18)
            brush.shape(box(place, wide, skull.down(0.45), low), self.colour)
        if side and random.random() < 0.35:
            brush.shape(box(skull.aside(0.95), self.half * 0.08, skull.down(0.4), low), self.colour)

    def _nape(self, brush: Brush, random: Generator, skull: Skull) -> None:
        """From behind: long hair over the back, a tail, bunches."""
        if self.hair is Hair.LONG:
            self._fall(brush, skull, 0.0, self.full * 0.95, 0.0, self.colour)
        elif self.hair is Hair.TAIL:
            ends = ((skull.x, skull.down(0.4)), (skull.x, skull.down(0.7 + 0.6 * self.reach)))
            brush.limb(ends, self.half * 0.5, shaded(self.colour, random.uniform(0.8, 1.2)))
        elif self.hair is Hair.BUNCHES:
            self._bunches(brush, skull, (-1, 1))
