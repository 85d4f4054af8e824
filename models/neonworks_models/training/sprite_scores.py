"""How good a sprite net is while it trains: pooled gain and motion on withheld samples, and a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neonworks_models.data.net_samples import NetSamples
from neonworks_models.nets.indexed import Indices
from neonworks_models.nets.pixel_choice import CHOICES, colour_probabilities, copied_indices, least_error
from neonworks_models.training.sprite_batches import Batch, Drawer, batch_of

__all__ = ["KindScore", "chosen_frames", "score_kind"]

GREY = 128
_SHEET_ROWS = 8

Logits = Callable[[Batch], NDArray[np.float32]]
"""The net's answer for every pixel of a batch: (n, H, W, CHOICES + COLOURS)."""


@dataclass(frozen=True)
class KindScore:
    """``gain``: 1 - error / the still's error, pooled over frames, on mid grey; ``draft``: the draft's.
    ``motion``: how far frames are from the still, as a share of the artist's."""

    gain: float
    draft: float
    motion: float


def chosen_frames(batch: Batch, logits: NDArray[np.float32]) -> Indices:
    """The frames that the net's answer amounts to."""
    copies = copied_indices(batch.still, batch.draft)
    frames = []
    for index, own in enumerate(logits):
        allowed = batch.inputs["allowed"][index]
        likely = colour_probabilities(
            own.reshape(-1, own.shape[-1]), copies[index].reshape(-1, CHOICES), allowed
        )
        colours = np.rint(batch.colours[index] * 255).astype(np.uint8)
        frames.append(least_error(likely, colours, allowed).reshape(own.shape[:2]))
    return np.stack(frames)


def score_kind(
    shards: Sequence[NetSamples], answer: Logits, *, batches: int = 5, size: int = 24, seed: int = 5
) -> tuple[KindScore, NDArray[np.uint8]]:
    """Scores over ``batches`` × ``size`` frames, the same ones each time, and a sheet (rows of still, draft,
    the net's frame, the artist's) of some of them."""
    drawer, random = Drawer(shards), np.random.default_rng(seed)
    totals = np.zeros(5)
    rows: list[NDArray[np.float32]] = []
    for _ in range(batches):
        batch = batch_of(drawer.draw(random, size), None)
        made = chosen_frames(batch, answer(batch))
        shown = [
            _on_grey(picture, batch.colours) for picture in (batch.still, batch.draft, made, batch.truth)
        ]
        still, draft, net, truth = shown
        pairs = ((net, truth), (draft, truth), (still, truth), (net, still), (truth, still))
        totals += [float(np.abs(a - b).sum()) for a, b in pairs]
        rows += [np.hstack(row) for row in zip(*shown, strict=True)] if len(rows) < _SHEET_ROWS else []
    net_error, draft_error, still_error, moved, should = totals
    score = KindScore(
        gain=1 - net_error / max(still_error, 1.0),
        draft=1 - draft_error / max(still_error, 1.0),
        motion=moved / max(should, 1.0),
    )
    return score, np.vstack(rows[:_SHEET_ROWS]).astype(np.uint8)


def _on_grey(pictures: Indices, colours: NDArray[Any]) -> NDArray[np.float32]:
    """The pictures of a batch in colour, clear pixels grey, shape (n, H, W, 3), 0..255."""
    table = np.rint(colours * 255).astype(np.float32)
    table[:, 0] = GREY
    shown: NDArray[np.float32] = table[np.arange(len(pictures))[:, None, None], pictures]
    return shown
