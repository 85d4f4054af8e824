"""``DraftQuadruped``: draft motion for four-legged animals seen from the side: walk, gallop, bite, fall.

Legs are found in the silhouette (``draft.beast``). From the front and back, and where no legs are seen, the
body is moved as a whole by ``DraftBlob``.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier
from numpy.typing import NDArray

from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.limits import contact_of
from neonworks_models.draft.beast import Beast, cut_beast
from neonworks_models.draft.beast_draw import draw_beast
from neonworks_models.draft.raster import Packed, unpack_pixels
from neonworks_models.draft.whole import grounded
from neonworks_models.generators.base import GenerationContext, NullContext
from neonworks_models.generators.beast_actions import beast_pose
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.generators.loops import closed_phases
from neonworks_models.generators.timing import default_loop, durations, phases
from neonworks_models.recent import Recent
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import Box

__all__ = ["DraftQuadruped"]

MARGIN = 0.8
"""Room around the still while a clip is drawn, in figure heights or widths, whichever is more."""
CACHED = 16
"""Stills whose legs are remembered."""
KEPT_CLIPS = 4
"""A clip is planned and drawn right after; a few more cover several clips of one request."""
CALMER = (1.0, 0.5, 0.0)
"""Shares of a motion's rocking, tried until the clip keeps the sprite contract; mostly the first does."""
_SIDES = (Direction.LEFT, Direction.RIGHT)


class DraftQuadruped:
    """Draft tier for quadrupeds. Keeps the pieces of the last few stills."""

    def __init__(self) -> None:
        self._whole = DraftBlob()
        self._clips: Recent[str, tuple[Packed, ...]] = Recent(KEPT_CLIPS)
        self._beasts: Recent[tuple[str, Direction], Beast | None] = Recent(CACHED)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            name="draft-quadruped",
            version="1",
            tier=Tier.DRAFT,
            archetypes=(Archetype.QUADRUPED,),
            actions=tuple(Action),
            directions=tuple(Direction),
            min_size=8,
            max_size=512,
            can_turn=False,
            deterministic=True,
            cancel_latency_ms=200,
            estimated_frame_ms=0.5,
        )

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        """Canvas just large enough for every pose of the clip, with one free pixel around it."""
        beast = self._beast(request)
        if beast is None:
            return self._whole.plan(request, context)
        return _planned(request, self._performed(beast, request, context or NullContext()))

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        """Frames in order; colours are the still's own."""
        beast = self._beast(request)
        if beast is None:
            yield from self._whole.generate(request, plan, context)
            return
        margin = _margin(request)
        for index, frame in enumerate(self._performed(beast, request, context)):
            context.checkpoint()
            yield GeneratedFrame(index, Tier.DRAFT, unpack_pixels(_on_canvas(frame, margin, plan)))

    def _beast(self, request: GenerationRequest) -> Beast | None:
        """The still's pieces, turned to the right; None where it is drawn as a whole."""
        facing = request.facing
        if facing not in _SIDES or request.direction not in _SIDES:
            return None
        return self._beasts.get((request.sprite.sha256, facing), lambda: _cut(request))

    def _performed(
        self, beast: Beast, request: GenerationRequest, context: GenerationContext
    ) -> tuple[Packed, ...]:
        """All frames on the still's canvas with a margin on top and at both sides, facing as asked; kept for
        the ``generate`` that follows a ``plan``."""
        return self._clips.get(request.digest, lambda: _acted(beast, request, context))


def _cut(request: GenerationRequest) -> Beast | None:
    sprite, box = request.sprite, request.analysis.box
    if request.facing is Direction.LEFT:
        width = sprite.width
        sprite, box = sprite.mirrored(), Box(width - box.x1, box.y0, width - box.x0, box.y1)
    return cut_beast(sprite, box)


def _acted(beast: Beast, request: GenerationRequest, context: GenerationContext) -> tuple[Packed, ...]:
    """The clip, with less sway where it would break the contract."""
    margin = _margin(request)
    for share in CALMER:
        frames = _drawn(beast, request, share, context)
        plan = _planned(request, frames)
        cut = [unpack_pixels(_on_canvas(frame, margin, plan)) for frame in frames]
        if check_clip(request.sprite, request.analysis, request.spec, plan, cut).passed:
            break
    return frames


def _drawn(
    beast: Beast, request: GenerationRequest, share: float, context: GenerationContext
) -> tuple[Packed, ...]:
    """The clip with ``share`` of its rocking and of its head's reach."""
    spec, height = request.spec, request.analysis.box.height
    margin = _margin(request)
    size = (request.sprite.height + margin, request.sprite.width + 2 * margin)
    mirror = request.direction is Direction.LEFT

    def drawn(phase: float) -> Packed:
        context.checkpoint()
        pose = beast_pose(spec, phase, beast.leg / height)
        pose = replace(pose, pitch=share * pose.pitch, reach=share * pose.reach)
        frame = draw_beast(beast, pose, size, (margin, margin))
        return np.ascontiguousarray(frame[:, ::-1]) if mirror else frame

    moments = phases(spec)
    if spec.loop and not default_loop(spec.animation_type):
        moments = tuple(moment * (len(moments) - 1) / len(moments) for moment in moments)
    if spec.loop:
        moments = closed_phases(moments, lambda phase: unpack_pixels(drawn(phase)))
    frames = [drawn(moment) for moment in moments]
    contact = contact_of(spec.animation_type, Archetype.QUADRUPED)
    return grounded(frames, request.analysis.foot_line + margin, contact, height)


def _planned(request: GenerationRequest, frames: tuple[Packed, ...]) -> ClipPlan:
    """The canvas that holds all ``frames``, which were drawn with the request's margin."""
    margin, mirrored = _margin(request), request.direction is not request.facing
    still = request.sprite.mirrored() if mirrored else request.sprite
    known = np.pad(still.rgba[..., 3] > 0, ((margin, 0), (margin, margin)))
    sides, top = _overhang(np.logical_or.reduce([frame != 0 for frame in frames]) & ~known, margin)
    core = still.width - request.analysis.core_x if mirrored else request.analysis.core_x
    return ClipPlan(
        width=still.width + 2 * sides,
        height=still.height + top,
        offset_x=sides,
        offset_y=top,
        pivot=(core + sides, float(request.analysis.foot_line + top)),
        durations=durations(request.spec),
        loop=bool(request.spec.loop),
    )


def _margin(request: GenerationRequest) -> int:
    box = request.analysis.box
    return round(MARGIN * max(box.height, box.width))


def _overhang(added: NDArray[np.bool_], margin: int) -> tuple[int, int]:
    """Columns to add at each side, and rows on top, so that what the still does not have (``added``, on its
    canvas with ``margin``) stays one clear pixel off the edges."""
    columns, rows = np.flatnonzero(added.any(axis=0)), np.flatnonzero(added.any(axis=1))
    if not columns.size:
        return 0, 0
    left = margin + 1 - int(columns[0])
    right = int(columns[-1]) + 2 - (added.shape[1] - margin)
    return max(0, left, right), max(0, margin + 1 - int(rows[0]))


def _on_canvas(frame: Packed, margin: int, plan: ClipPlan) -> Packed:
    """The planned canvas cut out of a drawn frame; clear where the plan is larger (effects need room)."""
    sides, top = max(0, plan.offset_x - margin), max(0, plan.offset_y - margin)
    wide = np.pad(frame, ((top, 0), (sides, sides)))
    x, y = margin + sides - plan.offset_x, margin + top - plan.offset_y
    return np.ascontiguousarray(wide[y : y + plan.height, x : x + plan.width])
