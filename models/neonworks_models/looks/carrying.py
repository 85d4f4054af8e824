"""Pictures carried by the sprite VAE: its decoded pictures say where things go, the sprite's own pixels draw.

What a small net decodes is soft. But the way from one of its pictures to the next is smooth, so that optical
flow between neighbours tells where every part of a figure moves; along that flow the sprite's own pixels are
taken, whole and unmixed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.nets.latent_window import FOOT_ROW, SIDE, Field, Fit
from neonworks_models.nets.vae_session import Decoded, Latent
from neonworks_models.sprites.rig import Joints
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Flow", "SpriteVae", "Ways", "carried", "carried_points", "flows_along", "slerp"]

Flow = NDArray[np.float32]
"""For each window pixel how far away, (x, y) in window pixels, what it shows was; shape (SIDE, SIDE, 2)."""

_ENLARGED = 2
"""Flow is read in larger pictures: parts of two pixels are lost otherwise."""
_SHARP = 2.0
"""What opacity logits are times before they are seen as grey."""
_SHAPE = 0.45
"""Share of the silhouette in what flow sees; the rest is light and dark."""
_SEARCH = 4
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_PYRAMID, _LEVELS, _WINDOW, _ROUNDS, _NEIGHBOURS, _SMOOTH = 0.5, 4, 13, 4, 7, 1.5
"""Farneback's parameters: a window of six sprite pixels, moves of up to ten."""


class SpriteVae(Protocol):
    """What encodes and decodes; ``nets.vae_session.VaeSession`` does."""

    def encode(self, window: RGBA) -> Latent: ...

    def decode(self, latent: Latent) -> Decoded: ...


@dataclass(frozen=True, eq=False)
class Ways:
    """``back[k]``: from the k-th picture of a path to its first, ``on[k]``: to its last."""

    back: tuple[Flow, ...]
    on: tuple[Flow, ...]


def slerp(one: Latent, two: Latent, share: float) -> Latent:
    """The latent at ``share`` 0..1 of the way, along the great circle; lengths change evenly."""
    lengths = [float(np.sqrt((latent.astype(np.float64) ** 2).sum())) for latent in (one, two)]
    if min(lengths) < 1e-6:
        return np.asarray((1 - share) * one + share * two, np.float32)
    cosine = float((one.astype(np.float64) * two).sum()) / (lengths[0] * lengths[1])
    angle = float(np.arccos(np.clip(cosine, -1.0, 1.0)))
    if np.sin(angle) < 1e-4:
        return np.asarray((1 - share) * one + share * two, np.float32)
    parts = np.sin((1 - share) * angle) / lengths[0] * one + np.sin(share * angle) / lengths[1] * two
    length = (1 - share) * lengths[0] + share * lengths[1]
    return np.asarray(parts / np.sin(angle) * length, np.float32)


def flows_along(
    decode: Callable[[Latent], Decoded], path: Sequence[Latent], checkpoint: Callable[[], None]
) -> Ways:
    """Where everything on a path of latents comes from and goes to. ``checkpoint`` is called at each step."""
    greys = []
    for latent in path:
        checkpoint()
        greys.append(_grey(decode(latent)))
    return Ways(tuple(_summed(greys)), tuple(reversed(_summed(greys[::-1]))))


def carried(picture: RGBA, inside: Fit, flow: Flow | None, outside: Fit, canvas: tuple[int, int]) -> RGBA:
    """``picture``, which lies in the window as ``inside`` says, moved along ``flow`` onto a canvas (height,
    width) that lies there as ``outside`` says. Nearest pixels; no flow and equal fits give it unchanged."""
    height, width = canvas
    rows = FOOT_ROW + (np.arange(height) + 0.5 - outside.foot) * outside.scale
    columns = SIDE / 2 + (np.arange(width) + 0.5 - outside.core) * outside.scale
    x, y = np.meshgrid(columns, rows)
    if flow is not None:
        moved = _sampled(flow, x.astype(np.float32) - 0.5, y.astype(np.float32) - 0.5)
        x, y = x + moved[..., 0], y + moved[..., 1]
    own_x = np.floor(inside.core + (x - SIDE / 2) / inside.scale + 1e-6).astype(int)
    own_y = np.floor(inside.foot + (y - FOOT_ROW) / inside.scale + 1e-6).astype(int)
    own_height, own_width = picture.shape[:2]
    shown = (own_x >= 0) & (own_x < own_width) & (own_y >= 0) & (own_y < own_height)
    taken = picture[own_y.clip(0, own_height - 1), own_x.clip(0, own_width - 1)]
    result: RGBA = np.where(shown[..., None], taken, 0).astype(np.uint8)
    return result


def carried_points(joints: Joints | None, fit: Fit, flow: Flow) -> Joints | None:
    """Where points of a picture, in its pixels, lie after it was carried along ``flow`` in place."""
    if joints is None:
        return None
    return {joint: _carried_point(point, fit, flow) for joint, point in joints.items()}


def _carried_point(point: tuple[float, float], fit: Fit, flow: Flow) -> tuple[float, float]:
    """Flow tells where things were: the point that was at this one is looked for, a step at a time."""
    own_x = SIDE / 2 + (point[0] - fit.core) * fit.scale
    own_y = FOOT_ROW + (point[1] - fit.foot) * fit.scale
    x, y = own_x, own_y
    for _ in range(_SEARCH):
        moved = _sampled(flow, np.array([[x - 0.5]], np.float32), np.array([[y - 0.5]], np.float32))[0, 0]
        x, y = own_x - float(moved[0]), own_y - float(moved[1])
    return fit.core + (x - SIDE / 2) / fit.scale, fit.foot + (y - FOOT_ROW) / fit.scale


def _grey(decoded: Decoded) -> NDArray[np.uint8]:
    solid = 1 / (1 + np.exp(-(_SHARP * decoded.opacity).clip(-30, 30)))
    light = (decoded.colour * _LUMA).sum(axis=-1)
    grey = (255 * (_SHAPE * solid + (1 - _SHAPE) * solid * light).clip(0, 1)).astype(np.uint8)
    size = (_ENLARGED * SIDE, _ENLARGED * SIDE)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _summed(greys: Sequence[NDArray[np.uint8]]) -> list[Flow]:
    """From each picture back to the first."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    flows: list[Flow] = [np.zeros((SIDE, SIDE, 2), np.float32)]
    for earlier, later in pairwise(greys):
        step = _step(later, earlier)
        flows.append(step + _sampled(flows[-1], x + step[..., 0], y + step[..., 1]))
    return flows


def _step(later: NDArray[np.uint8], earlier: NDArray[np.uint8]) -> Flow:
    begun = np.zeros((*later.shape, 2), np.float32)
    flow = cv2.calcOpticalFlowFarneback(
        later, earlier, begun, _PYRAMID, _LEVELS, _WINDOW, _ROUNDS, _NEIGHBOURS, _SMOOTH, 0
    )
    shrunk = cv2.resize(flow, (SIDE, SIDE), interpolation=cv2.INTER_AREA) / _ENLARGED
    return np.asarray(shrunk, np.float32)


def _sampled(field: Field, x: Field, y: Field) -> Field:
    taken = cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(taken, np.float32)
