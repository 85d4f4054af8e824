"""One procedural biped drawn in any pose: true animation of figures of many proportions.

Body and limbs are painted anew on the posed skeleton; head, hat and cape move by whole pixels and keep their
look, as sprite artists do it. What is random about a figure depends on its seed only, so its frames match.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator, default_rng

from neonworks_models.data.brush import Brush, shaded
from neonworks_models.data.drawn_biped import (
    paint_arm,
    paint_cape,
    paint_head,
    paint_leg,
    paint_torso,
    paint_weapon,
)
from neonworks_models.data.drawn_body import (
    Build,
    Look,
    Skeleton,
    front_bones,
    random_build,
    random_look,
    side_bones,
)
from neonworks_models.data.drawn_still import Colour
from neonworks_models.data.shading import lit
from neonworks_models.draft.puppet import posed_joints
from neonworks_models.motion.pose import Depth, Pose
from neonworks_models.sprites.rig import Joint, Joints, Point
from neonworks_models.sprites.sprite import RGBA

__all__ = ["FOOT_ROW", "WINDOW", "DrawnActor"]

WINDOW = 64
"""Width and height of the pictures, in pixels; the axis is at the middle column."""
FOOT_ROW = 62
"""The row just below the feet."""
_HEIGHTS = (16.0, 58.0)
_TORSO, _HEAD, _LIGHT = range(3)
_SIDES = ("left", "right")


class _MovingBrush(Brush):
    """A brush whose marks can be moved by whole pixels."""

    shift: Point = (0.0, 0.0)

    def _place(self, point: Point) -> Point:
        x, y = super()._place(point)
        return x + self.shift[0] * self.over, y + self.shift[1] * self.over


@dataclass(frozen=True)
class _Stance:
    """A figure about to be painted: bones, whole-pixel shifts of head and trunk, what lies before what."""

    bones: Skeleton
    head: Point
    trunk: Point
    depths: tuple[int, int]
    legs: tuple[str, str]


class DrawnActor:
    """The figure of ``seed`` seen facing down, up or right, ``height`` pixels tall (random where None)."""

    def __init__(self, seed: int, view: Direction, height: int | None = None) -> None:
        random = default_rng(seed)
        low, high = _HEIGHTS
        tall = round(low * (high / low) ** random.random())
        self.seed, self.view = seed, view
        self.height = tall if height is None else height
        self._build: Build = random_build(random)
        self._look: Look = random_look(random)
        if random.random() < 0.5:
            self._look = replace(self._look, skirt=False, cape=None, weapon=0)
        self._rest = self._standing(random)
        self._outline = _outline(random, self._look)
        self._lit = random.random() < 0.7

    @property
    def joints(self) -> Joints:
        """The still's joints, in pixels of its picture."""
        left, top = self._corner()
        return {joint: (x - left, y - top) for joint, (x, y) in self._pixels().items()}

    def frame(self, pose: Pose | None = None) -> RGBA:
        """The figure in ``pose``, at rest where None, shape (WINDOW, WINDOW, 4)."""
        brush = _MovingBrush(self.height)
        self._paint(brush, self._resting() if pose is None else self._stance(pose))
        picture = brush.flat()
        if self._lit:
            picture = lit(default_rng((self.seed, _LIGHT)), picture, self.height)
        return self._window(_outlined(picture, self._outline))

    def _standing(self, random: Generator) -> Skeleton:
        side = self.view is Direction.RIGHT
        bones = (side_bones if side else front_bones)(random, self._build)
        if random.random() < 0.7:
            bones = _calmed(bones, self._build, side, random)
        return {joint: (-x, y) for joint, (x, y) in bones.items()} if self.view is Direction.UP else bones

    def _pixels(self) -> Joints:
        brush = Brush(self.height)
        return {joint: brush.at(point) for joint, point in self._rest.items()}

    def _resting(self) -> _Stance:
        side = self.view is Direction.RIGHT
        depths = (Depth.BEHIND, Depth.BEFORE) if side else (Depth.BEFORE, Depth.BEFORE)
        legs = ("left", "right") if side else ("right", "left")
        return _Stance(self._rest, (0.0, 0.0), (0.0, 0.0), depths, legs)

    def _stance(self, pose: Pose) -> _Stance:
        rest, height = self._pixels(), float(self.height)
        moved = posed_joints(rest, height, pose)
        x0, y0 = Brush(self.height).at((0.0, 0.0))
        bones = {
            joint: ((float(x) - x0) / height, (y0 - float(y)) / height) for joint, (x, y) in moved.items()
        }
        legs = self._resting().legs
        if self.view is not Direction.RIGHT and moved[Joint.LEFT_ANKLE][1] < moved[Joint.RIGHT_ANKLE][1]:
            legs = ("left", "right")
        shifts = [np.round(moved[joint] - rest[joint]) for joint in (Joint.HEAD_TOP, Joint.PELVIS)]
        head, trunk = ((float(x), float(y)) for x, y in shifts)
        return _Stance(bones, head, trunk, (pose.left_arm, pose.right_arm), legs)

    def _paint(self, brush: _MovingBrush, stance: _Stance) -> None:
        build, look, bones = self._build, self._look, stance.bones
        side = self.view is Direction.RIGHT
        if self.view is not Direction.UP:
            self._paint_cape(brush, stance, -0.08 if side else 0.0)
        else:
            paint_weapon(brush, look, bones, build)
        self._paint_arms(brush, stance, Depth.BEHIND)
        for word in stance.legs:
            paint_leg(brush, build, look, bones, word, self._shade(word), side)
        paint_torso(brush, default_rng((self.seed, _TORSO)), build, look, bones, side)
        if side:
            paint_weapon(brush, look, bones, build)
        self._paint_arms(brush, stance, Depth.BEFORE)
        if self.view is Direction.UP:
            self._paint_cape(brush, stance, 0.0)
        brush.shift = stance.head
        paint_head(brush, default_rng((self.seed, _HEAD)), build, look, self._rest, self.view)
        brush.shift = (0.0, 0.0)
        self._paint_arms(brush, stance, Depth.OVER_HEAD)
        if self.view is Direction.DOWN:
            paint_weapon(brush, look, bones, build)

    def _paint_arms(self, brush: Brush, stance: _Stance, depth: int) -> None:
        for word, own in zip(_SIDES, stance.depths, strict=True):
            if own == depth:
                paint_arm(brush, self._build, self._look, stance.bones, word, self._shade(word))

    def _paint_cape(self, brush: _MovingBrush, stance: _Stance, shift: float) -> None:
        if self._look.cape is not None:
            brush.shift = stance.trunk
            paint_cape(brush, self._build, self._look.cape, shift)
            brush.shift = (0.0, 0.0)

    def _shade(self, word: str) -> float:
        """The far side of a side view is darker."""
        return self._look.far if self.view is Direction.RIGHT and word == "left" else 1.0

    def _corner(self) -> tuple[int, int]:
        """Column and row of the brush's picture at which the window begins."""
        x, y = Brush(self.height).at((0.0, 0.0))
        return int(x) - WINDOW // 2, round(y) - FOOT_ROW

    def _window(self, picture: RGBA) -> RGBA:
        left, top = self._corner()
        wide = np.pad(picture, ((WINDOW, WINDOW), (WINDOW, WINDOW), (0, 0)))
        part = wide[top + WINDOW : top + 2 * WINDOW, left + WINDOW : left + 2 * WINDOW]
        return np.ascontiguousarray(part)


def _calmed(bones: Skeleton, build: Build, side: bool, random: Generator) -> Skeleton:
    """The skeleton with its feet on the ground, nearly below the hips."""
    calm, spread = dict(bones), 0.3 * random.random()
    for word in _SIDES:
        hip, ankle = bones[Joint(f"{word}_hip")], bones[Joint(f"{word}_ankle")]
        x = hip[0] + (ankle[0] - hip[0]) * spread
        calm[Joint(f"{word}_ankle")] = (x, build.ankle)
        calm[Joint(f"{word}_knee")] = ((hip[0] + x) / 2 + (0.01 if side else 0.0), (hip[1] + build.ankle) / 2)
    return calm


def _outline(random: Generator, look: Look) -> Colour | None:
    """None, nearly black, or the coat's dark."""
    choice = random.random()
    if choice < 0.25:
        return None
    return (16, 12, 20) if choice < 0.75 else shaded(look.top, 0.2)


def _outlined(picture: RGBA, colour: Colour | None) -> RGBA:
    if colour is None:
        return picture
    opaque = picture[..., 3] > 127
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    picture[(cv2.dilate(opaque.astype(np.uint8), cross) > 0) & ~opaque] = (*colour, 255)
    return picture
