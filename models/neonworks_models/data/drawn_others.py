"""Procedural stills that are not bipeds: slimes, flyers, four-legged animals, things."""

import math

from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_still import Colour, DrawnStill

__all__ = ["draw_blob", "draw_flyer", "draw_prop", "draw_quadruped"]

_INK: Colour = (18, 14, 22)


def draw_blob(random: Generator, height: int) -> DrawnStill:
    """A dome or drop with eyes; without eyes it is seen from behind."""
    brush = Brush(height)
    wide, colour = random.uniform(0.4, 1.0), random_colour(random)
    facing = list(Direction)[int(random.choice(4, p=(0.15, 0.15, 0.55, 0.15)))]
    shape = random.random()
    if shape < 0.45:
        brush.dome((0, 0), (wide, 1.0), colour)
    elif shape < 0.7:
        brush.blob((0, 0.5), (wide * 0.6, 0.5), colour)
    else:
        brush.blob((0, 0.4), (wide * 0.8, 0.4), colour)
        tip = random.uniform(-0.1, 0.1)
        brush.shape(((-wide * 0.72, 0.55), (wide * 0.72, 0.55), (tip, 1.0)), colour)
    if random.random() < 0.7:
        brush.blob((-wide * 0.4, 0.7), (wide * 0.2, 0.08), shaded(colour, 1.5))
    if random.random() < 0.25:
        for sign in (-1, 1):
            foot = sign * wide * random.uniform(0.25, 0.5)
            brush.limb(
                ((foot, 0.1), (foot, random.uniform(-0.2, -0.05))),
                random.uniform(0.1, 0.2),
                shaded(colour, 0.6),
            )
    if random.random() < 0.2:
        brush.dome(
            (0, random.uniform(0.7, 0.85)), (wide * 0.7, random.uniform(0.2, 0.35)), random_colour(random)
        )
    if random.random() < 0.1:
        side = wide * float(random.choice((-1.2, 1.2)))
        brush.limb(((side, 0.0), (side, random.uniform(0.6, 1.0))), 0.1, (200, 205, 215))
    _eyes(brush, random, facing, wide * 0.5, random.uniform(0.35, 0.6))
    for _ in range(int(random.integers(3)) if random.random() < 0.3 else 0):
        x = random.uniform(-wide, wide) * 0.7
        brush.shape(((x - 0.08, 0.8), (x + 0.08, 0.8), (x, random.uniform(1.0, 1.25))), shaded(colour, 0.7))
    return DrawnStill(brush.picture(random, _outline(random)), Archetype.BLOB, facing, None)


def draw_flyer(random: Generator, height: int) -> DrawnStill:
    """Bats, birds, bees, dragonets: a small body and wings wider than it."""
    facing = list(Direction)[int(random.integers(4))]
    side = facing in (Direction.LEFT, Direction.RIGHT)
    brush = Brush(height, mirrored=facing is Direction.LEFT)
    body, wing = random_colour(random), random_colour(random)
    raised, span = random.uniform(-0.25, 0.5), random.uniform(0.5, 1.0)
    base = random.uniform(0.4, 0.6)
    radii = (
        (random.uniform(0.25, 0.4), random.uniform(0.16, 0.25)) if side else (0.2, random.uniform(0.2, 0.32))
    )
    if side:
        _wing(brush, random, -0.02, base + 0.1, -span * 0.6, raised, shaded(wing, 0.7))
        brush.shape(
            ((-radii[0] * 0.7, base), (-radii[0] * 1.7, base + 0.1), (-radii[0] * 1.7, base - 0.1)), body
        )
    else:
        for sign in (-1, 1):
            _wing(brush, random, sign * 0.1, base, sign * span, raised, wing)
    brush.blob((0, base), radii, body)
    head = (radii[0] * 0.95, base + radii[1] * 0.6) if side else (0.0, base + radii[1] * 0.9)
    brush.blob(head, (0.15, 0.15), body)
    if side:
        brush.shape(
            ((head[0] + 0.1, head[1] + 0.06), (head[0] + 0.1, head[1] - 0.06), (head[0] + 0.28, head[1])),
            wing,
        )
        _wing(brush, random, 0.0, base + 0.05, -span * 0.7, raised + 0.1, wing)
        brush.dot((head[0] + 0.05, head[1] + 0.03), max(1, height // 16), _INK)
    else:
        for sign in (-1, 1) if random.random() < 0.7 else ():
            brush.shape(
                ((sign * 0.04, head[1] + 0.1), (sign * 0.15, head[1] + 0.08), (sign * 0.13, head[1] + 0.27)),
                body,
            )
        if facing is Direction.DOWN:
            _eyes(brush, random, facing, 0.13, head[1])
            for sign in (-1, 1) if random.random() < 0.4 else ():
                brush.dot((sign * 0.05, head[1] - 0.1), max(1, height // 24), (250, 250, 250))
    return DrawnStill(brush.picture(random, _outline(random)), Archetype.FLYER, facing, None)


def draw_quadruped(random: Generator, height: int) -> DrawnStill:
    """Wolves, horses, cats: mostly from the side, sometimes from the front or back."""
    facing = list(Direction)[int(random.choice(4, p=(0.12, 0.38, 0.12, 0.38)))]
    brush = Brush(height, mirrored=facing is Direction.LEFT)
    coat = random_colour(random)
    if facing in (Direction.LEFT, Direction.RIGHT):
        _beast_from_side(brush, random, coat)
    else:
        _beast_from_front(brush, random, coat, facing)
    return DrawnStill(brush.picture(random, _outline(random)), Archetype.QUADRUPED, facing, None)


def _beast_from_side(brush: Brush, random: Generator, coat: Colour) -> None:
    long, deep = random.uniform(0.4, 0.75), random.uniform(0.16, 0.26)
    back = random.uniform(0.45, 0.65)
    thick = random.uniform(0.06, 0.13)
    for far in (True, False):
        tone = shaded(coat, 0.65 if far else 0.9)
        for hip in (-long * 0.75, long * 0.65):
            start = hip + (0.08 if far else 0.0)
            foot = start + random.uniform(-0.12, 0.12)
            brush.limb(((start, back), ((start + foot) / 2 - 0.03, back / 2), (foot, 0.03)), thick, tone)
    tail = (-long - random.uniform(0.1, 0.35), back + random.uniform(-0.15, 0.35))
    brush.limb(((-long * 0.85, back + deep * 0.4), tail), random.uniform(0.04, 0.1), coat)
    brush.blob((0, back), (long, deep), coat)
    neck = (long * 0.8, back + deep * 0.4)
    head = (long + random.uniform(0.05, 0.2), min(0.95, back + random.uniform(0.15, 0.42)))
    brush.limb((neck, head), deep * 0.9, coat)
    brush.blob(head, (random.uniform(0.14, 0.22), random.uniform(0.1, 0.15)), coat)
    brush.blob((head[0] + 0.16, head[1] - 0.03), (0.1, 0.06), shaded(coat, 1.15))
    ear = head[0] - 0.06
    brush.shape(
        ((ear - 0.06, head[1] + 0.07), (ear + 0.05, head[1] + 0.08), (ear - 0.02, head[1] + 0.25)), coat
    )
    brush.dot((head[0] + 0.04, head[1] + 0.03), max(1, brush.height // 18), _INK)


def _beast_from_front(brush: Brush, random: Generator, coat: Colour, facing: Direction) -> None:
    wide, thick = random.uniform(0.2, 0.3), random.uniform(0.08, 0.13)
    for sign in (-1, 1):
        brush.limb(((sign * wide * 1.0, 0.4), (sign * wide * 1.15, 0.1)), thick, shaded(coat, 0.65))
        brush.limb(((sign * wide * 0.6, 0.4), (sign * wide * 0.6, 0.03)), thick, shaded(coat, 0.9))
    brush.blob((0, 0.45), (wide, random.uniform(0.2, 0.3)), coat)
    head = random.uniform(0.6, 0.78)
    brush.blob((0, head), (random.uniform(0.17, 0.24), random.uniform(0.15, 0.2)), shaded(coat, 1.05))
    for sign in (-1, 1):
        brush.shape(((sign * 0.06, head + 0.1), (sign * 0.19, head + 0.08), (sign * 0.16, head + 0.28)), coat)
    if facing is Direction.DOWN:
        _eyes(brush, random, facing, 0.18, head + 0.03)
        brush.blob((0, head - 0.1), (0.08, 0.06), shaded(coat, 1.2))
    else:
        brush.limb(((0, 0.5), (random.uniform(-0.2, 0.2), 0.2)), 0.08, coat)


def draw_prop(random: Generator, height: int) -> DrawnStill:
    """Things: blades, flasks, chests, coins, gems, shields, trees, barrels. None of them faces anywhere."""
    brush = Brush(height)
    makers = (_blade, _flask, _chest, _coin, _gem, _shield, _tree, _barrel)
    makers[int(random.integers(len(makers)))](brush, random)
    return DrawnStill(brush.picture(random, _outline(random)), Archetype.PROP, None, None)


def _blade(brush: Brush, random: Generator) -> None:
    lean = random.choice((0.0, random.uniform(-0.7, 0.7)))
    metal, grip = shaded((210, 214, 224), random.uniform(0.6, 1.1)), random_colour(random)
    brush.limb(((0, 0.1), (lean, 1.0)), random.uniform(0.06, 0.14), metal)
    brush.limb(((-0.16 + lean * 0.25, 0.3), (0.16 + lean * 0.25, 0.28)), 0.08, grip)
    brush.limb(((0, 0.0), (lean * 0.28, 0.28)), 0.07, shaded(grip, 0.7))


def _flask(brush: Brush, random: Generator) -> None:
    fluid, wide = random_colour(random), random.uniform(0.3, 0.45)
    brush.blob((0, wide), (wide, wide), (190, 205, 220))
    brush.blob((0, wide * 0.85), (wide * 0.85, wide * 0.75), fluid)
    brush.limb(((0, wide * 1.8), (0, 0.9)), 0.2, (190, 205, 220))
    brush.limb(((0, 0.88), (0, 1.0)), 0.16, (130, 90, 50))


def _chest(brush: Brush, random: Generator) -> None:
    wood, wide = random_colour(random), random.uniform(0.5, 0.75)
    brush.shape(((-wide, 0), (wide, 0), (wide, 0.6), (-wide, 0.6)), wood)
    brush.blob((0, 0.6), (wide, 0.35), shaded(wood, 1.2))
    brush.shape(((-wide, 0.52), (wide, 0.52), (wide, 0.6), (-wide, 0.6)), (220, 190, 60))
    brush.blob((0, 0.5), (0.09, 0.1), (250, 220, 90))


def _coin(brush: Brush, random: Generator) -> None:
    colour, wide = random_colour(random), random.uniform(0.2, 0.5)
    brush.blob((0, 0.5), (wide, 0.5), colour)
    brush.blob((0, 0.5), (wide * 0.65, 0.34), shaded(colour, 1.3))


def _gem(brush: Brush, random: Generator) -> None:
    colour, wide = random_colour(random), random.uniform(0.35, 0.6)
    brush.shape(((0, 0), (wide, 0.65), (wide * 0.6, 1), (-wide * 0.6, 1), (-wide, 0.65)), colour)
    brush.shape(((0, 0), (wide * 0.3, 0.65), (-wide * 0.3, 0.65)), shaded(colour, 1.4))


def _shield(brush: Brush, random: Generator) -> None:
    colour, wide = random_colour(random), random.uniform(0.35, 0.5)
    rim = ((0, 0), (wide * 0.8, 0.35), (wide, 1), (-wide, 1), (-wide * 0.8, 0.35))
    brush.shape(rim, shaded(colour, 0.6))
    brush.shape(tuple((x * 0.8, 0.1 + y * 0.82) for x, y in rim), colour)


def _tree(brush: Brush, random: Generator) -> None:
    leaf = random_colour(random)
    brush.limb(((0, 0), (0, 0.5)), random.uniform(0.1, 0.22), (110, 75, 45))
    for step in range(3):
        wide = random.uniform(0.25, 0.4) * (1.2 - 0.25 * step)
        brush.blob(
            (random.uniform(-0.1, 0.1), 0.5 + 0.17 * step), (wide, 0.2), shaded(leaf, 0.8 + 0.15 * step)
        )


def _barrel(brush: Brush, random: Generator) -> None:
    wood, wide = random_colour(random), random.uniform(0.3, 0.45)
    sides = [(math.cos(a) * wide * 1.15, 0.5 + math.sin(a) * 0.62) for a in (-0.9, 0.0, 0.9)]
    brush.shape((*sides, *((-x, y) for x, y in reversed(sides))), wood)
    for y in (0.25, 0.75):
        brush.limb(((-wide, y), (wide, y)), 0.07, shaded(wood, 0.5))


def _wing(
    brush: Brush, random: Generator, root: float, y: float, reach: float, raised: float, colour: Colour
) -> None:
    tip = (root + reach, y + raised)
    low = y - random.uniform(0.05, 0.3)
    brush.shape(
        ((root, y + 0.1), tip, (root + reach * 0.7, low + raised * 0.5), (root + reach * 0.4, low)), colour
    )
    brush.shape(((root, y + 0.1), (root + reach * 0.4, low), (root, y - 0.1)), colour)


def _eyes(brush: Brush, random: Generator, facing: Direction, gap: float, y: float) -> None:
    if facing is Direction.UP:
        return
    shift = {Direction.LEFT: -gap, Direction.RIGHT: gap}.get(facing, 0.0)
    size = max(1, round(brush.height * random.uniform(0.06, 0.14)))
    spread = gap * (0.45 if shift else 0.7)
    tall = int(random.integers(1, 3))
    for sign in (-1, 1):
        brush.dot((shift + sign * spread, y), size, _INK, tall=tall * size)
        if random.random() < 0.4:
            brush.dot((shift + sign * spread, y), max(1, size // 2), (250, 250, 250))


def _outline(random: Generator) -> Colour | None:
    return _INK if random.random() < 0.7 else None
