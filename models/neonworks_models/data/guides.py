"""True joints of LPC Revised bodies, read from the artist's guide lines.

Every guide image draws the body's outline and one kind of line: where that joint crosses each limb. A line
pixel is one whose value hardly any of the other guides of the same frame share; the middle of a connected
line is the joint. What the artist did not draw (a hidden arm, a body without that guide) is left out.

Left and right are the character's own. Facing the viewer the character's right is left on the picture, seen
from behind it is the right. From the side the two legs are told apart by light and height: the near leg is
drawn in lighter tones and, where both are alike, lower. A single arm line from the side is the near arm's.
The set has no right-facing guides for the feminine body: they are its left-facing ones in a mirror.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.data.characters import FRAME, ROWS, read_rgba
from neonworks_models.data.lpc_revised import ANIMATIONS
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import mirrored_joints, side_joint

__all__ = ["BODIES", "GuideBook", "joints"]

BODIES: Mapping[str, str] = MappingProxyType(
    {
        "Feminine Thin": "Body/Body 01 - Feminine, Thin",
        "Masculine Thin": "Body/Body 02 - Masculine, Thin",
    }
)
"""Guide folder -> layer folder of the body it belongs to."""

_GUIDES = Path("_ Guides & Palettes") / "Body Guidelines"
_CENTRES = MappingProxyType({"Neckline - High": Joint.NECK, "Chest": Joint.CHEST, "Hips": Joint.PELVIS})
_PAIRS = MappingProxyType(
    {"Shoulders": "shoulder", "Elbows": "elbow", "Wrists": "wrist", "Knees": "knee", "Ankles": "ankle"}
)
_SHADE = "Tan"
_SMALLEST_LINE = 3
_CLEARLY_LIGHTER = 12.0
"""Difference in mean brightness (0..255) from which one shin counts as lighter than the other."""

Mask = NDArray[np.bool_]


class GuideBook:
    """The guide lines under ``root`` (the folder of ``lpc-revised``), each image read once."""

    def __init__(self, root: Path) -> None:
        self._folder = root
        self._lines: dict[tuple[str, str], dict[str, Mask]] = {}
        self._read: dict[tuple[str, str, Direction, int], dict[Joint, Point]] = {}

    def joints(self, body: str, animation: str, direction: Direction, frame: int) -> dict[Joint, Point]:
        """Joints drawn for one frame, in pixels of its 64×64 canvas; empty where there is no guide."""
        key = (body, animation, direction, frame)
        if key not in self._read:
            self._read[key] = self._find(*key)
        return dict(self._read[key])

    def _find(self, body: str, animation: str, direction: Direction, frame: int) -> dict[Joint, Point]:
        sheets = self._sheets(body, animation)
        parts = {name: _frame(sheet, direction, frame) for name, sheet in sheets.items()}
        if any(part.any() for part in parts.values()):
            return _read(parts, direction, self._shade(body, animation, direction, frame))
        if direction is not Direction.RIGHT:
            return {}
        return mirrored_joints(self.joints(body, animation, Direction.LEFT, frame), FRAME)

    def _sheets(self, body: str, animation: str) -> dict[str, Mask]:
        key = (body, animation)
        if key not in self._lines:
            self._lines[key] = self._load(body, animation)
        return self._lines[key]

    def _load(self, body: str, animation: str) -> dict[str, Mask]:
        stem = ANIMATIONS[animation]
        files = {path.parent.name: path for path in (self._folder / _GUIDES / body).glob(f"*/{stem}.png")}
        if not files:
            return {}
        images = {name: read_rgba(path) for name, path in sorted(files.items())}
        codes = {name: image.view(np.uint32)[..., 0] for name, image in images.items()}
        every = np.stack(list(codes.values()))
        # Chest, waist and neckline share end pixels with a neighbour's line, hence "at most two alike".
        return {
            name: (images[name][..., 3] > 127) & ((every == code).sum(axis=0) <= min(2, len(codes) - 1))
            for name, code in codes.items()
        }

    def _shade(self, body: str, animation: str, direction: Direction, frame: int) -> NDArray[np.float64]:
        sheet = read_rgba(self._folder / BODIES[body] / _SHADE / f"{ANIMATIONS[animation]}.png")
        row, column = ROWS.index(direction) * FRAME, frame * FRAME
        part = sheet[row : row + FRAME, column : column + FRAME].astype(np.float64)
        return np.where(part[..., 3] > 127, part[..., :3].mean(axis=-1), np.nan)


def joints(root: Path, body: str, animation: str, direction: Direction, frame: int) -> dict[Joint, Point]:
    """One frame's joints; ``root`` holds ``lpc-revised``. Use a ``GuideBook`` for many."""
    return GuideBook(root / "lpc-revised").joints(body, animation, direction, frame)


def _frame(sheet: Mask, direction: Direction, frame: int) -> Mask:
    row, column = ROWS.index(direction) * FRAME, frame * FRAME
    return sheet[row : row + FRAME, column : column + FRAME]


def _read(parts: Mapping[str, Mask], direction: Direction, shade: NDArray[np.float64]) -> dict[Joint, Point]:
    found: dict[Joint, Point] = {}
    for name, joint in _CENTRES.items():
        if name in parts and parts[name].any():
            found[joint] = _middle(parts[name])
    axis = found.get(Joint.CHEST, found.get(Joint.NECK, (FRAME / 2, 0.0)))[0]
    side = direction in (Direction.LEFT, Direction.RIGHT)
    if "Ankles" in parts:
        pair = _components(parts["Ankles"])
        found |= _legs(pair, direction, shade) if side else _across(pair, "ankle", direction, axis)
    for name, word in _PAIRS.items():
        if name not in parts or name == "Ankles":
            continue
        lines = _components(parts[name])
        if not side:
            found |= _across(lines, word, direction, axis)
        elif word == "knee":
            found |= _knees(parts[name], lines, found, direction)
        elif lines:
            found[side_joint(word, direction, near=True)] = max(lines, key=lambda line: len(line[2]))[:2]
    if "Hips" in parts and parts["Hips"].any():
        found |= _hips(parts["Hips"], found, direction)
    return found


Line = tuple[float, float, Mask]
"""A line's middle x and y and its pixels."""


def _middle(mask: Mask) -> Point:
    ys, xs = np.nonzero(mask)
    return float(xs.mean()) + 0.5, float(ys.mean()) + 0.5


def _components(mask: Mask) -> list[Line]:
    """Connected lines of at least three pixels, from left to right."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    lines = [labels == i for i in range(1, count)]
    return sorted(
        ((*_middle(line), line) for line in lines if line.sum() >= _SMALLEST_LINE), key=lambda x: x[0]
    )


def _across(lines: list[Line], word: str, direction: Direction, axis: float) -> dict[Joint, Point]:
    """Seen from the front or back: each line belongs to the limb on its side of the body's axis."""
    found: dict[Joint, Point] = {}
    if len(lines) == 1:
        lines = _split(lines[0], axis)
    for x, y, _ in sorted(lines, key=lambda line: int(line[2].sum())):
        right = (x < axis) == (direction is Direction.DOWN)
        found[Joint(f"{'right' if right else 'left'}_{word}")] = (x, y)
    return found


def _split(line: Line, axis: float) -> list[Line]:
    """Two limbs whose lines touch are cut at the body's axis; a line on one side of it stays whole."""
    left = line[2] & (np.arange(FRAME) + 0.5 < axis)
    halves = (left, line[2] & ~left)
    if min(int(half.sum()) for half in halves) < _SMALLEST_LINE:
        return [line]
    return [(*_middle(half), half) for half in halves]


def _legs(lines: list[Line], direction: Direction, shade: NDArray[np.float64]) -> dict[Joint, Point]:
    """Seen from the side: the two largest ankle lines, told apart by light, then by height."""
    largest = sorted(lines, key=lambda line: int(line[2].sum()))[-2:]
    if not largest:
        return {}
    if len(largest) == 1:
        x, y, _ = largest[0]
        return {side_joint("ankle", direction, near=near): (x, y) for near in (True, False)}
    first, second = largest
    lighter = _light(first, shade) - _light(second, shade)
    nearer = lighter if abs(lighter) >= _CLEARLY_LIGHTER else first[1] - second[1]
    near, far = (first, second) if nearer >= 0 else (second, first)
    return {
        side_joint("ankle", direction, near=True): near[:2],
        side_joint("ankle", direction, near=False): far[:2],
    }


def _light(line: Line, shade: NDArray[np.float64]) -> float:
    """Mean brightness of the body in the shin above an ankle line; 0 where the body is not there."""
    x, y, _ = line
    part = shade[int(y) - 3 : int(y) + 2, max(0, int(x) - 2) : int(x) + 2]
    return 0.0 if np.isnan(part).all() else float(np.nanmean(part))


def _knees(
    mask: Mask, lines: list[Line], found: Mapping[Joint, Point], direction: Direction
) -> dict[Joint, Point]:
    """Seen from the side the knee lines often touch: each knee is where its thigh and shin meet the line."""
    knees: dict[Joint, Point] = {}
    pelvis = found.get(Joint.PELVIS)
    if not lines or pelvis is None:
        return knees
    ys, xs = np.nonzero(mask)
    for near in (True, False):
        ankle = found.get(side_joint("ankle", direction, near=near))
        if ankle is not None:
            wanted = (pelvis[0] + ankle[0]) / 2 - 0.5
            close = np.argsort(np.abs(xs - wanted), kind="stable")[:3]
            point = (float(xs[close].mean()) + 0.5, float(ys[close].mean()) + 0.5)
            knees[side_joint("knee", direction, near=near)] = point
    return knees


def _hips(mask: Mask, found: Mapping[Joint, Point], direction: Direction) -> dict[Joint, Point]:
    """The hip line crosses the whole pelvis: a hip lies a quarter in from each end, from the side nearer."""
    xs = np.nonzero(mask)[1]
    (x, y), width = _middle(mask), float(xs.max() - xs.min() + 1)
    if direction in (Direction.UP, Direction.DOWN):
        right = -1 if direction is Direction.DOWN else 1
        return {
            Joint.RIGHT_HIP: (x + right * width / 4, y),
            Joint.LEFT_HIP: (x - right * width / 4, y),
        }
    hips: dict[Joint, Point] = {}
    for near in (True, False):
        ankle = found.get(side_joint("ankle", direction, near=near))
        step = 0.0 if ankle is None else float(np.sign(ankle[0] - x)) * width / 8
        hips[side_joint("hip", direction, near=near)] = (x + step, y)
    return hips
