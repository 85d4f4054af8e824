"""What the sprite net reads of a frame, and how its answer becomes colours. Plain numpy.

For every pixel the net weighs a fixed list of choices: copy one of the still's pixels around this place,
copy one of the draft's, or take one of the still's colours. Each choice names a palette index; choices that
name the same one add up. The drawn colour is the one of least expected error, so nothing is ever averaged or
invented, and what does not move is copied exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neonworks_models.motion.pose import FIELDS, Pose, field_index
from neonworks_models.nets.indexed import COLOURS, Indices
from neonworks_models.sprites.linear import product
from neonworks_models.sprites.rig import Joint, Joints

__all__ = [
    "CHOICES",
    "DRAFT_REACH",
    "KEY_FEATURES",
    "PHASE_FEATURES",
    "PLANES",
    "POSE_FEATURES",
    "STILL_REACH",
    "Place",
    "colour_keys",
    "colour_probabilities",
    "copied_indices",
    "joint_features",
    "least_error",
    "phase_features",
    "picture_planes",
    "pose_features",
]

Floats = NDArray[np.float32]

STILL_REACH, DRAFT_REACH = 3, 2
"""How many pixels away the copied pixel of the still, and of the draft, may lie, each way."""
CHOICES = (2 * STILL_REACH + 1) ** 2 + (2 * DRAFT_REACH + 1) ** 2
"""Copies to choose from, before the colours."""
PLANES = 11
"""Colour and opacity of the still and of the draft, where they differ, the figure's own coordinates."""
KEY_FEATURES = 10
PHASE_FEATURES = 10
POSE_FEATURES = len(FIELDS) + 3

_SURE = 0.5 + 1e-4
"""Share of a colour that no others can outweigh, and room for rounding."""
GREY = 128
"""What clear pixels count as when errors are weighed: the grey that scores composite on."""
_TILT = 45.0
"""Degrees of a head's or foot's tilt, and twice that of a fall, that count as 1."""
_TILTS = tuple(field_index(name) for name in ("head_tilt", "left_foot_tilt", "right_foot_tilt"))


@dataclass(frozen=True)
class Place:
    """Where figures stand in their windows, one entry a sample: height, foot line, axis, in pixels."""

    height: Floats
    foot: Floats
    core: Floats

    def rows(self, count: int) -> Floats:
        """Each row's height below the foot line, in figure heights, shape (n, count)."""
        rows: Floats = ((np.arange(count) + 0.5)[None] - self.foot[:, None]) / self.height[:, None]
        return rows.astype(np.float32)

    def columns(self, count: int) -> Floats:
        """Each column's way from the axis, in figure heights, shape (n, count)."""
        columns: Floats = ((np.arange(count) + 0.5)[None] - self.core[:, None]) / self.height[:, None]
        return columns.astype(np.float32)


def picture_planes(still: Indices, draft: Indices, colours: Floats, place: Place) -> Floats:
    """The net's pictures, shape (n, H, W, PLANES); ``colours`` (n, COLOURS, 3) in 0..1."""
    n, height, width = still.shape
    table = np.zeros((n, COLOURS, 4), np.float32)
    table[:, 1:, :3] = colours[:, 1:] - 0.5
    table[:, 1:, 3] = 1
    rows = np.arange(n)[:, None, None]
    planes = np.empty((n, height, width, PLANES), np.float32)
    planes[..., 0:4] = table[rows, still]
    planes[..., 4:8] = table[rows, draft]
    planes[..., 8] = still != draft
    planes[..., 9] = place.rows(height)[:, :, None]
    planes[..., 10] = place.columns(width)[:, None, :]
    return planes


def colour_keys(
    still: Indices, colours: Floats, counts: NDArray[Any], place: Place
) -> tuple[Floats, NDArray[np.bool_]]:
    """What is known of each palette entry, shape (n, COLOURS, KEY_FEATURES), and which entries may be chosen.

    Red, green, blue less a half, their squares' sum, whether it is clear, the root of its share of the
    figure, mean and spread of where it lies. An entry that is not used has zeros.
    """
    n, height, width = still.shape
    flat = (np.arange(n)[:, None, None] * COLOURS + still).ravel()
    x = np.broadcast_to(place.columns(width)[:, None, :], still.shape).ravel()
    y = np.broadcast_to(place.rows(height)[:, :, None], still.shape).ravel()

    def total(weights: NDArray[Any] | None = None) -> NDArray[np.float64]:
        return np.bincount(flat, weights, n * COLOURS).reshape(n, COLOURS).astype(np.float64)

    count = total()
    share = np.maximum(count, 1)
    means = [total(v) / share for v in (x, y)]
    spreads = [
        np.sqrt(np.maximum(total(v * v) / share - m**2, 0)) for v, m in zip((x, y), means, strict=True)
    ]
    area = np.maximum(count[:, 1:].sum(axis=1, keepdims=True), 1)
    keys = np.zeros((n, COLOURS, KEY_FEATURES), np.float32)
    keys[..., :3] = colours - 0.5
    keys[..., 3] = (keys[..., :3] ** 2).sum(axis=-1)
    keys[..., 5] = np.sqrt(np.minimum(count / area, 1))
    for feature, values in enumerate((*means, *spreads), 6):
        keys[..., feature] = values
    keys[:, 0] = 0
    keys[:, 0, 4] = 1
    allowed = np.arange(COLOURS)[None] <= counts[:, None]
    return keys * allowed[..., None], allowed


def phase_features(phases: NDArray[Any]) -> Floats:
    """The moment of the motion, 0..1, as itself, its square and four harmonics, shape (n, PHASE_FEATURES)."""
    turns = 2 * np.pi * np.arange(1, 5)[None] * phases[:, None]
    parts = [phases[:, None], phases[:, None] ** 2, np.sin(turns), np.cos(turns)]
    return np.concatenate(parts, axis=1).astype(np.float32)


def pose_features(pose: Pose) -> Floats:
    """A pose's fields, tilts in units of 45°, then both arms' depths and the fall, shape (POSE_FEATURES,)."""
    values = pose.values.astype(np.float32)
    values[list(_TILTS)] /= _TILT
    return np.append(values, [pose.left_arm, pose.right_arm, pose.topple / (2 * _TILT)]).astype(np.float32)


def joint_features(joints: Joints, height: float, foot: float, core: float) -> Floats:
    """The still's joints relative to the ground point, in figure heights, x and y by turns."""
    points = np.array([joints[joint] for joint in Joint], np.float32)
    return ((points - np.array([core, foot], np.float32)) / np.float32(height)).ravel()


def copied_indices(still: Indices, draft: Indices) -> Indices:
    """What each copy would show, shape (n, H, W, CHOICES); beyond the window all is clear."""
    around = []
    for picture, reach in ((still, STILL_REACH), (draft, DRAFT_REACH)):
        height, width = picture.shape[1:]
        wide = np.pad(picture, ((0, 0), (reach, reach), (reach, reach)))
        span = range(2 * reach + 1)
        around += [wide[:, y : y + height, x : x + width] for y in span for x in span]
    return np.stack(around, axis=-1)


def colour_probabilities(logits: Floats, copies: Indices, allowed: NDArray[np.bool_]) -> Floats:
    """How likely each colour is, shape (N, COLOURS), of N pixels of one sample.

    ``logits`` (N, CHOICES + COLOURS) are the net's, ``copies`` (N, CHOICES) what its copies would show.
    """
    weighed = logits.astype(np.float32)
    weighed[:, CHOICES:][:, ~allowed] = -np.inf
    weighed -= weighed.max(axis=1, keepdims=True)
    np.exp(weighed, out=weighed)
    places = np.arange(len(weighed))[:, None] * COLOURS + copies
    size = len(weighed) * COLOURS
    copied = np.bincount(places.ravel(), weighed[:, :CHOICES].ravel(), size).reshape(-1, COLOURS)
    summed = copied + weighed[:, CHOICES:]
    result: Floats = (summed / summed.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def least_error(likely: Floats, colours: NDArray[np.uint8], allowed: NDArray[np.bool_]) -> Indices:
    """For each pixel the colour whose expected difference from the true one is least, shape (N,).

    A colour that is likelier than all others together is that colour, whatever the others are.
    """
    chosen: Indices = likely.argmax(axis=1).astype(np.uint8)
    open_ones = np.flatnonzero(likely.max(axis=1) <= _SURE)
    chosen[open_ones] = _least_error(likely[open_ones], colours, allowed)
    return chosen


def _least_error(likely: Floats, colours: NDArray[np.uint8], allowed: NDArray[np.bool_]) -> Indices:
    shown = colours.astype(np.float32)
    shown[0] = GREY
    errors = np.abs(shown[:, None] - shown[None]).sum(axis=-1)
    errors[:, ~allowed] = np.inf
    usable = np.flatnonzero(allowed)
    chosen = product(likely[:, usable], errors[np.ix_(usable, usable)]).argmin(axis=1)
    result: Indices = usable[chosen].astype(np.uint8)
    return result
