"""Cutting a still biped into the pieces that move, and painting what each piece hid of another.

Every opaque pixel goes to the nearest body part, measured from the part's bone less the part's usual
thickness. Thicknesses are shares of the figure's height, read off characters of 2 to 7 heads; they only
decide where neighbours part, so they need not be exact. What was hidden comes from the sprite's own colours:
the torso behind an arm from its own nearest pixels of the row, the far arm in side views from the near arm
one palette step darker, legs that cover each other share the pixels they cover.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.draft.raster import Packed, Piece, pack_pixels
from neonworks_models.draft.shades import Shades
from neonworks_models.sprites.rig import Joint, Joints, Point
from neonworks_models.sprites.sprite import Sprite

__all__ = ["Cutout", "Part", "cut_out"]

ARM_RADIUS = 0.052
LEG_RADIUS = 0.07
SIDE_TORSO = 0.12
"""Half thicknesses in figure heights."""
HAND = 0.05
"""How far a hand reaches beyond its wrist, in figure heights."""
OVERLAP = 0.05
"""How far pieces reach under each other at neck and hip, in figure heights."""
HAIR_BESIDE = 0.17
HAIR_LENGTH = 0.14
"""How far beside the body's axis, and how far below the neck, a side view's hair is looked for."""
CRUMB = 0.002
"""Smallest piece of a part that stays its own, in squared figure heights."""
FAR_SHADE = 0.75
LINE_SHADE = 0.45
"""Brightness of a far arm and of a limb's drawn border, as shares of the colours they come from."""
LINE_FROM = 0.08
"""How far from hip or shoulder a limb's border begins, in figure heights."""
_ARM_PARTS = ("upper_arm", "forearm")
_LEG_PARTS = ("thigh", "shin", "foot")

Mask = NDArray[np.bool_]
Field = NDArray[np.float64]


class Part(StrEnum):
    """The pieces of a biped."""

    HEAD = "head"
    TORSO = "torso"
    LEFT_UPPER_ARM = "left_upper_arm"
    LEFT_FOREARM = "left_forearm"
    RIGHT_UPPER_ARM = "right_upper_arm"
    RIGHT_FOREARM = "right_forearm"
    LEFT_THIGH = "left_thigh"
    LEFT_SHIN = "left_shin"
    LEFT_FOOT = "left_foot"
    RIGHT_THIGH = "right_thigh"
    RIGHT_SHIN = "right_shin"
    RIGHT_FOOT = "right_foot"


@dataclass(frozen=True, eq=False)
class Cutout:
    """The pieces of one still, with the joints they hang on. ``height`` is the figure's, in pixels.

    A piece is missing where the still shows nothing of it. The far arm of a side view hangs on the near arm's
    joints, whose art it borrows.
    """

    pieces: Mapping[Part, Piece]
    lined: Mapping[Part, Piece]
    """The same with a dark line where a limb was cut out of the body: for limbs that left their place."""
    joints: Joints
    height: float
    facing: Direction


def cut_out(sprite: Sprite, joints: Joints, facing: Direction, height: float) -> Cutout:
    """Cut ``sprite``, which faces down, up or right; ``joints`` in its pixels."""
    side = facing is Direction.RIGHT
    joints = _far_arm_behind_near(joints) if side else dict(joints)
    scene = _Scene(sprite, joints, height, side)
    masks = scene.masks()
    arts = scene.arts(masks)
    pieces = {part: Piece.cut(arts[part], mask) for part, mask in masks.items()}
    lined = {part: Piece.cut(scene.lined(arts[part], part, masks), mask) for part, mask in masks.items()}
    return Cutout(
        {part: piece for part, piece in pieces.items() if piece is not None},
        {part: piece for part, piece in lined.items() if piece is not None},
        joints,
        height,
        facing,
    )


def _far_arm_behind_near(joints: Joints) -> dict[Joint, Point]:
    out = dict(joints)
    for word in ("shoulder", "elbow", "wrist"):
        out[Joint(f"left_{word}")] = joints[Joint(f"right_{word}")]
    return out


class _Scene:
    """Distances of every pixel to the bones of one still."""

    def __init__(self, sprite: Sprite, joints: Joints, height: float, side: bool) -> None:
        self.picture = pack_pixels(sprite.rgba)
        self._shades = Shades(self.picture)
        self.solid = self.picture != 0
        self._joints = joints
        self._height = height
        self._side = side
        self._ys, self._xs = np.mgrid[: sprite.height, : sprite.width].astype(np.float64) + 0.5
        self._edges: dict[Joint, Mask] = {}
        self._hip_y = max(joints[Joint.LEFT_HIP][1], joints[Joint.RIGHT_HIP][1])
        self._neck_y = joints[Joint.NECK][1]

    def masks(self) -> dict[Part, Mask]:
        """Where each piece takes its pixels from, overlaps included; shapes (H, W)."""
        arms = self._arm_masks()
        near_arms = np.logical_or.reduce(list(arms.values()))
        body = self.solid & ~near_arms
        head = body & ((self._ys < self._neck_y) | self._hanging_hair())
        torso = body & ~head & (self._ys < self._hip_y)
        legs = self._leg_masks(body & ~head & ~torso)
        owned = self._settled({Part.HEAD: head, Part.TORSO: torso} | arms | legs)
        return self._with_overlaps(owned)

    def _settled(self, masks: Mapping[Part, Mask]) -> dict[Part, Mask]:
        """Slivers (lines one pixel thin, loose crumbs) handed to the nearest piece that is not one.

        Outlines are one pixel thin; where a border between two pieces runs along one, it would stay behind
        when its limb moves.
        """
        labels = np.zeros(self.solid.shape, dtype=np.int32)
        parts = list(masks)
        kernel = np.ones((2, 2), dtype=np.uint8)
        crumb = max(3.0, CRUMB * self._height**2)
        for number, part in enumerate(parts, start=1):
            body = cv2.morphologyEx(masks[part].astype(np.uint8), cv2.MORPH_OPEN, kernel)
            count, components, stats, _ = cv2.connectedComponentsWithStats(body, connectivity=4)
            areas = stats[:, cv2.CC_STAT_AREA]
            for component in range(1, count):
                if areas[component] >= crumb:
                    labels[components == component] = number
        if not labels.any():
            return dict(masks)
        _, nearest = cv2.distanceTransformWithLabels(
            (labels == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
        )
        owner_of = np.zeros(int(nearest.max()) + 1, dtype=np.int32)
        owner_of[nearest[labels > 0]] = labels[labels > 0]
        owners = np.where(self.solid, owner_of[nearest], 0)
        return {part: owners == number for number, part in enumerate(parts, start=1)}

    def arts(self, masks: dict[Part, Mask]) -> dict[Part, Packed]:
        """What each piece is painted with; adds to ``masks`` what is painted behind arms and head."""
        arts = dict.fromkeys(masks, self.picture)
        axis = self._joints[Joint.NECK][0]
        neck = masks[Part.HEAD] & (self._ys >= self._neck_y - OVERLAP * self._height)
        masks[Part.TORSO] = masks[Part.TORSO] | (neck & (np.abs(self._xs - axis) < 0.08 * self._height))
        if self._side:
            arm = masks[Part.RIGHT_UPPER_ARM] | masks[Part.RIGHT_FOREARM]
            behind = (
                arm
                & (np.abs(self._xs - self._axis()) < SIDE_TORSO * self._height)
                & (self._ys > self._neck_y)
            )
            body = _fill_rows(np.where(arm, 0, self.picture).astype(np.uint32), behind)
            masks[Part.TORSO] |= behind & (self._ys < self._hip_y)
            masks[Part.RIGHT_THIGH] = masks[Part.RIGHT_THIGH] | (behind & (self._ys >= self._hip_y))
            arts |= dict.fromkeys((Part.TORSO, Part.RIGHT_THIGH), body)
            arts |= dict.fromkeys(
                (Part.LEFT_UPPER_ARM, Part.LEFT_FOREARM), self._shades.darker(self.picture, FAR_SHADE)
            )
        return arts

    def lined(self, art: Packed, part: Part, masks: Mapping[Part, Mask]) -> Packed:
        """``art`` with the border of a limb darkened where it was cut from the body, save near its root."""
        if part in (Part.HEAD, Part.TORSO):
            return art
        side, word = part.value.split("_", 1)
        words, root = (_ARM_PARTS, "shoulder") if word in _ARM_PARTS else (_LEG_PARTS, "hip")
        key = Joint(f"{side}_{root}")
        if key not in self._edges:
            limb = np.logical_or.reduce([masks[Part(f"{side}_{w}")] for w in words])
            self._edges[key] = self._edge(limb, self._joints[key])
        return np.where(self._edges[key], self._shades.darker(art, LINE_SHADE), art).astype(np.uint32)

    def _edge(self, limb: Mask, root: Point) -> Mask:
        """The outermost pixels of a limb, save those near its root."""
        inner = cv2.erode(limb.astype(np.uint8), np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)) > 0
        far = np.hypot(self._xs - root[0], self._ys - root[1]) > LINE_FROM * self._height
        edge: Mask = limb & ~inner & far
        return edge

    def _hanging_hair(self) -> Mask:
        """Side views: what hangs beside the upper body, below the neck's line; it moves with the head."""
        if not self._side:
            return np.zeros_like(self.solid)
        beside: Mask = np.abs(self._xs - self._axis()) > HAIR_BESIDE * self._height
        beside &= self._ys < self._neck_y + HAIR_LENGTH * self._height
        return beside

    def _axis(self) -> Field:
        """x of the line from pelvis to neck at every pixel's height."""
        (x0, y0), (x1, y1) = self._joints[Joint.NECK], self._joints[Joint.PELVIS]
        share = np.clip((self._ys - y0) / max(y1 - y0, 1e-6), 0, 1)
        axis: Field = x0 + share * (x1 - x0)
        return axis

    def _bone(self, start: Point, end: Point, beyond: float = 0.0) -> Field:
        """Distance of every pixel to the segment, drawn out by ``beyond`` pixels at its end."""
        (x0, y0), (x1, y1) = start, end
        length = max(float(np.hypot(x1 - x0, y1 - y0)), 1e-6)
        ux, uy = (x1 - x0) / length, (y1 - y0) / length
        along = np.clip((self._xs - x0) * ux + (self._ys - y0) * uy, 0, length + beyond)
        distance: Field = np.hypot(self._xs - x0 - along * ux, self._ys - y0 - along * uy)
        return distance

    def _limb(self, side: str, words: tuple[str, str, str], beyond: float) -> tuple[Field, Field]:
        a, b, c = (self._joints[Joint(f"{side}_{word}")] for word in words)
        return self._bone(a, b), self._bone(b, c, beyond)

    def _arm_masks(self) -> dict[Part, Mask]:
        body = self._body_distance()
        masks: dict[Part, Mask] = {}
        radius = ARM_RADIUS * self._height
        for name in ("right",) if self._side else ("left", "right"):
            upper, fore = self._limb(name, ("shoulder", "elbow", "wrist"), HAND * self._height)
            distance = np.minimum(upper, fore) - radius
            arm = self.solid & (distance <= 0 if self._side else (distance < body))
            if not self._side:
                # Above the neck only a raised arm itself is arm; hair and hats are wider than any shoulder.
                arm &= (self._ys >= self._neck_y) | (distance < 0)
            masks[Part(f"{name}_upper_arm")] = arm & (upper <= fore)
            masks[Part(f"{name}_forearm")] = arm & (upper > fore)
        return masks

    def _body_distance(self) -> Field:
        """Signed distance to torso or legs: negative inside."""
        shoulders = [self._joints[Joint.LEFT_SHOULDER][0], self._joints[Joint.RIGHT_SHOULDER][0]]
        half = max(
            abs(shoulders[0] - shoulders[1]) / 2 - 0.9 * ARM_RADIUS * self._height, 0.05 * self._height
        )
        torso = np.abs(self._xs - self._axis()) - half
        legs = (
            np.minimum(*(np.minimum(*self._leg(name)) for name in ("left", "right")))
            - LEG_RADIUS * self._height
        )
        low = np.minimum(legs, torso + 0.02 * self._height)
        body: Field = np.where(self._ys < self._hip_y, torso, low)
        return body

    def _leg(self, name: str) -> tuple[Field, Field]:
        return self._limb(name, ("hip", "knee", "ankle"), 0.0)

    def _leg_masks(self, legs: Mask) -> dict[Part, Mask]:
        distances = {name: self._leg(name) for name in ("left", "right")}
        left_nearer = np.minimum(*distances["left"]) < np.minimum(*distances["right"])
        masks: dict[Part, Mask] = {}
        for name, (thigh, shin) in distances.items():
            own = legs & (left_nearer if name == "left" else ~left_nearer)
            foot = own & (self._ys >= self._joints[Joint(f"{name}_ankle")][1])
            masks[Part(f"{name}_thigh")] = own & ~foot & (thigh <= shin)
            masks[Part(f"{name}_shin")] = own & ~foot & (thigh > shin)
            masks[Part(f"{name}_foot")] = foot
        return masks

    def _with_overlaps(self, owned: Mapping[Part, Mask]) -> dict[Part, Mask]:
        """Pieces reach under their neighbours, so that no gap opens where they part."""
        masks = dict(owned)
        if self._side:
            masks[Part.LEFT_UPPER_ARM] = owned[Part.RIGHT_UPPER_ARM]
            masks[Part.LEFT_FOREARM] = owned[Part.RIGHT_FOREARM]
        radius = LEG_RADIUS * self._height
        for name, other in (("left", "right"), ("right", "left")):
            thigh, shin = self._leg(name)
            hip = self.solid & (thigh < radius) & (self._ys < self._hip_y)
            hip &= self._ys >= self._hip_y - OVERLAP * self._height
            masks[Part(f"{name}_thigh")] |= hip
            if self._side:
                hidden = {half: owned[Part(f"{other}_{half}")] for half in ("thigh", "shin", "foot")}
                masks[Part(f"{name}_thigh")] |= (
                    (hidden["thigh"] | hidden["shin"]) & (thigh < radius) & (thigh <= shin)
                )
                masks[Part(f"{name}_shin")] |= (
                    (hidden["thigh"] | hidden["shin"]) & (shin < radius) & (thigh > shin)
                )
        self._share_joints(masks)
        return masks

    def _share_joints(self, masks: dict[Part, Mask]) -> None:
        """Both halves of a limb keep the pixels around their common joint."""
        for name in ("left", "right"):
            for joint, radius, halves in (
                ("elbow", ARM_RADIUS, ("upper_arm", "forearm")),
                ("knee", LEG_RADIUS, ("thigh", "shin")),
                ("ankle", LEG_RADIUS * 0.7, ("shin", "foot")),
            ):
                x, y = self._joints[Joint(f"{name}_{joint}")]
                near = np.hypot(self._xs - x, self._ys - y) < radius * self._height
                first, second = (Part(f"{name}_{half}") for half in halves)
                shared = near & (masks[first] | masks[second])
                masks[first] = masks[first] | shared
                masks[second] = masks[second] | shared


def _fill_rows(art: Packed, holes: Mask) -> Packed:
    """``holes`` painted with the nearest pixel of the same row of ``art``; rows without any stay open."""
    out = art.copy()
    for y in np.flatnonzero(holes.any(axis=1)):
        known = np.flatnonzero(art[y])
        if known.size == 0:
            continue
        xs = np.flatnonzero(holes[y])
        right = np.clip(np.searchsorted(known, xs), 0, known.size - 1)
        left = np.clip(right - 1, 0, known.size - 1)
        nearer = np.where(np.abs(known[left] - xs) <= np.abs(known[right] - xs), left, right)
        out[y, xs] = art[y, known[nearer]]
    return out
