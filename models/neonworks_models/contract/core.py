"""The body follows a track of its own: no frame jumps off it.

The track is measured from the frames alone. A patch of the head and a patch of the torso are looked for in
every frame; a frame is off the track by as much as its patch lies outside what its two neighbours span (the
median of three). A patch behind an arm matches nowhere well and then says nothing: a jump counts only where
the far position explains the picture much better than the near one.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Action, Archetype, Effect
from numpy.typing import NDArray

from neonworks_models.contract.limits import Contact, ContractLimits
from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene, off_span

__all__ = ["check_core"]

_HEAD = (0.10, 0.40, 0.15)
_TORSO = (0.50, 0.72, 0.10)
"""Top, bottom and half width of a patch, in figure heights: chest to hip, narrow enough to lie between the
arms of a figure of 2.5 to 7 heads."""
_TRUNK = (0.34, 0.56, 0.25)
"""The one patch of a four-legged body, whose axis crosses neither its head nor its legs."""
_REACH = 1 / 6
"""How far from its place a patch is looked for, in figure heights."""
_CONVINCING = 0.7
"""A jump counts where the mismatch there is below this share of the mismatch near the track."""
_FOUND = 0.5
"""A patch counts as found where its mismatch is below this share of that of a typical place."""
_ROUNDING = 1.0
"""Pixels by which the difference of two whole-pixel positions may be off."""
_WORKING_HEIGHT = 96
"""Taller figures are measured on every k-th pixel, to keep the cost of a check flat."""
_LOOPS = frozenset({Action.IDLE, Action.WALK, Action.RUN})


@dataclass(frozen=True, eq=False)
class _Track:
    """``costs``: mismatch at each x shift, best over y, shape (N, 2 * reach + 1). ``shift``: its minimum."""

    costs: NDArray[np.float32]
    reach: int

    @property
    def shift(self) -> NDArray[np.int64]:
        centred = np.abs(np.arange(-self.reach, self.reach + 1))
        nearly = self.costs <= self.costs.min(axis=1, keepdims=True) + 1e-3
        found: NDArray[np.int64] = np.argmin(np.where(nearly, centred, centred.size), axis=1) - self.reach
        return found


def check_core(scene: Scene, limits: ContractLimits) -> Finding:
    """Worst distance of a frame's core from the track that its neighbours span."""
    why = _why_not(scene)
    if why:
        return Finding.skipped(Rule.CORE, "px", why)
    step = max(1, scene.analysis.box.height // _WORKING_HEIGHT)
    loop = scene.plan.loop and scene.spec.animation_type in _LOOPS
    off = _off_track(scene, step, loop) * step
    beside_flash = scene.lit | np.roll(scene.lit, 1) | np.roll(scene.lit, -1)
    off = np.where(scene.whole & ~beside_flash, off, 0.0)
    limit = max(float(step), limits.core * scene.px)
    worst = int(off.argmax())
    return Finding.at_most(Rule.CORE, float(off[worst]), limit, "px", worst if off[worst] else None)


def _why_not(scene: Scene) -> str:
    if scene.spec.animation_type is Action.DEATH:
        return "the body turns over"
    if len(scene.frames) < 3:
        return "a track needs three frames"
    if Effect.SHAKE in scene.spec.special_effects:
        return "the effect shakes the whole figure"
    if scene.legless:
        return "the whole body squashes"
    if scene.analysis.archetype is not Archetype.BIPED and scene.spec.animation_type not in _LOOPS:
        return "measured for loops only on this kind of body"
    box = scene.box
    if box.x0 < 0 or box.y0 < 0 or box.x1 > scene.plan.width or box.y1 > scene.plan.height:
        return "the figure does not fit the canvas"
    if box.height < 12:
        return "too few pixels to tell the torso"
    return ""


def _off_track(scene: Scene, step: int, loop: bool) -> NDArray[np.float64]:
    if scene.analysis.archetype is Archetype.QUADRUPED:
        return _jumps(_track(scene, _TRUNK, step), loop)
    torso = _track(scene, _TORSO, step)
    head = _track(scene, _HEAD, step)
    if loop:
        return np.maximum(_jumps(torso, True), _jumps(head, True))
    if scene.contact is Contact.LEAPING:
        return _jumps(torso, False)
    # A strike or a recoil may come and go within one frame, but then the body leans as a whole: head and
    # torso stay on one line through the feet, or as far from it as a slouch is in every frame.
    bend = torso.shift - head.shift * _lever()
    bent = np.abs(bend - np.median(bend)) - _ROUNDING
    return np.asarray(np.minimum(_jumps(torso, False), np.maximum(bent, 0.0)), dtype=np.float64)


def _lever() -> float:
    """How far the torso patch moves when the head patch moves by one, in a lean about the feet."""
    return (1 - (_TORSO[0] + _TORSO[1]) / 2) / (1 - (_HEAD[0] + _HEAD[1]) / 2)


def _track(scene: Scene, patch: tuple[float, float, float], step: int) -> _Track:
    box = scene.box
    reach = max(3, round(box.height * _REACH / step))
    y0, y1 = (round((box.y0 + share * box.height) / step) for share in patch[:2])
    half = max(1, round(patch[2] * box.height / step))
    middle = round(scene.core_x / step)
    view = scene.frames[0] if scene.turned else scene.reference
    source = _padded(view[::step, ::step], reach + half)
    top, left = y0 + reach + half, middle + half
    template = source[top : max(y1, y0 + 1) + reach + half, left - half + reach : left + half + reach]
    rows = slice(top - reach, top + template.shape[0] + reach)
    columns = slice(left - half, left + half + 2 * reach)
    costs = []
    for frame in scene.frames:
        window = _padded(frame[::step, ::step], reach + half)[rows, columns]
        costs.append(cv2.matchTemplate(window, template, cv2.TM_SQDIFF).min(axis=0))
    return _Track(np.stack(costs).astype(np.float32), reach)


def _padded(rgba: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    padded = np.zeros((rgba.shape[0] + 2 * by, rgba.shape[1] + 2 * by, 4), dtype=np.uint8)
    padded[by:-by, by:-by] = rgba
    return padded


def _jumps(track: _Track, loop: bool) -> NDArray[np.float64]:
    """Distance of each frame from the span of its neighbours, shape (N,); a non-loop's ends count 0."""
    shift = track.shift
    before, after = np.roll(shift, 1), np.roll(shift, -1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    off = off_span(shift.astype(np.float64))
    if not loop:
        off[[0, -1]] = 0.0
    for i in np.flatnonzero(off > 1):
        best = track.costs[i].min()
        near = track.costs[i, max(0, low[i] - 1 + track.reach) : high[i] + 2 + track.reach].min()
        if best > _CONVINCING * near or best > _FOUND * np.median(track.costs[i]):
            off[i] = 1.0
    return off
