"""The ways in which the sprite net can draw one clip.

A still by one of the artists whose strips it learnt from is drawn as that artist draws. Any other still, and
every style, is drawn in the pose that is asked for; a foreigner's walk takes the short steps of small
role-playing figures, because in a foreign style it is whose walk it is that counts (``data.hand_walks``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

import msgspec
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Direction

from neonworks_models.data.hand_walks import HandWalk
from neonworks_models.draft.performance import Actor, Manner, Motion, poses
from neonworks_models.generators.timing import phases
from neonworks_models.motion.library import MotionLibrary
from neonworks_models.motion.pose import Pose
from neonworks_models.motion.styling import styled
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS, motion_index
from neonworks_models.nets.sprite_artist import Answer, Drawn
from neonworks_models.nets.sprite_scene import SpriteScene, on_canvas
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import Joint

__all__ = ["SHORT_STEPS", "Stage", "Way", "is_plain", "is_strange"]

SHORT_STEPS = HandWalk(
    stride=0.32,
    swing=0.2,
    bob=0.025,
    lift=0.22,
    reach=0.05,
    raised=0.1,
    sway=0.0,
    stands=True,
    heavy=True,
)
"""The middle of the walks that the net was taught as anybody's."""
_PROBES = 2
"""Frames of a clip that tell how sure the net is of it."""
_COMPARED = (0.0, 0.4, 0.8)
"""Places in a clip that tell two hands apart: nine in ten slashes of withheld characters."""
BOBS_FROM = 24
"""Figure height in pixels below which a body that sinks by a whole pixel at each step would nod."""
_TEST_MOMENTS = (0.0, 0.25)
"""Of a walk: contact and passing."""
_TEST_ROOM = 0.25
"""Around a still while it is tested, in figure heights."""
_OWN_INTENSITY = 0.5
"""Of the performers' own manner."""
_DRAWN_BY: Mapping[Hand, frozenset[int]] = MappingProxyType(
    {
        Hand.REVISED: frozenset(STRIPS[name] for name in ("idle", "walk", "run", "jump", "slash", "swing")),
        Hand.CLASSIC: frozenset(
            STRIPS[name] for name in ("walk", "slash", "thrust", "shoot", "spellcast", "hurt")
        ),
    }
)
"""Which motions each set of artists drew."""


@dataclass(eq=False)
class Way:
    """One way, and the frames drawn in it so far; ``action`` is the net's name of the motion."""

    scene: SpriteScene
    hand: Hand
    action: int | None
    _drawn: dict[int, Drawn] = field(default_factory=dict)

    def frame(self, index: int) -> Drawn:
        """Frame ``index``, drawn once."""
        if index not in self._drawn:
            self._drawn[index] = self.scene.draw(index, self.hand, self.action)
        return self._drawn[index]

    @property
    def probes(self) -> tuple[int, ...]:
        """The frames in which the draft moves most: where the net is wrong, it is wrong there."""
        still = self.scene.actor.sprite.rgba
        moved = [int((draft != still).any(axis=-1).sum()) for draft in self.scene.drafts]
        most = sorted(range(len(moved)), key=lambda index: -moved[index])
        return tuple(sorted(most[:_PROBES]))

    @property
    def doubt(self) -> float:
        """Mean doubt of the probes, in nats per opaque pixel of the still."""
        return self._mean(self.probes)

    @property
    def unlikeness(self) -> float:
        """Mean doubt of frames all over the clip: of two hands the other one has more of it."""
        last = len(self.scene.moments) - 1
        return self._mean(tuple(round(share * last) for share in _COMPARED))

    def _mean(self, indices: Sequence[int]) -> float:
        return sum(self.frame(index).doubt for index in indices) / len(indices)


def is_strange(actor: Actor, facing: Direction, library: MotionLibrary, answer: Answer, limit: float) -> bool:
    """Whether a still is unlike the artists' characters: the net is in more doubt than ``limit``, in nats per
    pixel that the draft moves, when it walks as any of them does. ``actor`` on the still's own canvas.
    """
    room = round(_TEST_ROOM * actor.height)
    motion = Motion(Action.WALK, looped=True)
    played = poses(actor, motion, _TEST_MOMENTS, Manner.plain(), library)
    scene = SpriteScene(on_canvas(actor, room, room), facing, motion, _TEST_MOMENTS, played, answer)
    still, walk = scene.actor.sprite.rgba, motion_index(Action.WALK, None)
    moved = sum(int((draft != still).any(axis=-1).sum()) for draft in scene.drafts)
    allowed = limit * max(1, moved) / int((still[..., 3] > 0).sum())
    frames = range(len(played))
    return all(sum(scene.draw(index, hand, walk).doubt for index in frames) > allowed for hand in _DRAWN_BY)


def is_plain(request: GenerationRequest) -> bool:
    """Whether nothing changes the poses; tempo, holds and squash change other things only."""
    spec = request.spec
    posed = msgspec.structs.replace(spec.parameters, tempo_curve=0.0, holds=0.0, squash=0.0)
    return posed == MotionParameters() and spec.intensity == _OWN_INTENSITY


@dataclass(frozen=True, eq=False)
class Stage:
    """A request on the canvas that its draft announced; ``answer`` runs the net."""

    request: GenerationRequest
    actor: Actor
    library: MotionLibrary
    answer: Answer

    @classmethod
    def of(
        cls, request: GenerationRequest, plan: ClipPlan, library: MotionLibrary, answer: Answer
    ) -> "Stage":
        """Raises ``UnsupportedAction`` where the still has no joints."""
        actor = Actor.of(request.sprite, request.analysis)
        return cls(request, on_canvas(actor, plan.offset_x, plan.offset_y), library, answer)

    @property
    def moments(self) -> tuple[float, ...]:
        """The phase of each frame."""
        return phases(self.request.spec)

    def artists_ways(self) -> tuple[Way, ...]:
        """As those drew who drew this motion; none where something else than their performance is wanted."""
        spec = self.request.spec
        action = motion_index(spec.animation_type, spec.variant)
        if action is None or not is_plain(self.request):
            return ()
        return tuple(Way(self._played, hand, action) for hand, drawn in _DRAWN_BY.items() if action in drawn)

    def posed_way(self, *, short_steps: bool) -> Way:
        """In the poses that are asked for, or with ``short_steps`` in a walk of that kind."""
        return Way(self.scene(self._short_steps()) if short_steps else self._played, Hand.POSE, None)

    def scene(self, played: tuple[Pose, ...]) -> SpriteScene:
        """The clip in these poses."""
        actor, facing = self.actor, self.request.facing
        return SpriteScene(actor, facing, self._motion, self.moments, played, self.answer)

    @property
    def _motion(self) -> Motion:
        spec = self.request.spec
        return Motion(spec.animation_type, spec.variant, looped=bool(spec.loop))

    @cached_property
    def _played(self) -> SpriteScene:
        spec = self.request.spec
        manner = Manner(spec.parameters, spec.intensity)
        return self.scene(poses(self.actor, self._motion, self.moments, manner, self.library))

    def _short_steps(self) -> tuple[Pose, ...]:
        spec, actor = self.request.spec, self.actor
        walk = SHORT_STEPS if actor.height >= BOBS_FROM else replace(SHORT_STEPS, bob=0.0)
        head = actor.joints[Joint.NECK][1] - actor.joints[Joint.HEAD_TOP][1]
        share = max(head, 1.0) / actor.height
        return tuple(
            styled(pose, spec.parameters, spec.intensity, actor.view, share)
            for pose in walk.poses(actor.view, self.moments)
        )
