"""Drawing frames with the sprite net, whatever runs it: from still and draft to pixels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.draft.performance import Actor
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import COLOURS, Indices, StillPalette, codes_of
from neonworks_models.nets.motions import MOTIONS
from neonworks_models.nets.pixel_choice import (
    CHOICES,
    DRAFT_REACH,
    STILL_REACH,
    Place,
    colour_keys,
    colour_probabilities,
    copied_indices,
    joint_features,
    least_error,
    phase_features,
    picture_planes,
    pose_features,
)
from neonworks_models.nets.window import Window
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Answer", "Drawn", "Moment", "SpriteArtist"]

Answer = Callable[[Mapping[str, NDArray[Any]]], NDArray[np.float32]]
"""Runs the net on one window: inputs by name, planes (1, PLANES, H, W) -> (1, H, W, CHOICES + COLOURS)."""

_FACINGS = tuple(Direction)
_SIZE = 64
"""Figure height that counts as 1."""


@dataclass(frozen=True, eq=False)
class Moment:
    """One frame to draw. ``action``: place in ``MOTIONS``, None where only pose and draft tell it."""

    action: int | None
    phase: float
    pose: Pose
    draft: RGBA
    """On the actor's canvas."""
    hand: Hand


@dataclass(frozen=True, eq=False)
class Drawn:
    """A frame on the actor's canvas. ``doubt``: entropy of its colours in nats per opaque pixel."""

    rgba: RGBA
    doubt: float


class SpriteArtist:
    """Draws the moments of one actor; ``facing`` is the still's own, before it was mirrored."""

    def __init__(self, actor: Actor, facing: Direction, answer: Answer) -> None:
        self._answer, self._still = answer, actor.sprite.rgba
        self._canvas = (actor.sprite.height, actor.sprite.width)
        self._window = window = Window.around(self._canvas, actor.height, actor.foot, actor.core)
        self._palette = StillPalette.of(self._still)
        self._codes = np.unique(codes_of(self._still))
        self._laid = window.native(self._still)
        self._indices = window.blocks(self._palette.read(self._laid))[None]
        height = np.float32(actor.height / window.block)
        self._place = Place(*(np.array([value], np.float32) for value in (height, window.foot, window.core)))
        self._colours = (self._palette.colours[None] / 255).astype(np.float32)
        keys, self._allowed = colour_keys(
            self._indices, self._colours, np.array([self._palette.count]), self._place
        )
        joints = joint_features(actor.joints, actor.height, actor.foot, actor.core)
        self._fixed: dict[str, NDArray[Any]] = {
            "keys": keys,
            "allowed": self._allowed,
            "view": np.array([_FACINGS.index(facing)], np.int64),
            "joints": joints[None],
            "size": np.array([[height / _SIZE]], np.float32),
        }

    def draw(self, moment: Moment) -> Drawn:
        """One frame, of the still's canvas and colours."""
        laid = self._own_colours(self._window.native(moment.draft))
        draft = self._window.blocks(self._palette.read(laid))[None]
        logits = self._answer(self._inputs(moment, draft))[0].reshape(-1, CHOICES + COLOURS)
        copies = copied_indices(self._indices, draft)[0].reshape(-1, CHOICES)
        likely = colour_probabilities(logits, copies, self._allowed[0])
        chosen = least_error(likely, self._palette.colours, self._allowed[0])
        entropy = -(likely * np.log(np.maximum(likely, 1e-9))).sum()
        picture = self._painted(chosen, copies, logits, laid)
        doubt = float(entropy / max(1, int((self._indices > 0).sum())))
        return Drawn(self._window.back(picture, self._canvas), doubt)

    def _own_colours(self, draft: RGBA) -> RGBA:
        """The draft, what is no colour of the still as the nearest one: copies may take any pixel of it."""
        codes = codes_of(draft)
        foreign = ~np.isin(codes, self._codes)
        out = draft.copy()
        out[foreign] = self._palette.draw(self._palette.read(draft))[foreign]
        out[codes < 0] = 0
        return out

    def _inputs(self, moment: Moment, draft: Indices) -> dict[str, NDArray[Any]]:
        planes = picture_planes(self._indices, draft, self._colours, self._place)
        known = moment.action is not None
        action = len(MOTIONS) if moment.action is None else moment.action
        return {
            **self._fixed,
            "planes": np.ascontiguousarray(planes.transpose(0, 3, 1, 2)),
            "action": np.array([action], np.int64),
            "hand": np.array([moment.hand], np.int64),
            "phase": phase_features(np.array([moment.phase])) * np.float32(known),
            "pose": pose_features(moment.pose)[None],
        }

    def _painted(self, chosen: Indices, copies: Indices, logits: NDArray[np.float32], draft: RGBA) -> RGBA:
        """The chosen colours, each block from the likeliest copy that shows its colour, if one does."""
        window = self._window
        fitting = np.where(copies == chosen[:, None], logits[:, :CHOICES], -np.inf)
        best = fitting.argmax(axis=1)
        copied = np.isfinite(fitting.max(axis=1)).reshape(window.height, window.width)
        own = (2 * STILL_REACH + 1) ** 2
        flat = self._palette.draw(chosen.reshape(window.height, window.width))
        picture = flat.repeat(window.block, axis=0).repeat(window.block, axis=1)
        for source, reach, first, last in (
            (self._laid, STILL_REACH, 0, own),
            (draft, DRAFT_REACH, own, CHOICES),
        ):
            place = (best - first).clip(0, last - first - 1).reshape(window.height, window.width)
            side = 2 * reach + 1
            moved = window.moved(source, place // side - reach, place % side - reach)
            here = ((best >= first) & (best < last)).reshape(window.height, window.width) & copied
            mask = here.repeat(window.block, axis=0).repeat(window.block, axis=1)
            picture[mask] = moved[mask]
        return picture
