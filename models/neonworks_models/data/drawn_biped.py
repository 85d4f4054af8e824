"""Procedural bipeds of any proportions, with their joints: what teaches the reader more than one style."""

from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.brush import Brush, random_colour, shaded
from neonworks_models.data.drawn_body import (
    HOOD,
    Build,
    Look,
    Skeleton,
    front_bones,
    random_build,
    random_look,
    side_bones,
)
from neonworks_models.data.drawn_still import Colour, DrawnStill
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import mirrored_joints, side_joint

__all__ = [
    "draw_biped",
    "paint_arm",
    "paint_cape",
    "paint_head",
    "paint_leg",
    "paint_torso",
    "paint_weapon",
]


def draw_biped(random: Generator, height: int) -> DrawnStill:
    """One figure of about ``height`` pixels, in a random facing, pose, build and dress."""
    build, look = random_build(random), random_look(random)
    facing = list(Direction)[int(random.integers(4))]
    mirrored = facing is Direction.LEFT
    brush = Brush(height, mirrored=mirrored)
    side = facing in (Direction.LEFT, Direction.RIGHT)
    bones = side_bones(random, build) if side else front_bones(random, build)
    if facing is Direction.UP:
        bones = {joint: (-x, y) for joint, (x, y) in bones.items()}
    drawn = Direction.RIGHT if side else facing
    _paint(brush, random, build, look, bones, drawn)
    outline = (
        None if random.random() < 0.25 else (shaded(look.top, 0.2) if random.random() < 0.4 else (16, 12, 20))
    )
    if mirrored:
        bones = {joint: (-x, y) for joint, (x, y) in mirrored_joints(bones, 0.0).items()}
    joints = {joint: brush.at(point) for joint, point in bones.items()}
    return DrawnStill(brush.picture(random, outline), Archetype.BIPED, facing, joints)


def _paint(
    brush: Brush, random: Generator, build: Build, look: Look, bones: Skeleton, drawn: Direction
) -> None:
    side = drawn is Direction.RIGHT
    order = ("left", "right") if side else ("right", "left")
    if look.cape is not None and drawn is not Direction.UP:
        paint_cape(brush, build, look.cape, -0.08 if side else 0.0)
    if drawn is Direction.UP:
        paint_weapon(brush, look, bones, build)
    if side:
        paint_arm(brush, build, look, bones, "left", look.far)
    for word in order:
        paint_leg(brush, build, look, bones, word, look.far if side and word == "left" else 1.0, side)
    paint_torso(brush, random, build, look, bones, side)
    if side:
        paint_weapon(brush, look, bones, build)
        paint_arm(brush, build, look, bones, "right", 1.0)
    else:
        for word in order:
            paint_arm(brush, build, look, bones, word, 1.0)
    if look.cape is not None and drawn is Direction.UP:
        paint_cape(brush, build, look.cape, 0.0)
    paint_head(brush, random, build, look, bones, drawn)
    if drawn is Direction.DOWN:
        paint_weapon(brush, look, bones, build)


def paint_arm(brush: Brush, build: Build, look: Look, bones: Skeleton, word: str, shade: float) -> None:
    """One arm with its hand; ``shade`` darkens a far one."""
    shoulder, elbow, wrist = (bones[Joint(f"{word}_{part}")] for part in ("shoulder", "elbow", "wrist"))
    brush.limb((shoulder, elbow, wrist), build.arm_width, shaded(look.sleeve, 0.9 * shade))
    hand = (2 * wrist[0] - elbow[0], 2 * wrist[1] - elbow[1])
    reach = min(1.0, build.arm_width / (abs(hand[0] - wrist[0]) + abs(hand[1] - wrist[1]) + 1e-6))
    tip = (wrist[0] + (hand[0] - wrist[0]) * reach * 0.7, wrist[1] + (hand[1] - wrist[1]) * reach * 0.7)
    brush.blob(tip, (build.arm_width * 0.6, build.arm_width * 0.6), shaded(look.skin, shade))


def paint_leg(
    brush: Brush, build: Build, look: Look, bones: Skeleton, word: str, shade: float, side: bool
) -> None:
    """One leg with its shoe, which points right where ``side``."""
    hip, knee, ankle = (bones[Joint(f"{word}_{part}")] for part in ("hip", "knee", "ankle"))
    brush.limb((hip, knee, ankle), build.leg_width, shaded(look.legs, shade))
    toe = build.leg_width * (0.55 if side else 0.1)
    low = max(0.0, ankle[1] - build.ankle)
    half = max(build.leg_width * 0.55, 0.02)
    foot = ((ankle[0] - half, low), (ankle[0] - half, ankle[1]), (ankle[0] + half, ankle[1]))
    brush.shape(
        (*foot, (ankle[0] + half + toe, low + 0.4 * (ankle[1] - low)), (ankle[0] + half + toe, low)),
        shaded(look.feet, shade),
    )


def paint_torso(
    brush: Brush, random: Generator, build: Build, look: Look, bones: Skeleton, side: bool
) -> None:
    """Trunk with skirt or belt between neck and pelvis, narrower where ``side``."""
    neck, pelvis = bones[Joint.NECK], bones[Joint.PELVIS]
    depth = random.uniform(0.55, 0.85) if side else 1.0
    wide, narrow = build.shoulder_half * depth, (build.hip_half + build.leg_width * 0.5) * depth
    shoulder = neck[1] - 0.3 * build.shoulder_drop
    top = ((neck[0] - wide * 0.6, neck[1] + 0.01), (neck[0] + wide * 0.6, neck[1] + 0.01))
    waist = pelvis[1] - random.uniform(0.0, 0.03)
    points = (
        *top,
        (neck[0] + wide, shoulder - 0.02),
        (pelvis[0] + narrow, waist),
        (pelvis[0] - narrow, waist),
        (neck[0] - wide, shoulder - 0.02),
    )
    brush.shape(points, look.top)
    if random.random() < 0.5:
        brush.shape(
            (points[1], points[2], points[3], (pelvis[0] + narrow * 0.3, waist)), shaded(look.top, 0.8)
        )
    if look.skirt:
        hem = pelvis[1] * random.uniform(0.05, 0.6)
        flare = narrow * random.uniform(1.1, 1.7)
        middle = (neck[1] + pelvis[1]) / 2
        brush.shape(((-narrow * 0.9, middle), (narrow * 0.9, middle), (flare, hem), (-flare, hem)), look.top)
    elif random.random() < 0.4:
        belt = random_colour(random)
        brush.limb(
            ((pelvis[0] - narrow * 0.8, waist + 0.02), (pelvis[0] + narrow * 0.8, waist + 0.02)), 0.03, belt
        )


def paint_head(
    brush: Brush, random: Generator, build: Build, look: Look, bones: Skeleton, drawn: Direction
) -> None:
    """Head with hair, face and hat, as high above ``bones`` as the build says."""
    x, half, tall = bones[Joint.NECK][0], build.head_width / 2, build.head
    x = (x + bones[Joint.HEAD_TOP][0]) / 2
    middle = (x, 1 - tall * 0.5)
    brush.limb(((x, build.neck - 0.02), (x, build.neck + 0.1 * tall)), half * 0.8, look.skin)
    if look.hair_style == 4 and drawn is not Direction.UP:
        back = -0.5 * half if drawn is Direction.RIGHT else 0.0
        brush.blob((x + back, 1 - tall * 0.7), (half * 0.95, tall * 0.75), shaded(look.hair, 0.8))
    brush.blob(middle, (half, tall * 0.52), look.skin)
    if look.hat == HOOD:
        _hood(brush, look, x, half, tall, drawn)
    else:
        _hair(brush, look, x, half, tall, drawn)
        _locks(brush, random, look, x, half, tall, drawn)
    _face(brush, random, look, x, half, tall, drawn)
    _hat(brush, look, x, half, tall)


def _hood(brush: Brush, look: Look, x: float, half: float, tall: float, drawn: Direction) -> None:
    brush.blob((x, 1 - tall * 0.47), (half * 1.15, tall * 0.56), look.top)
    if drawn is Direction.DOWN:
        brush.blob((x, 1 - tall * 0.58), (half * 0.75, tall * 0.38), look.skin)
    elif drawn is Direction.RIGHT:
        brush.blob((x + half * 0.55, 1 - tall * 0.58), (half * 0.5, tall * 0.36), look.skin)


def _locks(
    brush: Brush, random: Generator, look: Look, x: float, half: float, tall: float, drawn: Direction
) -> None:
    """Strands in other shades of the hair's colour: over the whole back of the head, else above the face."""
    if look.hair_style == 0 or random.random() < 0.4:
        return
    lowest = {Direction.UP: 0.95, Direction.RIGHT: 0.7}.get(drawn, 0.44)
    back = half * 0.45 if drawn is Direction.RIGHT else 0.0
    for _ in range(int(random.integers(2, 9))):
        side = random.uniform(-0.8, 0.8)
        start = (x - back + side * half * 0.7, 1 - tall * random.uniform(0.08, 0.4))
        end = (start[0] + side * half * 0.3, 1 - tall * random.uniform(0.4, lowest))
        brush.limb(
            (start, end), half * random.uniform(0.05, 0.2), shaded(look.hair, random.uniform(0.5, 1.4))
        )


def _hair(brush: Brush, look: Look, x: float, half: float, tall: float, drawn: Direction) -> None:
    if look.hair_style == 0:
        return
    if drawn is Direction.UP:
        brush.blob((x, 1 - tall * 0.47), (half * 1.03, tall * 0.5), look.hair)
        if look.hair_style == 4:
            brush.blob((x, 1 - tall * 0.8), (half * 0.9, tall * 0.7), look.hair)
        elif look.hair_style == 3:
            brush.blob((x, 1 - tall * 0.9), (half * 0.3, tall * 0.5), shaded(look.hair, 0.85))
        return
    if drawn is Direction.RIGHT:
        if look.hair_style == 3:
            brush.blob((x - half * 1.2, 1 - tall * 0.6), (half * 0.45, tall * 0.3), shaded(look.hair, 0.85))
        brush.blob((x - half * 0.25, 1 - tall * 0.3), (half * 0.9, tall * 0.34), look.hair)
        brush.blob((x - half * 0.6, 1 - tall * 0.5), (half * 0.5, tall * 0.42), look.hair)
        return
    brush.blob((x, 1 - tall * 0.22), (half * 1.03, tall * 0.26), look.hair)
    if look.hair_style >= 2:
        for sign in (-1, 1):
            brush.blob((x + sign * half * 0.88, 1 - tall * 0.45), (half * 0.2, tall * 0.36), look.hair)


def _face(
    brush: Brush, random: Generator, look: Look, x: float, half: float, tall: float, drawn: Direction
) -> None:
    if drawn is Direction.UP:
        return
    eye = 1 - tall * random.uniform(0.5, 0.62)
    size = max(1, round(brush.height * tall * random.uniform(0.06, 0.16)))
    dark: Colour = (20, 16, 24) if random.random() < 0.8 else random_colour(random)
    style = int(random.integers(4))
    if drawn is Direction.RIGHT:
        _eye(brush, (x + half * random.uniform(0.4, 0.75), eye), size, dark, style)
        if random.random() < 0.5:
            brush.blob((x + half, eye - tall * 0.12), (half * 0.15, tall * 0.07), look.skin)
        return
    gap = half * random.uniform(0.3, 0.55)
    for spot in (x - gap, x + gap):
        _eye(brush, (spot, eye), size, dark, style)
    if random.random() < 0.4:
        brush.dot((x, 1 - tall * 0.84), max(1, size), shaded(look.skin, 0.6), tall=1)
    if random.random() < 0.2:
        brush.blob((x, 1 - tall * 0.85), (half * 0.5, tall * 0.16), look.hair)


def _eye(brush: Brush, spot: Point, size: int, dark: Colour, style: int) -> None:
    """A dot, a tall eye, one with a glint, or one with white beside it."""
    if style == 3:
        brush.dot((spot[0] - size / brush.height, spot[1]), size, (245, 245, 245), tall=2 * size)
    brush.dot(spot, size, dark, tall=size if style == 0 else 2 * size)
    if style == 2:
        brush.dot(spot, max(1, size // 2), (245, 245, 245))


def _hat(brush: Brush, look: Look, x: float, half: float, tall: float) -> None:
    brim = 1 - tall * 0.28
    colour = look.legs
    if look.hat == 1:
        brush.shape(
            ((x - half * 1.1, brim), (x + half * 1.1, brim), (x - half * 0.1, brim + tall * 0.9)), colour
        )
    elif look.hat == 2:
        brush.blob((x, 1 - tall * 0.2), (half * 1.08, tall * 0.3), colour)
    elif look.hat == 3:
        brush.blob((x, brim), (half * 1.6, tall * 0.09), colour)
        brush.blob((x, brim + tall * 0.12), (half * 0.9, tall * 0.25), colour)


def paint_cape(brush: Brush, build: Build, colour: Colour, shift: float) -> None:
    """A cape, ``shift`` body heights beside the axis."""
    wide, hem = build.shoulder_half * 1.1, build.hip * 0.35
    top = build.neck - build.shoulder_drop * 0.4
    brush.shape(
        (
            (shift - wide * 0.8, top),
            (shift + wide * 0.8, top),
            (shift + wide * 1.2, hem),
            (shift - wide * 1.2, hem),
        ),
        colour,
    )


def paint_weapon(brush: Brush, look: Look, bones: Skeleton, build: Build) -> None:
    """What the hands hold, if anything."""
    if look.weapon == 0:
        return
    x, y = bones[Joint.RIGHT_WRIST]
    if look.weapon == 1:
        brush.limb(((x, y - 0.05), (x + 0.05, y + 0.45)), 0.035, (200, 205, 215))
        brush.limb(((x - 0.06, y + 0.05), (x + 0.07, y + 0.03)), 0.03, (120, 90, 40))
    elif look.weapon == 2:
        brush.limb(((x + 0.02, max(0.02, y - 0.35)), (x + 0.02, y + 0.5)), 0.03, (130, 90, 50))
        brush.blob((x + 0.02, y + 0.52), (0.05, 0.05), look.hair)
    else:
        x, y = bones[side_joint("wrist", Direction.RIGHT, near=False)]
        brush.blob((x, y + 0.05), (build.shoulder_half * 0.6, build.shoulder_half * 0.75), look.feet)
