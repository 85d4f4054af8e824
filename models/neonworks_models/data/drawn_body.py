"""Build, dress and skeleton of procedural bipeds, in body heights."""

from dataclasses import dataclass

from numpy.random import Generator

from neonworks_models.data.brush import random_colour, skin_colour
from neonworks_models.data.drawn_still import Colour
from neonworks_models.sprites.rig import Joint, Point

__all__ = ["HOOD", "Build", "Look", "Skeleton", "front_bones", "random_build", "random_look", "side_bones"]

Skeleton = dict[Joint, Point]
"""Joints in figure units: x from the body's axis, y up from the foot line, 1 is the body's height."""
HOOD = 4
"""The hat that is a hood."""


@dataclass(frozen=True)
class Build:
    """Measures in body heights."""

    head: float
    head_width: float
    hip: float
    ankle: float
    shoulder_half: float
    hip_half: float
    shoulder_drop: float
    arm: float
    arm_width: float
    leg_width: float

    @property
    def neck(self) -> float:
        return 1 - self.head


@dataclass(frozen=True)
class Look:
    """Colours and what is worn."""

    skin: Colour
    hair: Colour
    top: Colour
    legs: Colour
    feet: Colour
    sleeve: Colour
    skirt: bool
    cape: Colour | None
    hat: int
    hair_style: int
    weapon: int
    far: float


def random_build(random: Generator) -> Build:
    """Two to seven heads tall, any shoulders and limbs."""
    head = random.uniform(0.13, 0.26) if random.random() < 0.4 else random.uniform(0.26, 0.55)
    rest = 1 - head
    hip = rest * random.uniform(0.3, 0.56)
    torso = rest - hip
    shoulder = random.uniform(0.17, 0.3) * rest * (0.75 + head)
    return Build(
        head=head,
        head_width=head * random.uniform(0.7, 1.2),
        hip=hip,
        ankle=min(0.35 * hip, random.uniform(0.02, 0.13)),
        shoulder_half=shoulder,
        hip_half=shoulder * random.uniform(0.4, 0.7),
        shoulder_drop=torso * random.uniform(0.1, 0.28),
        arm=torso * random.uniform(0.75, 1.2),
        arm_width=random.uniform(0.045, 0.1),
        leg_width=random.uniform(0.06, 0.14) * (0.8 + 0.5 * head),
    )


def random_look(random: Generator) -> Look:
    """Colours and dress."""
    skin, top = skin_colour(random), random_colour(random)
    return Look(
        skin=skin,
        hair=random_colour(random),
        top=top,
        legs=random_colour(random) if random.random() < 0.8 else top,
        feet=random_colour(random) if random.random() < 0.7 else skin,
        sleeve=top if random.random() < 0.65 else skin,
        skirt=random.random() < 0.2,
        cape=random_colour(random) if random.random() < 0.12 else None,
        hat=int(random.integers(1, HOOD + 1)) if random.random() < 0.35 else 0,
        hair_style=int(random.integers(5)),
        weapon=int(random.integers(1, 4)) if random.random() < 0.25 else 0,
        far=random.uniform(0.6, 0.9) if random.random() < 0.8 else 1.0,
    )


def front_bones(random: Generator, build: Build) -> Skeleton:
    """Facing the viewer: the character's right is at negative x."""
    bones = _middle(random, build, 0.0)
    shoulder = build.neck - build.shoulder_drop
    for word, sign in (("right", -1.0), ("left", 1.0)):
        spread, bend = random.uniform(0.0, 0.45), random.uniform(-0.15, 0.35)
        upper = build.arm * random.uniform(0.45, 0.55)
        start = (sign * build.shoulder_half, shoulder)
        elbow = (start[0] + sign * upper * spread, start[1] - upper * (1 - 0.3 * spread))
        lower = build.arm - upper
        wrist = (elbow[0] + sign * lower * (spread - bend), elbow[1] - lower * (1 - 0.4 * abs(bend)))
        stance, lift = random.uniform(-0.02, 0.05), random.choice((0.0, 0.0, random.uniform(0, 0.06)))
        hip = (sign * build.hip_half, build.hip)
        ankle = (hip[0] + sign * stance, build.ankle + lift)
        knee = ((hip[0] + ankle[0]) / 2 + sign * 0.01, (hip[1] + ankle[1]) / 2)
        bones |= _limbs(word, (start, elbow, wrist), (hip, knee, ankle))
    return bones


def side_bones(random: Generator, build: Build) -> Skeleton:
    """Facing right: the right side is near."""
    lean = random.uniform(-0.03, 0.05)
    bones = _middle(random, build, lean)
    shoulder = build.neck - build.shoulder_drop
    turn = random.uniform(0.0, 0.5)
    swing, step = random.uniform(-0.45, 0.45), random.uniform(-0.45, 0.45)
    if random.random() < 0.4:
        swing, step = swing * 0.3, random.uniform(-0.15, 0.25)
    for near in (True, False):
        word = "right" if near else "left"
        sign = -1.0 if near else 1.0
        start = (lean * 0.5 + sign * turn * build.shoulder_half, shoulder)
        angle = -sign * swing + random.normal(0, 0.06)
        upper = build.arm * 0.5
        elbow = (start[0] + upper * angle, start[1] - upper * (1 - 0.4 * angle * angle))
        bent = angle + random.uniform(0.0, 0.4)
        wrist = (elbow[0] + upper * bent, elbow[1] - upper * (1 - 0.4 * bent * bent))
        hip = (sign * turn * 0.6 * build.hip_half, build.hip)
        length = build.hip - build.ankle
        leg = sign * step + random.normal(0, 0.05)
        raised = 0.0 if near else random.choice((0.0, random.uniform(0.0, 0.04)))
        ankle = (hip[0] + length * leg, build.ankle + raised + 0.08 * length * abs(leg))
        knee = ((hip[0] + ankle[0]) / 2 + length * random.uniform(0.0, 0.12), (hip[1] + ankle[1]) / 2)
        bones |= _limbs(word, (start, elbow, wrist), (hip, knee, ankle))
    return bones


def _middle(random: Generator, build: Build, lean: float) -> Skeleton:
    torso = build.neck - build.hip
    return {
        Joint.HEAD_TOP: (lean + random.normal(0, 0.01), 1.0),
        Joint.NECK: (lean, build.neck),
        Joint.CHEST: (lean * 0.6, build.neck - 0.45 * torso),
        Joint.PELVIS: (0.0, build.hip),
    }


def _limbs(side: str, arm: tuple[Point, Point, Point], leg: tuple[Point, Point, Point]) -> Skeleton:
    words = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    return {Joint(f"{side}_{word}"): point for word, point in zip(words, (*arm, *leg), strict=True)}
