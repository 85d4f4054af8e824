"""Procedural figurines: the small role-playing figures with big heads, hair, hats, dresses and coats.

``drawn_biped`` draws limbs with a body between them; here the head is a third to two thirds of the figure,
hair or headgear covers most of it, a long dress may hide the legs, and from the side a few pixels of face
tell where it looks.
"""

from collections.abc import Sequence
from dataclasses import replace

from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_biped import paint_arm, paint_leg, paint_weapon
from neonworks_models.data.drawn_body import Build, Look, Skeleton, front_bones, random_look, side_bones
from neonworks_models.data.drawn_figurehead import Figurehead
from neonworks_models.data.drawn_headgear import box
from neonworks_models.data.drawn_still import DrawnStill
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import mirrored_joints

__all__ = ["draw_figurine"]

_SIDES = (Direction.LEFT, Direction.RIGHT)
_INK = (16, 12, 20)


def draw_figurine(random: Generator, height: int) -> DrawnStill:
    """One figurine of about ``height`` pixels to the crown, in a random facing, build and dress."""
    facing = list(Direction)[int(random.integers(4))]
    side = facing in _SIDES
    build, look = _build(random), replace(random_look(random), cape=None)
    if random.random() < 0.85:
        look = replace(look, weapon=0)
    bones = _standing(random, build, facing)
    brush = Brush(height, mirrored=facing is Direction.LEFT)
    drawn = Direction.RIGHT if side else facing
    _Painter(brush, random, build, look, bones, drawn).paint()
    if facing is Direction.LEFT:
        bones = {joint: (-x, y) for joint, (x, y) in mirrored_joints(bones, 0.0).items()}
    joints = {joint: brush.at(point) for joint, point in bones.items()}
    return DrawnStill(brush.picture(random, _outline(random, look)), Archetype.BIPED, facing, joints)


def _outline(random: Generator, look: Look) -> tuple[int, int, int] | None:
    draw = random.random()
    if draw < 0.15:
        return None
    return shaded(look.top if draw < 0.35 else look.hair, 0.3) if draw < 0.5 else _INK


def _build(random: Generator) -> Build:
    """One and a half to three heads tall, narrow shoulders, short legs."""
    head = random.uniform(0.32, 0.62)
    rest = 1 - head
    hip = rest * random.uniform(0.22, 0.55)
    torso = rest - hip
    shoulder = random.uniform(0.1, 0.2)
    return Build(
        head=head,
        head_width=head * random.uniform(0.75, 1.35),
        hip=hip,
        ankle=min(0.4 * hip, random.uniform(0.02, 0.09)),
        shoulder_half=shoulder,
        hip_half=shoulder * random.uniform(0.35, 0.65),
        shoulder_drop=torso * random.uniform(0.08, 0.3),
        arm=torso * random.uniform(0.65, 1.1),
        arm_width=random.uniform(0.045, 0.1),
        leg_width=random.uniform(0.07, 0.15),
    )


def _standing(random: Generator, build: Build, facing: Direction) -> Skeleton:
    if facing in _SIDES:
        return side_bones(random, build)
    bones = front_bones(random, build)
    return {joint: (-x, y) for joint, (x, y) in bones.items()} if facing is Direction.UP else bones


class _Painter:
    """Paints one figurine from far to near; ``drawn`` is RIGHT for both profiles."""

    def __init__(
        self, brush: Brush, random: Generator, build: Build, look: Look, bones: Skeleton, drawn: Direction
    ) -> None:
        self._brush, self._random, self._build, self._look = brush, random, build, look
        self._bones, self._drawn, self._side = bones, drawn, drawn is Direction.RIGHT
        self._head = Figurehead.random(random, build, look)
        self._hem = self._random_hem()
        self._depth = random.uniform(0.09, 0.16) if self._side else build.shoulder_half
        self._cape = random_colour(random) if random.random() < 0.18 else None

    def _random_hem(self) -> float | None:
        """Where a dress, coat or tunic ends in body heights; None for trousers."""
        draw, hip = self._random.random(), self._build.hip
        if draw < 0.2:
            return 0.0
        return hip * self._random.uniform(0.1, 0.9) if draw < 0.45 else None

    def paint(self) -> None:
        away = self._drawn is Direction.UP
        if not away:
            self._paint_cape()
            self._head.paint_behind(self._brush, self._bones, self._drawn)
        if away:
            paint_weapon(self._brush, self._look, self._bones, self._build)
        if self._side:
            self._paint_arm("left", self._look.far)
        self._paint_legs()
        self._paint_trunk()
        self._paint_arm("right", 1.0)
        if not self._side:
            self._paint_arm("left", 1.0)
        if away:
            self._paint_cape()
        self._head.paint(self._brush, self._random, self._bones, self._drawn)
        if not away:
            paint_weapon(self._brush, self._look, self._bones, self._build)

    def _paint_cape(self) -> None:
        """From the neck to the ankles, spreading; in a profile it hangs behind."""
        if self._cape is None:
            return
        hem, spread = self._build.hip * self._random.uniform(0, 0.4), self._random.uniform(1.1, 1.6)
        top = self._build.neck + 0.02
        if self._side:
            back = self._depth * self._random.uniform(1.0, 1.4)
            points: Sequence[Point] = ((0.0, top), (-back, top), (-back * spread * 1.2, hem), (-0.02, hem))
        else:
            wide = self._build.shoulder_half * self._random.uniform(0.9, 1.15)
            points = ((-wide, top), (wide, top), (wide * spread, hem), (-wide * spread, hem))
        self._brush.shape(points, self._cape)
        if self._drawn is not Direction.UP and self._random.random() < 0.5:
            collar = self._build.shoulder_half * 1.2 * (0.6 if self._side else 1.0)
            self._brush.shape(((-collar, top + 0.06), (collar, top + 0.06), (0.0, top - 0.1)), self._cape)

    def _paint_legs(self) -> None:
        for word in ("left", "right") if self._side else ("right", "left"):
            shade = self._look.far if self._side and word == "left" else 1.0
            paint_leg(self._brush, self._build, self._look, self._bones, word, shade, self._side)

    def _paint_trunk(self) -> None:
        """A box with rounded shoulders, a front or buttons, a belt; then what is worn below the waist."""
        brush, random = self._brush, self._random
        x, neck, hip = self._bones[Joint.NECK][0], self._build.neck, self._build.hip
        wide, top, low = self._depth, neck + 0.03, max(0.02, hip - random.uniform(0, 0.04))
        waist = wide * random.uniform(0.75, 1.1)
        right = ((x + wide * 0.7, top), (x + wide, top - 0.08), (waist, low))
        left = ((-waist, low), (x - wide, top - 0.08), (x - wide * 0.7, top))
        brush.shape((*right, *left), self._look.top)
        if self._drawn is not Direction.UP and random.random() < 0.5:
            ahead, half = (wide * 0.35 if self._side else 0.0), wide * random.uniform(0.2, 0.5)
            brush.shape(box(ahead, half, top, low), random_colour(random))
        if random.random() < 0.35:
            belt = ((-waist * 0.9, low + 0.02), (waist * 0.9, low + 0.02))
            brush.limb(belt, 0.035, random_colour(random))
        if self._hem is not None:
            self._paint_dress(waist, (neck + hip) / 2, self._hem)

    def _paint_dress(self, waist: float, middle: float, hem: float) -> None:
        """A skirt to ``hem``; from the side it trails behind more often than before the body."""
        random = self._random
        flare = random.uniform(1.0, 2.2 if hem == 0.0 else 1.7)
        behind = flare * (random.uniform(0.9, 1.7) if self._side else 1.0)
        before = flare * (random.uniform(0.6, 1.1) if self._side else 1.0)
        cloth = self._look.top if random.random() < 0.7 else self._look.legs
        points = ((-waist, middle), (waist, middle), (waist * before, hem), (-waist * behind, hem))
        self._brush.shape(points, cloth)
        if random.random() < 0.4 and self._drawn is not Direction.UP:
            ahead = waist * before * 0.6 if self._side else 0.0
            half = waist * random.uniform(0.2, 0.5)
            apron = ((ahead, middle), (ahead + half, hem), (ahead - half, hem))
            self._brush.shape(apron, shaded(cloth, 1.4) if random.random() < 0.5 else random_colour(random))
        if random.random() < 0.3:
            self._brush.limb(((-waist * behind, hem), (waist * before, hem)), 0.04, shaded(cloth, 0.7))

    def _paint_arm(self, word: str, shade: float) -> None:
        """An arm, often set off from the trunk by a dark line, sometimes hidden."""
        if self._random.random() < (0.3 if shade < 1 else 0.08):
            return
        if self._random.random() < 0.6:
            joints = tuple(self._bones[Joint(f"{word}_{part}")] for part in ("shoulder", "elbow", "wrist"))
            self._brush.limb(joints, self._build.arm_width + 0.05, shaded(self._look.top, 0.45))
        paint_arm(self._brush, self._build, self._look, self._bones, word, shade)
