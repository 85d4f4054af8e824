"""``SpriteNet``: the sprite tier. A net of our own turns the draft into what an artist would draw.

It keeps to the canvas, the times and the phases that the draft announced. Where it is not sure of a clip, or
the clip would break the sprite contract, the draft's frames stay and a note says why (DESIGN.md).
"""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import msgspec
import numpy as np
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.enforce import finish_frame
from neonworks_models.contract.limits import Contact, ContractLimits, contact_of
from neonworks_models.contract.report import ContractReport, Rule
from neonworks_models.contract.specks import speck_mask
from neonworks_models.draft.raster import Packed, pack_pixels, unpack_pixels
from neonworks_models.draft.recentring import only_broken, recentred
from neonworks_models.draft.whole import footed_soles, held, settled, squashed
from neonworks_models.generators.artists import HANDS, Artists, own_variant
from neonworks_models.generators.base import GenerationContext
from neonworks_models.generators.biped import SQUASH, DraftBiped
from neonworks_models.generators.short_steps import takes_short_steps
from neonworks_models.generators.sprite_ways import Stage, Way
from neonworks_models.motion.library import MotionLibrary, shipped_library
from neonworks_models.motion.styling import accent
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS
from neonworks_models.nets.net_file import Net
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_models.sprites.hand_reader import Artist
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Doubts", "SpriteNet", "viewing_order"]

_STRIP_OF: Mapping[int | None, str] = MappingProxyType({motion: name for name, motion in STRIPS.items()})
_EASED = (0.15, 0.35)
"""By how much later, in steps between frames, the last frame of a cycle is drawn whose end is its largest
step; the artists cut their walks at the strike of a heel."""
_ARTISTS: Mapping[str, float] = MappingProxyType(
    {
        "idle": 0.75,
        "walk": 1.2,
        "run": 1.5,
        "jump": 1.8,
        "slash": 2.5,
        "swing": 1.5,
        "thrust": 1.8,
        "shoot": 1.4,
        "spellcast": 1.2,
        "hurt": 3.0,
    }
)
"""Above what all clips but the odd one of the artists' own withheld characters stay below."""


@dataclass(frozen=True)
class Doubts:
    """Highest doubt, in nats per opaque pixel of the still, with which a clip is drawn; how they were chosen
    is in the model card."""

    artists: Mapping[str, float] = field(default_factory=lambda: _ARTISTS)
    """Of a clip in an artist's hand, by the name of the strip: above, the draft stays."""
    walking: float = 1.0
    """Of a walk in short steps."""
    posed: float = 0.8
    """Of anything else in the pose that is asked for."""


class SpriteNet:
    """Sprite tier for two-legged figures; ``draft`` plans the clips and draws those that ``net`` is not sure
    of."""

    def __init__(
        self,
        net: Net,
        draft: DraftBiped,
        *,
        library: MotionLibrary | None = None,
        doubts: Doubts | None = None,
        artists: Artists | None = None,
        turner: str = "",
        hands: Collection[Hand] = tuple(HANDS.values()),
    ) -> None:
        """``turner``: which net turns stills for it, as a part of its version; empty where none does.
        ``hands``: of the artists whose strips the net has learnt from."""
        self._net, self._turner, self._hands = net, turner, hands
        self._draft = draft
        self._library = library or shipped_library()
        self._doubts = doubts or Doubts()
        self._artists = artists or Artists()

    def load(self) -> None:
        """Load the net now, so that the first clip need not wait for it. Raises ``Unavailable``."""
        self._net.session()

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            name=self._net.name,
            version=f"1-{self._net.sha256[:12]}{self._turner}",
            tier=Tier.SPRITE,
            archetypes=(Archetype.BIPED,),
            actions=tuple(Action),
            directions=tuple(Direction),
            min_size=8,
            max_size=512,
            can_turn=bool(self._turner),
            deterministic=True,
            cancel_latency_ms=60,
            estimated_frame_ms=12.0,
            needs=(self._net.name,),
        )

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        return self._draft.plan(_drafted(request), context)

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        context.checkpoint()
        session = self._net.session()
        session.resume()
        with context.interrupting(session.stop):
            staged = self._told(request)
            clip = _Clip(request, plan, Stage.of(staged, plan, self._library, session.answer))
            revision, why = 0, ""
            for way, limit in self._ways(clip):
                context.checkpoint()
                if way.doubt > limit:
                    why = why or (
                        "the sprite net is not sure how this still would do this"
                        f" (doubt {way.doubt:.2f}, at most {limit:.2f})"
                    )
                    continue
                broken = yield from self._drawn(clip, way, context, revision)
                if not broken:
                    return
                revision, why = revision + 2, f"as the sprite net drew it, the {broken}"
            yield from self._stay(request, plan, context, f"the draft stays: {why}", revision)

    def _told(self, request: GenerationRequest) -> GenerationRequest:
        """``request`` with its variant by the name that the hands know which will draw it: what an artist
        calls otherwise, only that artist's own hand knows by that name."""
        artist, spec = self._artists.of(request), request.spec
        if artist is Artist.STRANGER or HANDS[artist] in self._hands:
            return request
        variant = own_variant(artist, spec.animation_type, spec.variant)
        return replace(request, spec=msgspec.structs.replace(spec, variant=variant))

    def _ways(self, clip: "_Clip") -> Iterator[tuple[Way, float]]:
        """The ways to draw the clip, the best first, each with the highest doubt with which it is taken."""
        stage, doubts = clip.stage, self._doubts
        artist = self._artists.of(clip.request)
        ways = () if artist is Artist.STRANGER else stage.artists_ways(HANDS[artist], self._hands)
        for way in ways:
            yield way, doubts.artists[_STRIP_OF[way.action]]
        if not ways:
            short_steps = takes_short_steps(artist, clip.request)
            yield stage.posed_way(short_steps=short_steps), doubts.walking if short_steps else doubts.posed

    def _drawn(
        self, clip: "_Clip", way: Way, context: GenerationContext, revision: int
    ) -> Generator[GeneratedFrame, None, str]:
        """Each frame as it is drawn, then those again that the clip as a whole wants otherwise; what broke,
        or nothing."""
        count = clip.plan.frame_count
        first: dict[int, RGBA] = {}
        # What is drawn already need not wait for what comes first.
        for index in dict.fromkeys((*way.probes, *viewing_order(count))):
            context.checkpoint()
            first[index] = clip.finished(index, way.frame(index).rgba)
            yield GeneratedFrame(index, Tier.SPRITE, clip.placed(first[index]), revision)
        whole, report = clip.whole([first[index] for index in range(count)])
        for share in _EASED:
            if not only_broken(report, Rule.LOOP):
                break
            context.checkpoint()
            late = clip.finished(count - 1, clip.stage.later(way, share).rgba)
            whole, report = clip.whole([*(first[index] for index in range(count - 1)), late])
        if not report.passed:
            return report.one_line()
        for index, frame in enumerate(whole):
            if not np.array_equal(frame, first[index]):
                yield GeneratedFrame(index, Tier.SPRITE, clip.placed(frame), revision + 1)
        return ""

    def _stay(
        self,
        request: GenerationRequest,
        plan: ClipPlan,
        context: GenerationContext,
        note: str,
        revision: int,
    ) -> Iterator[GeneratedFrame]:
        """The draft's frames, and why."""
        context.progress(0.0, note)
        for frame in self._draft.generate(_drafted(request), plan, context):
            yield replace(frame, revision=revision)


@dataclass(frozen=True, eq=False)
class _Clip:
    """What is asked for, and how frames are finished; frames face the actor's way until they are placed."""

    request: GenerationRequest
    plan: ClipPlan
    stage: Stage

    def finished(self, index: int, rgba: RGBA) -> RGBA:
        """A frame by the rules that concern one frame alone."""
        analysis, spec, actor = self.request.analysis, self.request.spec, self.stage.actor
        squash = spec.parameters.squash * accent(spec.animation_type, self.stage.moments[index])
        if squash:
            wide, low = 1 + SQUASH[0] * squash, 1 - SQUASH[1] * squash
            rgba = unpack_pixels(squashed(pack_pixels(rgba), actor.core, actor.foot, wide, low))
        return finish_frame(rgba, analysis.palette, analysis.alpha, self._specks)

    def whole(self, frames: Sequence[RGBA]) -> tuple[list[RGBA], ContractReport]:
        """The clip's frames with as little changed as the contract asks for, and what it says of them."""
        whole, report = list(frames), self.report(frames)
        packed = [pack_pixels(frame) for frame in frames]
        for change in (self._settled, self._footed, self._steadied):
            if report.passed:
                break
            whole = [unpack_pixels(frame) for frame in change(packed)]
            report = self.report(whole)
        if only_broken(report, Rule.CORE):
            centred, report = recentred([pack_pixels(frame) for frame in whole], self._judged)
            whole = [unpack_pixels(frame) for frame in centred]
        return whole, report

    def _judged(self, frames: Sequence[Packed]) -> ContractReport:
        return self.report([unpack_pixels(frame) for frame in frames])

    def _settled(self, frames: Sequence[Packed]) -> Sequence[Packed]:
        actor, plan = self.stage.actor, self.plan
        return settled(frames, actor.foot, self._contact, actor.height, depth=self._toward, loop=plan.loop)

    def _footed(self, frames: Sequence[Packed]) -> Sequence[Packed]:
        """On the ground, with narrower soles where a foot slides."""
        out = self._settled(frames)
        return footed_soles(out, self.stage.actor.foot, self.stage.actor.height) if self._stands else out

    def _steadied(self, frames: Sequence[Packed]) -> Sequence[Packed]:
        """On the ground, moved to where a foot stays where it stands."""
        out = self._settled(frames)
        return held(out, self.stage.actor.foot, self.stage.actor.height) if self._stands else out

    @property
    def _stands(self) -> bool:
        """Whether a foot must stay where it stands."""
        return self._contact is Contact.STEPPING or (self._contact is Contact.WALKING and self._toward)

    @property
    def _toward(self) -> bool:
        """Whether the viewer sees front or back."""
        return self.request.facing in (Direction.UP, Direction.DOWN)

    def report(self, frames: Sequence[RGBA]) -> ContractReport:
        """The sprite contract of the clip."""
        request = self.request
        placed = [self.placed(frame) for frame in frames]
        return check_clip(request.sprite, request.analysis, request.spec, self.plan, placed)

    def placed(self, frame: RGBA) -> RGBA:
        """A frame that faces where it should."""
        mirrored = self.request.direction is Direction.LEFT
        return np.ascontiguousarray(frame[:, ::-1]) if mirrored else frame

    @property
    def _contact(self) -> Contact:
        return contact_of(self.request.spec.animation_type, Archetype.BIPED)

    @cached_property
    def _specks(self) -> int:
        return speck_mask(self.request.sprite.opaque, ContractLimits().speck)[1]


def viewing_order(count: int) -> tuple[int, ...]:
    """Indices from coarse to fine: the first frame, the middle, the quarters and so on."""
    order = [0]
    step = 1 << max(0, count - 1).bit_length()
    while step > 1:
        step //= 2
        order += range(step, count, 2 * step)
    return tuple(order)


def _drafted(request: GenerationRequest) -> GenerationRequest:
    """The same clip as the draft tier is asked for it."""
    return replace(request, tier=Tier.DRAFT, generator=None)
