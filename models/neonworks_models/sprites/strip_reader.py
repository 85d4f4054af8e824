"""Joints of every frame of a strip, by a small net of our own that sees each frame between its neighbours.

The net answers twice for each frame: where the joints are, and where they would be if this figure stood. The
second answers differ only by their error, so their middle is the strip's own standing figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from types import MappingProxyType

import numpy as np
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

from neonworks_models.catalog.pins import PINS
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.sprites.rig import Joint, Joints, Point
from neonworks_models.sprites.sides import mirrored_joints, opposite
from neonworks_models.sprites.silhouette import core_x, figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_models.sprites.strip_frame import StripFrame, strip_planes
from neonworks_models.sprites.strip_track import followed

__all__ = ["FORMAT", "VIEWS", "StripReader", "StripReading", "strip_facing", "strip_frame"]

FORMAT = "strip-reader/1"
VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)
"""The views that the net knows; a figure that faces left is shown to it in a mirror."""
_FILE = "strip_reader.safetensors"
_JOINTS = tuple(Joint)
_SWAP = np.array([_JOINTS.index(opposite(joint)) for joint in _JOINTS])
_DEPTHS = 3
_CARRIER: Mapping[Joint, int] = MappingProxyType(
    {
        Joint.HEAD_TOP: 0,
        Joint.NECK: 1,
        Joint.CHEST: 1,
        Joint.LEFT_SHOULDER: 1,
        Joint.RIGHT_SHOULDER: 1,
        Joint.PELVIS: 2,
        Joint.LEFT_HIP: 2,
        Joint.RIGHT_HIP: 2,
    }
)
"""Joint -> whose correction it takes: of the head's top, the neck or the hips."""
_TALLER = 1.25
"""How much taller than the middle frame a strip's first frame may be and still count as standing."""


@dataclass(frozen=True, eq=False)
class StripReading:
    """What a strip shows, in pixels of its frames; ``depths``: ``motion.pose.Depth`` of both arms."""

    facing: Direction
    joints: tuple[Joints, ...]
    rest: Joints
    depths: tuple[tuple[int, int], ...]
    height: float
    """Of the figure standing."""


class StripReader:
    """Reads strips with one net."""

    def __init__(self, net: ConvNet) -> None:
        self._net = net

    @classmethod
    @cache
    def shipped(cls) -> "StripReader":
        """The reader that comes with the package, loaded once a process; raises Unavailable if damaged."""
        with as_file(files("neonworks_models") / "weights" / _FILE) as path:
            return cls(ConvNet.load(path, FORMAT, PINS[_FILE]))

    def read(self, frames: Sequence[RGBA], facing: Direction, *, cyclic: bool) -> StripReading:
        """Frames of one size in order, all facing ``facing``; ``cyclic``: the last leads into the first.

        Raises ``BadSprite`` where a frame is empty.
        """
        width = frames[0].shape[1]
        left = facing is Direction.LEFT
        shown = [frame[:, ::-1] for frame in frames] if left else list(frames)
        view = Direction.RIGHT if left else facing
        place = strip_frame(shown)
        points, depths = self._points(shown, place, view, cyclic=cyclic)
        rest = _joints(np.median(points[:, 1], axis=0), place)
        joints = _followed(
            shown,
            [_joints(row, place) for row in points[:, 0]],
            rest,
            place.height,
            sideways=view is Direction.RIGHT,
        )
        if left:
            rest, joints = mirrored_joints(rest, width), [mirrored_joints(each, width) for each in joints]
            depths = depths[:, ::-1]
        laid = tuple((int(row[0]), int(row[1])) for row in depths)
        return StripReading(facing, tuple(joints), rest, laid, place.height)

    def _points(
        self, frames: Sequence[RGBA], place: StripFrame, view: Direction, *, cyclic: bool
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Joints (n, 2, 16, 2) in figure heights and depths (n, 2)."""
        planes = strip_planes([place.picture(frame) for frame in frames], cyclic=cyclic)
        points, logits = self._answers(planes, view)
        if view is not Direction.RIGHT:
            turned, turned_logits = self._answers(planes[..., ::-1], view)
            points = (points + turned[:, :, _SWAP] * (-1, 1)) / 2
            logits = logits + turned_logits[:, ::-1]
        return points, logits.argmax(axis=-1)

    def _answers(
        self, planes: NDArray[np.float32], view: Direction
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        count = len(_JOINTS) * 4
        outputs = self._net(np.ascontiguousarray(planes)).astype(np.float64)
        own = outputs.reshape(len(planes), len(VIEWS), -1)[:, VIEWS.index(view)]
        return own[:, :count].reshape(-1, 2, len(_JOINTS), 2), own[:, count:].reshape(-1, 2, _DEPTHS)


def strip_frame(frames: Sequence[RGBA]) -> StripFrame:
    """Where the strip's figure stands and how tall it is; raises ``BadSprite`` for an empty frame."""
    boxes, cores = [], []
    for number, frame in enumerate(frames, start=1):
        if not (frame[..., 3] > 127).any():
            raise BadSprite(f"Frame {number} of the strip is empty; name the frames that are to be read.")
        figure = main_figure(frame[..., 3] > 127)
        box = figure_box(figure)
        boxes.append(box)
        cores.append(core_x(figure, box))
    middle = float(np.median([box.height for box in boxes]))
    height = max(middle, min(float(boxes[0].height), _TALLER * middle))
    return StripFrame(float(np.median(cores)), float(max(box.y1 for box in boxes)), height)


def strip_facing(frames: Sequence[RGBA]) -> tuple[Direction, float]:
    """The direction that a strip's figure faces, read from its frames one by one, and its share of the votes.

    Raises ``BadSprite`` for an empty frame.
    """
    votes = dict.fromkeys(Direction, 0.0)
    for frame in frames:
        seen = analyse(Sprite.from_rgba(frame), archetype=Archetype.BIPED)
        votes[seen.facing] += seen.facing_confidence
    best = max(votes, key=lambda direction: votes[direction])
    return best, votes[best] / max(sum(votes.values()), 1e-9)


def _followed(
    frames: Sequence[RGBA],
    joints: Sequence[dict[Joint, Point]],
    rest: Joints,
    height: float,
    *,
    sideways: bool,
) -> list[dict[Joint, Point]]:
    """The joints of head and trunk where their pixels say; what hangs on them is where it was read."""
    leaders = (Joint.HEAD_TOP, Joint.NECK, Joint.PELVIS)
    read = [np.array([each[joint] for each in joints]) for joint in leaders]
    still = [np.array(rest[joint]) for joint in leaders]
    by = [
        new - old
        for new, old in zip(followed(frames, read, still, height, sideways=sideways), read, strict=True)
    ]
    return [
        {
            joint: _shifted(point, by[_CARRIER[joint]][index]) if joint in _CARRIER else point
            for joint, point in each.items()
        }
        for index, each in enumerate(joints)
    ]


def _shifted(point: Point, by: NDArray[np.float64]) -> Point:
    return point[0] + float(by[0]), point[1] + float(by[1])


def _joints(points: NDArray[np.float64], place: StripFrame) -> dict[Joint, Point]:
    return {
        joint: place.to_canvas((float(x), float(y))) for joint, (x, y) in zip(_JOINTS, points, strict=True)
    }
