"""Training samples of the sprite net, as arrays of palette indices that lie packed on the disk.

A shard holds views (one character seen from one side: still, palette, joints) and frames of them (the
artist's pixels, the draft of the same moment, the pose). Frames keep the character's own palette, so that a
still of another view can be put beside them; ``tables`` translate it into each still's colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.draft.performance import Actor
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import COLOURS, Indices, StillPalette, codes_of, nearest_colours
from neonworks_models.nets.pixel_choice import joint_features, pose_features
from neonworks_models.sprites.sprite import RGBA

__all__ = [
    "CHARACTER_COLOURS",
    "CharacterPalette",
    "Collector",
    "NetSamples",
    "Source",
    "TooManyColours",
    "load",
    "save",
]

CHARACTER_COLOURS = 256
"""Entries of a character's palette, the clear one included."""
_FACINGS = tuple(Direction)


class TooManyColours(ValueError):
    """A character with more colours than the palettes hold: left out of the samples."""


class Source(IntEnum):
    """Where a view comes from."""

    REVISED = 0
    CLASSIC = 1
    DRAWN = 2


@dataclass(frozen=True, eq=False)
class NetSamples:
    """A shard of V views and N frames; pictures are 64×64 and face down, up or right (left is mirrored)."""

    frames: NDArray[np.uint8]
    """(N, H, W), in the character's palette."""
    drafts: NDArray[np.uint8]
    """(N, H, W), in the still's colours."""
    views: NDArray[np.int32]
    """(N,): the view each frame belongs to."""
    actions: NDArray[np.int32]
    """(N,): place in ``nets.motions.MOTIONS``."""
    hands: NDArray[np.int32]
    """(N,): ``Hand``."""
    phases: NDArray[np.float32]
    poses: NDArray[np.float32]
    """(N, POSE_FEATURES)."""
    stills: NDArray[np.uint8]
    """(V, H, W), in the still's colours."""
    colours: NDArray[np.uint8]
    """(V, COLOURS, 3)."""
    counts: NDArray[np.int32]
    tables: NDArray[np.uint8]
    """(V, CHARACTER_COLOURS): the character's palette in the still's colours."""
    joints: NDArray[np.float32]
    """(V, 2 · 16), relative to the ground point."""
    places: NDArray[np.float32]
    """(V, 3): figure height, foot line, axis, in pixels."""
    facings: NDArray[np.int32]
    """(V,): place in ``Direction``, left ones not mirrored here."""
    sources: NDArray[np.int32]

    def truth(self, chosen: NDArray[Any]) -> Indices:
        """The artist's frames ``chosen`` in the colours of their stills."""
        tables = self.tables[self.views[chosen]]
        flat = self.frames[chosen].reshape(len(chosen), -1)
        return np.take_along_axis(tables, flat, axis=1).reshape(self.frames[chosen].shape)


def save(samples: NetSamples, path: Path) -> None:
    """Write a shard; a reader never sees half of one."""
    part = path.with_suffix(".part.npz")
    np.savez(part, **{field.name: getattr(samples, field.name) for field in fields(NetSamples)})
    part.replace(path)


def load(path: Path) -> NetSamples:
    """Read what ``save`` wrote."""
    with np.load(path) as stored:
        return NetSamples(**{field.name: stored[field.name] for field in fields(NetSamples)})


class CharacterPalette:
    """All colours of one character, numbered as they are met; 0 is clear."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {-1: 0}

    def read(self, rgba: RGBA) -> Indices:
        """The picture in this palette, which grows by its new colours; raises ``TooManyColours``."""
        found, places = np.unique(codes_of(rgba), return_inverse=True)
        numbers = [self._number(int(code)) for code in found]
        return np.array(numbers, np.uint8)[places].reshape(rgba.shape[:2])

    def number(self, colour: Sequence[int]) -> int:
        """The place of (red, green, blue), a new one if need be; raises ``TooManyColours``."""
        red, green, blue = colour
        return self._number(red << 16 | green << 8 | blue)

    @property
    def colours(self) -> NDArray[np.uint8]:
        """(n, 3), the clear entry black."""
        codes = np.array(list(self._numbers), np.int64).clip(0)
        return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1).astype(np.uint8)

    def _number(self, code: int) -> int:
        number = self._numbers.setdefault(code, len(self._numbers))
        if number >= CHARACTER_COLOURS:
            raise TooManyColours(f"more than {CHARACTER_COLOURS - 1} colours")
        return number

    def draw(self, indices: Indices) -> RGBA:
        """The picture of ``indices``."""
        rgba = np.zeros((*indices.shape, 4), np.uint8)
        opaque = indices > 0
        rgba[opaque, :3] = self.colours[indices[opaque]]
        rgba[opaque, 3] = 255
        return rgba

    def table(self, palette: StillPalette) -> NDArray[np.uint8]:
        """Each entry as the nearest colour of a still."""
        colours = self.colours
        table = np.zeros(CHARACTER_COLOURS, np.uint8)
        table[1 : len(colours)] = 1 + nearest_colours(colours[1:], palette.used)
        return table


class Collector:
    """Gathers views and frames, then makes a shard of them."""

    def __init__(self) -> None:
        self._views: list[dict[str, Any]] = []
        self._frames: list[dict[str, Any]] = []

    def add_view(
        self, still: RGBA, actor: Actor, facing: Direction, palette: CharacterPalette, source: Source
    ) -> StillPalette:
        """Begin a view; the frames that follow are its. Raises ``TooManyColours`` for a still of over 63."""
        own = StillPalette.of(still)
        if len(np.unique(codes_of(still))) > COLOURS:
            raise TooManyColours(f"a still of more than {COLOURS - 1} colours")
        self._views.append(
            {
                "stills": own.read(still),
                "colours": own.colours,
                "counts": own.count,
                "tables": palette.table(own),
                "joints": joint_features(actor.joints, actor.height, actor.foot, actor.core),
                "places": (actor.height, actor.foot, actor.core),
                "facings": _FACINGS.index(facing),
                "sources": int(source),
            }
        )
        return own

    def add_frames(
        self,
        action: int,
        phases: Sequence[float],
        poses: Sequence[Pose],
        frames: Sequence[Indices],
        drafts: Sequence[Indices],
        hand: Hand,
    ) -> None:
        """Frames of the newest view: the truth in the character's palette, drafts in the still's."""
        for phase, pose, frame, draft in zip(phases, poses, frames, drafts, strict=True):
            self._frames.append(
                {
                    "frames": frame,
                    "drafts": draft,
                    "views": len(self._views) - 1,
                    "actions": action,
                    "hands": int(hand),
                    "phases": phase,
                    "poses": pose_features(pose),
                }
            )

    def samples(self) -> NetSamples:
        """The shard; raises ``ValueError`` where nothing was gathered."""
        if not self._frames:
            raise ValueError("no frame was gathered")
        columns = {name: [row[name] for row in self._frames] for name in self._frames[0]}
        columns |= {name: [row[name] for row in self._views] for name in self._views[0]}
        return NetSamples(**{name: _packed(values) for name, values in columns.items()})


def _packed(values: Sequence[Any]) -> NDArray[Any]:
    """As one array: pixels stay bytes, other numbers take four."""
    array = np.asarray(values)
    return array.astype({"i": np.int32, "f": np.float32}.get(array.dtype.kind, array.dtype))
