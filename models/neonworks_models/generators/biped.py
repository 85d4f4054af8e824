"""``DraftBiped``: the still cut into pieces, posed by the motion library and drawn pixel by pixel.

Body and head move by whole pixels, so that faces stay as drawn; only limbs turn (DESIGN.md, "Draft bipeds").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from neonworks_protocol.errors import UnsupportedAction, UnsupportedDirection
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.limits import Contact, contact_of
from neonworks_models.contract.report import ContractReport
from neonworks_models.draft.cutout import Cutout, cut_out
from neonworks_models.draft.puppet import draw
from neonworks_models.draft.raster import Packed, unpack_pixels
from neonworks_models.draft.recentring import recentred
from neonworks_models.draft.whole import footed_soles, on_floor, settled, squashed, toppled
from neonworks_models.generators.artists import Artists, own_variant
from neonworks_models.generators.base import GenerationContext, NullContext
from neonworks_models.generators.loops import last_phase_trials, loop_fault
from neonworks_models.generators.short_steps import short_walk, takes_short_steps
from neonworks_models.generators.timing import durations, phases
from neonworks_models.motion.carriage import carried, carried_share
from neonworks_models.motion.footing import calmed, footed, steadied
from neonworks_models.motion.library import MotionLibrary, shipped_library
from neonworks_models.motion.pose import Pose
from neonworks_models.motion.styling import accent, styled, visible
from neonworks_models.recent import Recent
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import Joint, Joints
from neonworks_models.sprites.sides import mirrored_joints

__all__ = ["DraftBiped"]

CACHED_CUTOUTS = 16
"""Live edits redraw one sprite again and again; an editor shows a handful of sprites at a time."""
KEPT_PERFORMANCES = 4
"""A clip is planned and drawn right after; a few more cover several clips of one request."""
CALMER = (1.0, 0.4, 0.0)
"""Shares of a motion's sway, tried until the clip keeps the sprite contract; the first nearly always does."""
MARGIN = 0.9
"""Room around the still while a plan measures how far a motion reaches, in figure heights."""
SLACK = 0.5
"""Room below the canvas while a frame is drawn, in figure heights; what lands there is set back up."""
SQUASH = (0.10, 0.14)
"""Width gained and height lost at full squash, as shares."""


_Drawings = dict[tuple[bytes, int, int, float, float], Packed]
"""Pose and phase -> the figure as drawn, before it is set on the ground."""


@dataclass(frozen=True, eq=False)
class _Stage:
    """A request made ready to draw: always facing down, up or right; ``mirror`` turns the result back."""

    cutout: Cutout
    poses: tuple[tuple[Pose, float], ...]
    mirror: bool
    core_x: float
    foot: int
    margin: int


class DraftBiped:
    """Draft tier for two-legged figures. Keeps the cut-outs of the last few stills and the last few clips."""

    def __init__(
        self, library: MotionLibrary | None = None, artists: Artists | None = None, turner: str = ""
    ) -> None:
        """``turner``: which net turns stills for it, as a part of its version; empty where none does."""
        self._turner = turner
        self._library = library or shipped_library()
        self._artists = artists or Artists()
        self._cutouts: Recent[tuple[str, str, Direction, bool], Cutout] = Recent(CACHED_CUTOUTS)
        self._performances: Recent[str, tuple[Packed, ...]] = Recent(KEPT_PERFORMANCES)

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            name="draft-biped",
            version=f"1{self._turner}",
            tier=Tier.DRAFT,
            archetypes=(Archetype.BIPED,),
            actions=tuple(Action),
            directions=tuple(Direction),
            min_size=8,
            max_size=512,
            can_turn=bool(self._turner),
            deterministic=True,
            cancel_latency_ms=20,
            estimated_frame_ms=1.0,
        )

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        return self._planned(request, self._performed(request, context or NullContext()))

    def _planned(self, request: GenerationRequest, frames: tuple[Packed, ...]) -> ClipPlan:
        """The canvas that holds all ``frames``, which were drawn with the request's margin."""
        sprite, core, margin = request.sprite, request.analysis.core_x, self._margin(request)
        if request.direction is not request.facing:
            sprite, core = sprite.mirrored(), sprite.width - core
        reach = np.logical_or.reduce([frame != 0 for frame in frames])
        still = np.pad(sprite.rgba[..., 3] > 0, ((margin, 0), (margin, margin)))
        sides, top = _overhang(reach & ~still, margin)
        return ClipPlan(
            width=request.sprite.width + 2 * sides,
            height=request.sprite.height + top,
            offset_x=sides,
            offset_y=top,
            pivot=(core + sides, float(request.analysis.foot_line + top)),
            durations=durations(request.spec),
            loop=bool(request.spec.loop),
        )

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        margin = self._margin(request)
        for index, frame in enumerate(self._performed(request, context)):
            context.checkpoint()
            yield GeneratedFrame(index, Tier.DRAFT, unpack_pixels(_on_canvas(frame, margin, plan)))

    @staticmethod
    def _margin(request: GenerationRequest) -> int:
        """Room around the still, in pixels, in which a performance is drawn."""
        return round(MARGIN * request.analysis.box.height)

    def _performed(self, request: GenerationRequest, context: GenerationContext) -> tuple[Packed, ...]:
        """All frames, with a margin on top and at both sides of the still's canvas.

        Drawn at once, because canvas and footing depend on all of them; kept for the ``generate`` that
        follows a ``plan``.
        """
        return self._performances.get(request.digest, lambda: self._acted(request, context))

    def _acted(self, request: GenerationRequest, context: GenerationContext) -> tuple[Packed, ...]:
        """The clip, with less sway where it would break the contract."""
        drawings: _Drawings = {}
        for share in CALMER:
            frames = self._played(request, share, drawings, context)
            frames, report = recentred(frames, partial(self._judged, request))
            if report.passed:
                break
        return frames

    def _played(
        self, request: GenerationRequest, share: float, drawings: _Drawings, context: GenerationContext
    ) -> tuple[Packed, ...]:
        """The clip, swaying by ``share`` of what its motion and style ask for.

        Where a loop would jump or stutter at its end, its last frame shows another moment.
        """
        moments = phases(request.spec)
        best = self._drawn(request, moments, share, drawings, context)
        least = _fault(best) if request.spec.loop else 0.0
        for last in last_phase_trials(moments[-1])[1:]:
            if least == 0.0:
                break
            trial = self._drawn(request, (*moments[:-1], last), share, drawings, context)
            fault = _fault(trial)
            if fault < least:
                best, least = trial, fault
        return best

    def _judged(self, request: GenerationRequest, frames: Sequence[Packed]) -> ContractReport:
        margin = self._margin(request)
        plan = self._planned(request, tuple(frames))
        cut = [unpack_pixels(_on_canvas(frame, margin, plan)) for frame in frames]
        return check_clip(request.sprite, request.analysis, request.spec, plan, cut)

    def _drawn(
        self,
        request: GenerationRequest,
        moments: tuple[float, ...],
        share: float,
        drawings: _Drawings,
        context: GenerationContext,
    ) -> tuple[Packed, ...]:
        """The figure at each of ``moments``, on the ground, on the still's canvas with its margins.

        ``drawings`` keeps what was drawn, since most trials of a clip differ in one frame.
        """
        stage = self._stage(request, moments, share)
        height, foot = request.analysis.box.height, stage.foot + stage.margin
        drawn = []
        for pose, phase in stage.poses:
            key = (pose.values.tobytes(), pose.left_arm, pose.right_arm, pose.topple, phase)
            if key not in drawings:
                context.checkpoint()
                drawings[key] = self._draw(request, stage, pose, phase)
            drawn.append(drawings[key])
        toward = request.facing in (Direction.UP, Direction.DOWN)
        loop = bool(request.spec.loop)
        frames = settled(drawn, foot, _contact(request), height, depth=toward, loop=loop)
        if _steps(request):
            frames = footed_soles(frames, foot, height)
        floor = request.sprite.height + stage.margin
        side = -1 if stage.mirror else 1
        contact = _contact(request)
        return tuple(np.ascontiguousarray(on_floor(frame, floor, contact)[:, ::side]) for frame in frames)

    def _stage(self, request: GenerationRequest, moments: tuple[float, ...], share: float) -> _Stage:
        facing, direction = request.facing, request.direction
        if request.faces_aside:
            raise UnsupportedDirection(
                f"the draft tier cannot turn this {facing.value}-facing still to {direction.value};"
                f" ask for {facing.value} or give a still that faces {direction.value}"
            )
        joints = request.analysis.joints
        if joints is None:
            raise UnsupportedAction(
                "this still has no joints; set its archetype to biped or place them by hand"
            )
        side = facing in (Direction.LEFT, Direction.RIGHT)
        flipped = facing is Direction.LEFT
        core = request.analysis.core_x
        cutout = self._cutout(request, joints, Direction.RIGHT if side else facing, flipped)
        return _Stage(
            cutout=cutout,
            poses=self._poses(request, cutout, moments, share),
            mirror=direction is Direction.LEFT,
            core_x=request.sprite.width - core if flipped else core,
            foot=request.analysis.foot_line,
            margin=self._margin(request),
        )

    def _poses(
        self, request: GenerationRequest, cutout: Cutout, moments: tuple[float, ...], share: float
    ) -> tuple[tuple[Pose, float], ...]:
        """The pose and phase of every frame, in the spec's style and with its feet on the ground."""
        spec, artist = request.spec, self._artists.of(request)
        variant = own_variant(artist, spec.animation_type, spec.variant)
        track = request.library(self._library).track(spec.animation_type, variant, cutout.facing)
        head = max(cutout.joints[Joint.NECK][1] - cutout.joints[Joint.HEAD_TOP][1], 1.0) / cutout.height
        poses: Sequence[Pose] = [track.at(moment, looped=bool(spec.loop)) for moment in moments]
        if short := takes_short_steps(artist, request):
            poses = short_walk(cutout.height, cutout.facing, moments)
        played = [styled(pose, spec.parameters, spec.intensity, cutout.facing, head) for pose in poses]
        held_by = carried_share(spec.animation_type)
        played = [carried(pose, spec.style_modifiers, cutout.facing, held_by) for pose in played]
        if spec.animation_type is Action.IDLE:
            played = list(visible(played, cutout.height))
        contact = _contact(request)
        if track.cyclic and not short:
            played = list(steadied(played, cutout.height))
        if share < 1.0:
            played = list(calmed(played, share))
        # Whoever takes short steps sinks on purpose.
        return tuple(zip(played if short else footed(played, contact), moments, strict=True))

    def _cutout(self, request: GenerationRequest, joints: Joints, view: Direction, flipped: bool) -> Cutout:
        key = (request.sprite.sha256, repr(sorted(joints.items())), view, flipped)
        return self._cutouts.get(key, lambda: _cut(request, joints, view, flipped))

    def _draw(self, request: GenerationRequest, stage: _Stage, pose: Pose, phase: float) -> Packed:
        """One frame on the still's canvas with its margins, and with room below it."""
        margin, height = stage.margin, request.sprite.height
        size = (height + margin + round(SLACK * stage.cutout.height), request.sprite.width + 2 * margin)
        canvas = draw(stage.cutout, pose, size, (margin, margin))
        core, foot = stage.core_x + margin, stage.foot + margin
        squash = request.spec.parameters.squash * accent(request.spec.animation_type, phase)
        if squash:
            canvas = squashed(canvas, core, foot, 1 + SQUASH[0] * squash, 1 - SQUASH[1] * squash)
        return toppled(canvas, core, foot, pose.topple) if pose.topple else canvas


def _cut(request: GenerationRequest, joints: Joints, view: Direction, flipped: bool) -> Cutout:
    sprite = request.sprite
    if flipped:
        sprite, joints = sprite.mirrored(), mirrored_joints(dict(joints), sprite.width)
    return cut_out(sprite, joints, view, float(request.analysis.box.height))


def _contact(request: GenerationRequest) -> Contact:
    return contact_of(request.spec.animation_type, Archetype.BIPED)


def _fault(frames: Sequence[Packed]) -> float:
    return loop_fault([unpack_pixels(frame) for frame in frames])


def _steps(request: GenerationRequest) -> bool:
    """Whether one foot always stands while the other may be set elsewhere."""
    toward = request.facing in (Direction.UP, Direction.DOWN)
    contact = _contact(request)
    return contact is Contact.STEPPING or (contact is Contact.WALKING and toward)


def _placed(frame: Packed, margin: int, plan: ClipPlan) -> Packed:
    """The planned canvas' part of a frame that was drawn with ``margin``; effects may plan a larger one."""
    short = max(0, plan.offset_x - margin, plan.offset_y - margin)
    wide = np.pad(frame, ((short, 0), (short, short)))
    left, top = margin + short - plan.offset_x, margin + short - plan.offset_y
    return np.ascontiguousarray(wide[top:, left : left + plan.width])


def _on_canvas(frame: Packed, margin: int, plan: ClipPlan) -> Packed:
    """The planned canvas cut out of a performance; clear where the plan is larger (effects need room)."""
    sides, top = max(0, plan.offset_x - margin), max(0, plan.offset_y - margin)
    wide = np.pad(frame, ((top, 0), (sides, sides)))
    x, y = margin + sides - plan.offset_x, margin + top - plan.offset_y
    return np.ascontiguousarray(wide[y : y + plan.height, x : x + plan.width])


def _overhang(added: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], margin: int) -> tuple[int, int]:
    """Columns to add at each side, and rows on top, so that what the still does not have (``added``, on its
    canvas with ``margin``) stays one clear pixel off the edges: nothing then looks cut."""
    columns, rows = np.flatnonzero(added.any(axis=0)), np.flatnonzero(added.any(axis=1))
    if not columns.size:
        return 0, 0
    left = margin + 1 - int(columns[0])
    right = int(columns[-1]) + 2 - (added.shape[1] - margin)
    return max(0, left, right), max(0, margin + 1 - int(rows[0]))
