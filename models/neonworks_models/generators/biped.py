"""``DraftBiped``: the still cut into pieces, posed by the motion library and drawn pixel by pixel.

Body and head move by whole pixels, so that faces stay as drawn; only limbs turn (DESIGN.md, "Draft bipeds").
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from neonworks_protocol.errors import UnsupportedAction, UnsupportedDirection
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_models.contract.limits import Contact, contact_of
from neonworks_models.draft.cutout import Cutout, cut_out
from neonworks_models.draft.puppet import draw
from neonworks_models.draft.raster import Packed, unpack_pixels
from neonworks_models.draft.whole import lowest_row, moved, squashed, toppled
from neonworks_models.generators.base import Capabilities, GenerationContext
from neonworks_models.generators.timing import durations, phases
from neonworks_models.motion.library import MotionLibrary, Track, shipped_library
from neonworks_models.motion.styling import accent, styled
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import Joint, Joints
from neonworks_models.sprites.sides import mirrored_joints

__all__ = ["DraftBiped"]

CACHED_CUTOUTS = 16
"""Live edits redraw one sprite again and again; an editor shows a handful of sprites at a time."""
MARGIN = 0.6
"""Room around the still while a plan measures how far a motion reaches, in figure heights."""
SLACK = 0.15
"""Room below the canvas while a frame is drawn, in figure heights; what lands there is set back up."""
SQUASH = (0.10, 0.14)
"""Width gained and height lost at full squash, as shares."""
_GROUNDED = frozenset({Contact.PLANTED, Contact.STEPPING, Contact.WALKING, Contact.FALLING})


@dataclass(frozen=True, eq=False)
class _Stage:
    """A request made ready to draw: always facing down, up or right; ``mirror`` turns the result back."""

    cutout: Cutout
    track: Track
    mirror: bool
    core_x: float
    foot: int
    width: int
    height: int


class DraftBiped:
    """Draft tier for two-legged figures. Keeps the cut-outs of the last few stills."""

    def __init__(self, library: MotionLibrary | None = None) -> None:
        self._library = library or shipped_library()
        self._cutouts: OrderedDict[tuple[str, str, Direction, bool], Cutout] = OrderedDict()

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            name="draft-biped",
            version="1",
            tier=Tier.DRAFT,
            archetypes=(Archetype.BIPED,),
            actions=tuple(Action),
            directions=tuple(Direction),
            min_size=8,
            max_size=512,
            can_turn=False,
            deterministic=True,
            cancel_latency_ms=20,
            estimated_frame_ms=1.0,
        )

    def plan(self, request: GenerationRequest) -> ClipPlan:
        stage = self._stage(request)
        margin = round(MARGIN * stage.cutout.height)
        size = (stage.height + margin, stage.width + 2 * margin)
        reach = np.zeros(size, dtype=bool)
        for phase in phases(request.spec):
            reach |= self._frame(request, stage, phase, size, (margin, margin)) != 0
        sides, top = _overhang(reach, margin)
        return ClipPlan(
            width=stage.width + 2 * sides,
            height=stage.height + top,
            offset_x=sides,
            offset_y=top,
            pivot=(request.analysis.core_x + sides, float(stage.foot + top)),
            durations=durations(request.spec),
            loop=bool(request.spec.loop),
        )

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        stage = self._stage(request)
        for index, phase in enumerate(phases(request.spec)):
            context.checkpoint()
            size, offset = (plan.height, plan.width), (plan.offset_x, plan.offset_y)
            canvas = self._frame(request, stage, phase, size, offset)
            if stage.mirror:
                canvas = np.ascontiguousarray(canvas[:, ::-1])
            yield GeneratedFrame(index, Tier.DRAFT, unpack_pixels(canvas))

    def _stage(self, request: GenerationRequest) -> _Stage:
        facing, direction = request.facing, request.direction
        if direction not in (facing, facing.mirrored):
            raise UnsupportedDirection(
                f"the draft tier cannot turn a {facing.value}-facing still to {direction.value};"
                f" ask for {facing.value} or give a still that faces {direction.value}"
            )
        joints = request.analysis.joints
        if joints is None:
            raise UnsupportedAction(
                "this still has no joints; set its archetype to biped or place them by hand"
            )
        side = facing in (Direction.LEFT, Direction.RIGHT)
        view = Direction.RIGHT if side else facing
        core = request.analysis.core_x
        flipped = facing is Direction.LEFT
        return _Stage(
            cutout=self._cutout(request, joints, view, flipped),
            track=self._library.track(request.spec.animation_type, request.spec.variant, view),
            mirror=direction is Direction.LEFT,
            core_x=request.sprite.width - core if flipped else core,
            foot=request.analysis.foot_line,
            width=request.sprite.width,
            height=request.sprite.height,
        )

    def _cutout(self, request: GenerationRequest, joints: Joints, view: Direction, flipped: bool) -> Cutout:
        key = (request.sprite.sha256, repr(sorted(joints.items())), view, flipped)
        if key in self._cutouts:
            self._cutouts.move_to_end(key)
            return self._cutouts[key]
        sprite = request.sprite
        if flipped:
            sprite, joints = sprite.mirrored(), mirrored_joints(dict(joints), sprite.width)
        cutout = cut_out(sprite, joints, view, float(request.analysis.box.height))
        self._cutouts[key] = cutout
        while len(self._cutouts) > CACHED_CUTOUTS:
            self._cutouts.popitem(last=False)
        return cutout

    def _frame(
        self,
        request: GenerationRequest,
        stage: _Stage,
        phase: float,
        size: tuple[int, int],
        offset: tuple[int, int],
    ) -> Packed:
        spec, cutout = request.spec, stage.cutout
        neck, crown = cutout.joints[Joint.NECK], cutout.joints[Joint.HEAD_TOP]
        head = max(neck[1] - crown[1], 1.0) / cutout.height
        pose = styled(stage.track.at(phase), spec.parameters, spec.intensity, cutout.facing, head)
        depth = round(SLACK * cutout.height)
        canvas = draw(cutout, pose, (size[0] + depth, size[1]), offset)
        core, foot = stage.core_x + offset[0], stage.foot + offset[1]
        squash = spec.parameters.squash * accent(spec.animation_type, phase)
        if squash:
            canvas = squashed(canvas, core, foot, 1 + SQUASH[0] * squash, 1 - SQUASH[1] * squash)
        if pose.topple:
            canvas = toppled(canvas, core, foot, pose.topple)
        contact = contact_of(spec.animation_type, Archetype.BIPED)
        return _grounded(canvas, foot, size[0], contact, phase)[: size[0]]


def _overhang(reach: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], margin: int) -> tuple[int, int]:
    """How many columns on the wider side, and rows on top, lie outside the still's canvas."""
    columns, rows = np.flatnonzero(reach.any(axis=0)), np.flatnonzero(reach.any(axis=1))
    if not columns.size:
        return 0, 0
    left = margin - int(columns[0])
    right = int(columns[-1]) + 1 - (reach.shape[1] - margin)
    return max(0, left, right), max(0, margin - int(rows[0]))


def _grounded(canvas: Packed, foot: int, floor: int, contact: Contact, phase: float) -> Packed:
    """The figure set on the ground where its action stands there, and never below the canvas' ``floor``."""
    bottom = lowest_row(canvas)
    if bottom is None:
        return canvas
    standing = contact in _GROUNDED or (contact is Contact.LEAPING and phase in (0.0, 1.0))
    if standing and abs(bottom - foot) > 1:
        return moved(canvas, 0, foot - bottom)
    return moved(canvas, 0, min(0, floor - bottom))
