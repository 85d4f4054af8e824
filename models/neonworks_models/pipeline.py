"""From a request to finished frames: generator, sprite-safe finishing, effects, contract report.

Workers and the in-process commands share this path, so that the same request gives the same bytes in both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec
from neonworks_protocol.errors import BadRequest, UnsupportedDirection
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Archetype, Direction, Tier

from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.enforce import finish_frame
from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import ContractReport
from neonworks_models.contract.specks import speck_mask
from neonworks_models.effects.overlay import EffectRenderer
from neonworks_models.generators.base import GenerationContext
from neonworks_models.generators.registry import GeneratorRegistry
from neonworks_models.generators.timing import FRAME_MS, resolve
from neonworks_models.generators.turning import must_turn
from neonworks_models.motion.borrowed import Performance
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Pipeline", "build_requests"]


def build_requests(
    sprite: Sprite,
    analysis: SpriteAnalysis,
    specs: Sequence[MotionSpec],
    *,
    directions: Sequence[Direction] = (),
    tier: Tier = Tier.DRAFT,
    generator: str | None = None,
    seed: int = 0,
    performance: Performance | None = None,
) -> tuple[GenerationRequest, ...]:
    """One request per spec and direction, specs first. ``directions`` empty: each spec's own direction.

    With a ``performance`` the clips have its frames, unless a spec says how many.
    Raises ``BadRequest`` where a spec cannot be resolved, or a sprite cannot move as another figure does.
    """
    if performance is not None:
        _check_borrower(analysis, specs)
        specs = [
            msgspec.structs.replace(spec, frame_count=spec.frame_count or len(performance.poses))
            for spec in specs
        ]
    requests = []
    for spec in specs:
        for direction in directions or (spec.direction or analysis.facing,):
            resolved = resolve(msgspec.structs.replace(spec, direction=direction), analysis)
            requests.append(
                GenerationRequest(
                    sprite, analysis, resolved, direction, tier, generator, seed, performance=performance
                )
            )
    return tuple(requests)


def _check_borrower(analysis: SpriteAnalysis, specs: Sequence[MotionSpec]) -> None:
    if analysis.archetype is not Archetype.BIPED:
        raise BadRequest(
            f"a {analysis.archetype.value} cannot move like the sheet's figure: both must have two legs"
            " (correct the archetype where it was read wrongly)"
        )
    if len(specs) > 1:
        raise BadRequest("a sheet's row is one motion: ask for one action with it")


class Pipeline:
    """Draws clips with the generators of ``registry``. Stateless: safe to share within a process."""

    def __init__(self, registry: GeneratorRegistry) -> None:
        self._registry = registry

    @property
    def registry(self) -> GeneratorRegistry:
        return self._registry

    def best(
        self, requests: Sequence[GenerationRequest]
    ) -> tuple[tuple[GenerationRequest, ...], tuple[str, ...]]:
        """Each request in the highest tier up to its own that draws this character doing this, and a line for
        people about those in a lower one.

        Raises what ``GeneratorRegistry.passes`` raises.
        """
        kept = tuple(self._registry.passes(request)[-1] for request in requests)
        notes = [
            f"drawn in the {best.tier.value} tier: tier {asked.tier.value} draws no"
            f" {asked.analysis.archetype.value} doing {asked.spec.animation_type.value}"
            for asked, best in zip(requests, kept, strict=True)
            if best.tier is not asked.tier
        ]
        return kept, tuple(dict.fromkeys(notes))

    def turned_by(self, request: GenerationRequest) -> str:
        """Which net turned the still for a clip of ``request``; empty where none had to."""
        turner = self._registry.turner
        return turner.name if turner is not None and must_turn(request) else ""

    def maker(self, request: GenerationRequest, tier: Tier) -> Capabilities:
        """The generator that drew a clip of ``request`` whose frames are of ``tier``."""
        if tier is request.tier:
            return self._registry.select(request).capabilities
        return self._registry.select(replace(request, tier=tier, generator=None)).capabilities

    def facing_as_drawn(
        self, requests: Sequence[GenerationRequest]
    ) -> tuple[tuple[GenerationRequest, ...], tuple[str, ...]]:
        """``requests`` with those for a direction nobody here can draw turned back to the still's own, and a
        line for people about each. For directions that a sentence mentions; one that was asked for outright
        is better refused.
        """
        kept, notes = [], []
        for request in requests:
            try:
                self.plan(request)
                kept.append(request)
            except UnsupportedDirection:
                spec = msgspec.structs.replace(request.spec, direction=request.facing)
                kept.append(replace(request, spec=spec, direction=request.facing))
                notes.append(
                    f"drawn facing {request.facing.value}: turning this still to {request.direction.value}"
                    " needs a better tier or a still that faces there"
                )
        return tuple(kept), tuple(notes)

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        """The clip's canvas and timing, effects included. Raises what ``Generator.plan`` raises."""
        request = self._facing(request)
        bare = _timed(self._registry.select(request).plan(request, context), request)
        if not request.spec.special_effects:
            return bare
        sides, top = EffectRenderer(request, bare).margins
        return _padded(bare, sides, top)

    def render(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        """Finished frames as they are drawn. Raises ``JobCancelled`` from ``context.checkpoint()``."""
        request = self._facing(request)
        generator = self._registry.select(request)
        analysis = request.analysis
        specks = speck_mask(request.sprite.opaque, ContractLimits().speck)[1]
        effects = EffectRenderer(request, plan) if request.spec.special_effects else None
        done: set[int] = set()
        for frame in generator.generate(request, plan, context):
            rgba = finish_frame(frame.rgba, analysis.palette, analysis.alpha, specks)
            if effects is not None:
                rgba = effects.apply(frame.index, rgba)
            done.add(frame.index)
            context.progress(len(done) / plan.frame_count)
            yield replace(frame, rgba=rgba)

    def report(self, request: GenerationRequest, plan: ClipPlan, frames: Sequence[RGBA]) -> ContractReport:
        """The sprite contract, measured on the finished frames in clip order."""
        request = self._facing(request)
        extra = EffectRenderer(request, plan).palette if request.spec.special_effects else ()
        return check_clip(request.sprite, request.analysis, request.spec, plan, frames, extra_palette=extra)

    def _facing(self, request: GenerationRequest) -> GenerationRequest:
        """``request`` with a still that faces its direction, where somebody here turns stills."""
        turner = self._registry.turner
        return request if turner is None else turner.turned(request)


def _timed(plan: ClipPlan, request: GenerationRequest) -> ClipPlan:
    """``plan`` in the times of the performance, where those are known and the frames are its own."""
    source = request.performance
    if source is None or source.durations is None or len(source.durations) != plan.frame_count:
        return plan
    shortest, longest = FRAME_MS
    speed = request.spec.speed_multiplier
    times = tuple(min(longest, max(shortest, round(each / speed))) for each in source.durations)
    return replace(plan, durations=times)


def _padded(plan: ClipPlan, sides: int, top: int) -> ClipPlan:
    """``plan`` on a canvas that is wider by ``sides`` on each side and higher by ``top``."""
    return replace(
        plan,
        width=plan.width + 2 * sides,
        height=plan.height + top,
        offset_x=plan.offset_x + sides,
        offset_y=plan.offset_y + top,
        pivot=(plan.pivot[0] + sides, plan.pivot[1] + top),
    )
