"""Whose character a still is: one of the artists' whose motion was learnt, or a stranger's.

A small net of our own over the figure's picture, read as it is and in a mirror, so that a mirrored sprite
gets the same answer.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import as_file, files

import numpy as np

from neonworks_models.catalog.pins import PINS
from neonworks_models.sprites.figure import FigureFrame, Picture
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_models.sprites.sprite import Sprite

__all__ = ["FORMAT", "Artist", "HandReader", "Likeness"]

FORMAT = "hand-reader/1"
"""Name of the weights' format: pictures of ``figure.FigureFrame``, one output per ``Artist``."""

_FILE = "hand_reader.safetensors"


class Artist(IntEnum):
    """In the order of the net's outputs."""

    REVISED = 0
    """LPC Revised's build of characters."""
    CLASSIC = 1
    """Universal LPC's."""
    STRANGER = 2
    """Anybody else's."""


@dataclass(frozen=True)
class Likeness:
    """``shares``: probability of each ``Artist``, in order, adding up to 1."""

    shares: tuple[float, ...]

    @property
    def artist(self) -> Artist:
        """The likeliest, the first of equals."""
        return Artist(self.shares.index(max(self.shares)))

    def of(self, artist: Artist) -> float:
        """How likely it is ``artist``'s, 0..1."""
        return self.shares[artist]


class HandReader:
    """Reads stills with one net, about a millisecond each."""

    def __init__(self, net: ConvNet) -> None:
        self._net = net

    @classmethod
    @cache
    def shipped(cls) -> "HandReader":
        """The reader that comes with the package, loaded once a process; raises Unavailable if damaged."""
        with as_file(files("neonworks_models") / "weights" / _FILE) as path:
            return cls(ConvNet.load(path, FORMAT, PINS[_FILE]))

    def read(self, sprite: Sprite) -> Likeness:
        """Whose the figure in ``sprite`` is."""
        frame = FigureFrame(figure_box(main_figure(sprite.opaque)))
        return self.read_picture(frame.picture(sprite.rgba))

    def read_picture(self, picture: Picture) -> Likeness:
        """The same of a picture of shape (CHANNELS, SIDE, SIDE)."""
        scores = self._net(np.stack([picture, picture[..., ::-1]])).mean(axis=0, dtype=np.float64)
        likely = np.exp(scores - scores.max())
        return Likeness(tuple(float(share) for share in likely / likely.sum()))
