"""How near a drawn strip comes to an artist's: structure, error, silhouette, palette and amount of motion.

Frames are compared as people see them, composited on mid grey. A cycle is compared at the phase that suits
it best, since it may start on either foot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from neonworks_models.sprites.sprite import RGBA
from numpy.typing import NDArray

__all__ = ["StripScore", "mean_score", "score_strip", "structural_similarity"]

_GREY = 128.0
_WINDOW = 7
"""Side of the window of structural similarity, in pixels: the default of scikit-image."""


@dataclass(frozen=True)
class StripScore:
    """``ssim``, ``iou``, ``palette``: 0..1, 1 is the artist's frame. ``error`` and ``still_error``: sums of
    mean absolute differences, 0..255 a frame, of the strip and of the still held. ``motion``: change from
    frame to frame / the artist's."""

    ssim: float
    iou: float
    palette: float
    motion: float
    error: float
    still_error: float

    @property
    def gain(self) -> float:
        """1 - error / the still's error: 0 is a frozen still, 1 the artist's strip, < 0 worse than frozen."""
        return 1 - self.error / max(self.still_error, 1e-6)


def mean_score(scores: Sequence[StripScore]) -> StripScore:
    """Means over strips; the errors are pooled, so that ``gain`` weighs strips by what there is to gain."""
    return StripScore(
        ssim=float(np.mean([s.ssim for s in scores])),
        iou=float(np.mean([s.iou for s in scores])),
        palette=float(np.mean([s.palette for s in scores])),
        motion=float(np.mean([s.motion for s in scores])),
        error=sum(s.error for s in scores),
        still_error=sum(s.still_error for s in scores),
    )


def score_strip(drawn: Sequence[RGBA], artist: Sequence[RGBA], still: RGBA, *, loop: bool) -> StripScore:
    """``drawn`` against ``artist``, equally many frames of the still's size, shape (H, W, 4) each."""
    seen, truth = [_on_grey(f) for f in drawn], [_on_grey(f) for f in artist]
    count = len(truth)
    phases = range(count) if loop else range(1)
    errors = {
        phase: sum(_difference(seen[(i + phase) % count], truth[i]) for i in range(count)) for phase in phases
    }
    phase = min(errors, key=errors.__getitem__)
    aligned = [(i + phase) % count for i in range(count)]
    reference = _on_grey(still)
    return StripScore(
        ssim=float(np.mean([structural_similarity(seen[a], truth[i]) for i, a in enumerate(aligned)])),
        iou=float(np.mean([_overlap(drawn[a], artist[i]) for i, a in enumerate(aligned)])),
        palette=_palette_share(drawn, still),
        motion=_energy([seen[a] for a in aligned], loop) / max(_energy(truth, loop), 1e-6),
        error=errors[phase],
        still_error=sum(_difference(reference, frame) for frame in truth),
    )


def structural_similarity(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """SSIM of two (H, W, 3) pictures, 0..255, at least 7×7: Wang et al. (2004), uniform window, sample
    covariance, mean of the channels."""
    x, y = first.astype(np.float64), second.astype(np.float64)
    mean_x, mean_y = _blurred(x), _blurred(y)
    unbiased = _WINDOW**2 / (_WINDOW**2 - 1)
    var_x = unbiased * (_blurred(x * x) - mean_x * mean_x)
    var_y = unbiased * (_blurred(y * y) - mean_y * mean_y)
    covariance = unbiased * (_blurred(x * y) - mean_x * mean_y)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    upper = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    lower = (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    edge = _WINDOW // 2
    return float((upper / lower)[edge:-edge, edge:-edge].mean())


def _blurred(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cv2.blur(picture, (_WINDOW, _WINDOW)), dtype=np.float64)


def _on_grey(rgba: RGBA) -> NDArray[np.float32]:
    pixels = rgba.astype(np.float32)
    alpha = pixels[..., 3:] / 255
    return np.asarray(pixels[..., :3] * alpha + _GREY * (1 - alpha), dtype=np.float32)


def _difference(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    return float(np.abs(first - second).mean())


def _overlap(first: RGBA, second: RGBA) -> float:
    a, b = first[..., 3] > 127, second[..., 3] > 127
    return float((a & b).sum() / max(1, int((a | b).sum())))


def _energy(frames: Sequence[NDArray[np.float32]], loop: bool) -> float:
    pairs = len(frames) if loop else len(frames) - 1
    steps = [_difference(frames[i], frames[(i + 1) % len(frames)]) for i in range(pairs)]
    return float(np.mean(steps)) if steps else 0.0


def _palette_share(drawn: Sequence[RGBA], still: RGBA) -> float:
    known = {tuple(map(int, c)) for c in np.unique(still[still[..., 3] > 127][:, :3], axis=0)}
    opaque = np.concatenate([frame[frame[..., 3] > 127][:, :3] for frame in drawn])
    if not len(opaque):
        return 0.0
    colours, counts = np.unique(opaque, axis=0, return_counts=True)
    inside = sum(int(n) for c, n in zip(colours, counts, strict=True) if tuple(map(int, c)) in known)
    return inside / len(opaque)
