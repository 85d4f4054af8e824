"""Facing, body plan and joints of a figure from its normalised picture, by a small net of our own.

The picture is read twice, as it is and in a mirror, and the answers are averaged: so a mirrored sprite gets
exactly the mirrored reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

from neonworks_models.catalog.pins import PINS
from neonworks_models.sprites.figure import Picture
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import opposite

__all__ = ["FORMAT", "Reading", "StillReader"]

FORMAT = "still-reader/1"
"""Name of the weights' format: pictures of ``figure.FigureFrame``, outputs as ``StillReader`` splits them."""

_FILE = "still_reader.safetensors"
_JOINTS = tuple(Joint)
_DIRECTIONS = tuple(Direction)
_ARCHETYPES = tuple(Archetype)
_SWAP = np.array([_JOINTS.index(opposite(joint)) for joint in _JOINTS])
_TURN = np.array([_DIRECTIONS.index(direction.mirrored) for direction in _DIRECTIONS])


@dataclass(frozen=True)
class Reading:
    """What a picture shows; confidences are the net's own probabilities, 0..1.

    ``skeletons`` holds for each facing all joints in the figure's frame, 0..1 (a little outside is possible).
    """

    facing: Direction
    facing_confidence: float
    archetype: Archetype
    archetype_confidence: float
    skeletons: Mapping[Direction, Mapping[Joint, Point]]


class StillReader:
    """Reads pictures with one net."""

    def __init__(self, net: ConvNet) -> None:
        self._net = net

    @classmethod
    @cache
    def shipped(cls) -> "StillReader":
        """The reader that comes with the package, loaded once a process; raises Unavailable if damaged."""
        with as_file(files("neonworks_models") / "weights" / _FILE) as path:
            return cls(ConvNet.load(path, FORMAT, PINS[_FILE]))

    def read(self, picture: Picture) -> Reading:
        """Facing, archetype and joints of a picture of shape (CHANNELS, SIDE, SIDE)."""
        outputs = self._net(np.stack([picture, picture[..., ::-1]]))
        joints, faces, plans = _split(outputs)
        points, mirrored = joints[0], joints[1][_TURN][:, _SWAP]
        mirrored = np.stack([1 - mirrored[..., 0], mirrored[..., 1]], axis=-1)
        mean = (points + mirrored) / 2
        looks = _softmax(faces[0] + faces[1][_TURN])
        kinds = _softmax(plans.sum(axis=0))
        facing, plan = int(looks.argmax()), int(kinds.argmax())
        return Reading(
            _DIRECTIONS[facing],
            float(looks[facing]),
            _ARCHETYPES[plan],
            float(kinds[plan]),
            {direction: _skeleton(mean[i]) for i, direction in enumerate(_DIRECTIONS)},
        )


def _split(outputs: NDArray[np.float32]) -> tuple[NDArray[np.float64], ...]:
    """Joints (n, 4 facings, 16, 2), facing logits (n, 4), body plan logits (n, 5)."""
    wide = outputs.astype(np.float64)
    joints = len(_DIRECTIONS) * len(_JOINTS) * 2
    faces = joints + len(_DIRECTIONS)
    return (
        wide[:, :joints].reshape(-1, len(_DIRECTIONS), len(_JOINTS), 2),
        wide[:, joints:faces],
        wide[:, faces:],
    )


def _skeleton(points: NDArray[np.float64]) -> dict[Joint, Point]:
    return {joint: (float(x), float(y)) for joint, (x, y) in zip(_JOINTS, points, strict=True)}


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Halved logits, for they are the sum of two readings."""
    powers = np.exp(logits / 2 - (logits / 2).max())
    result: NDArray[np.float64] = powers / powers.sum()
    return result
