"""``DraftBlob``: draft motion for bodies without a biped's limbs.

Slimes squash, hop and lunge; flyers beat their outer columns; quadrupeds and props move as a whole, stiffer.
A slime looks the same from all sides, so blobs and props act in any direction with the still they have;
flyers and quadrupeds turn only left and right, in the mirror.
"""

import math
from collections.abc import Iterator

from neonworks_protocol.errors import UnsupportedAction, UnsupportedDirection
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_models.generators.base import GenerationContext
from neonworks_models.generators.blob_actions import pose_at
from neonworks_models.generators.blob_pose import BlobPose
from neonworks_models.generators.blob_warp import BlobWarp
from neonworks_models.generators.loops import closed_phases
from neonworks_models.generators.timing import default_loop, durations, phases
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import Box

__all__ = ["DraftBlob"]

_ANY_SIDE = (Archetype.BLOB, Archetype.PROP)
_CLOSING_HEIGHT = 48
"""Figures at least twice as tall are judged at a fraction of their size when a loop is closed."""
_CAPABILITIES = Capabilities(
    name="draft-blob",
    version="1",
    tier=Tier.DRAFT,
    archetypes=(Archetype.BLOB, Archetype.FLYER, Archetype.QUADRUPED, Archetype.PROP),
    actions=tuple(Action),
    directions=tuple(Direction),
    min_size=8,
    max_size=512,
    can_turn=False,
    deterministic=True,
    cancel_latency_ms=200,
    estimated_frame_ms=0.5,
)


class DraftBlob:
    """Whole-body squash, stretch, lean and hop; stateless."""

    @property
    def capabilities(self) -> Capabilities:
        return _CAPABILITIES

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        """Canvas just large enough for every pose of the clip, with one free pixel around it."""
        _check(request)
        warp = _warp(request)
        poses = _poses(request)
        window = warp.reach(poses)
        extents = [e for e in (warp.extent(pose, window) for pose in poses) if e is not None]
        still, mirrored = request.sprite, _mirrored(request)
        sides = max(max(-e.x0, e.x1 - still.width) for e in extents) + 1
        sides, top = max(sides, 0), max(max(1 - e.y0 for e in extents), 0)
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

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        """Frames in order; colours are the still's own."""
        _check(request)
        warp = _warp(request)
        x, y = -plan.offset_x, -plan.offset_y
        window = Box(x, y, x + plan.width, y + plan.height)
        for index, pose in enumerate(_poses(request)):
            context.checkpoint()
            yield GeneratedFrame(index, Tier.DRAFT, warp.render(pose, window))


def _check(request: GenerationRequest) -> None:
    archetype = request.analysis.archetype
    if archetype not in _CAPABILITIES.archetypes:
        raise UnsupportedAction(f"draft-blob does not draw a {archetype.value}; use the generator for it")
    if request.faces_aside and archetype not in _ANY_SIDE:
        raise UnsupportedDirection(
            f"the draft tier cannot turn a {archetype.value} from {request.facing.value} to"
            f" {request.direction.value}; give a still that faces {request.direction.value}"
        )


def _mirrored(request: GenerationRequest) -> bool:
    return request.direction is not request.facing and request.direction is request.facing.mirrored


def _warp(request: GenerationRequest, coarse: int = 1) -> BlobWarp:
    """The still ready to be posed, every ``coarse``-th pixel of it."""
    box, core_x = request.analysis.box, request.analysis.core_x
    rgba = request.sprite.rgba
    if _mirrored(request):
        width = request.sprite.width
        rgba, core_x = request.sprite.mirrored().rgba, width - core_x
        box = Box(width - box.x1, box.y0, width - box.x0, box.y1)
    if coarse == 1:
        return BlobWarp(rgba, box, core_x)
    reduced = Box(box.x0 // coarse, box.y0 // coarse, -(-box.x1 // coarse), -(-box.y1 // coarse))
    return BlobWarp(rgba[coarse // 2 :: coarse, coarse // 2 :: coarse], reduced, core_x / coarse)


def _poses(request: GenerationRequest) -> list[BlobPose]:
    spec, analysis = request.spec, request.analysis
    moments = phases(spec)
    if spec.loop and not default_loop(spec.animation_type):
        moments = _opened(moments, there_and_back=spec.animation_type is Action.DEATH)

    def pose(phase: float) -> BlobPose:
        return pose_at(
            spec,
            phase,
            archetype=analysis.archetype,
            direction=request.direction,
            height=analysis.box.height,
        )

    if spec.loop:
        small = _warp(request, max(1, analysis.box.height // _CLOSING_HEIGHT))
        window = small.reach(pose(phase) for phase in (*moments, 0.5))
        moments = closed_phases(moments, lambda phase: small.render(pose(phase), window))
    return [pose(phase) for phase in moments]


def _opened(moments: tuple[float, ...], *, there_and_back: bool) -> tuple[float, ...]:
    """Phases of a single action that a user loops: the step over the end is like the others.

    A death has no way back of its own, so it is undone in the second half.
    """
    share = (len(moments) - 1) / len(moments)
    if there_and_back:
        return tuple((1 - math.cos(2 * math.pi * m * share)) / 2 for m in moments)
    return tuple(m * share for m in moments)
