"""The ways in which the sprite net can draw one clip.

A still by one of the artists whose strips it learnt from is drawn as that artist draws. Any other still, and
every style, is drawn in the pose that is asked for; a foreigner's walk takes the short steps of small
role-playing figures, because in a foreign style it is whose walk it is that counts (``data.hand_walks``).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from neonworks_models.draft.performance import Actor, Manner, Motion, poses
from neonworks_models.generators.artists import is_plain
from neonworks_models.generators.short_steps import short_walk
from neonworks_models.generators.timing import phases
from neonworks_models.motion.carriage import carried, carried_share
from neonworks_models.motion.library import MotionLibrary
from neonworks_models.motion.pose import Pose
from neonworks_models.motion.styling import styled
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS, motion_index
from neonworks_models.nets.sprite_artist import Answer, Drawn
from neonworks_models.nets.sprite_scene import SpriteScene, on_canvas
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import Joint

__all__ = ["Stage", "Way"]

_PROBES = 2
"""Frames of a clip that tell how sure the net is of it."""
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
    short_steps: bool = False
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

    def _mean(self, indices: Sequence[int]) -> float:
        return sum(self.frame(index).doubt for index in indices) / len(indices)


@dataclass(frozen=True, eq=False)
class Stage:
    """A request on the canvas that its draft announced; ``answer`` runs the net."""

    request: GenerationRequest
    actor: Actor
    library: MotionLibrary
    answer: Answer
    late: float = 0.0
    """By how much later the last frame is drawn, in steps between frames."""

    @classmethod
    def of(
        cls, request: GenerationRequest, plan: ClipPlan, library: MotionLibrary, answer: Answer
    ) -> "Stage":
        """Raises ``UnsupportedAction`` where the still has no joints."""
        actor = Actor.of(request.sprite, request.analysis)
        actor = on_canvas(actor, plan.offset_x, plan.offset_y)
        return cls(request, actor, request.library(library), answer)

    @property
    def moments(self) -> tuple[float, ...]:
        """The phase of each frame."""
        *earlier, last = phases(self.request.spec)
        return (*earlier, last + self.late / (len(earlier) + 1))

    def artists_ways(self, own: Hand, known: Collection[Hand]) -> tuple[Way, ...]:
        """As those drew who drew this motion and are ``known`` to the net, the still's ``own`` artist first;
        none where something else than their performance is wanted."""
        spec = self.request.spec
        action = motion_index(spec.animation_type, spec.variant)
        if action is None or not is_plain(self.request):
            return ()
        hands = [hand for hand, drawn in _DRAWN_BY.items() if action in drawn and hand in known]
        return tuple(Way(self._played, hand, action) for hand in sorted(hands, key=lambda hand: hand != own))

    def posed_way(self, *, short_steps: bool) -> Way:
        """In the poses that are asked for, or with ``short_steps`` in a walk of that kind."""
        scene = self.scene(self._short_steps()) if short_steps else self._played
        return Way(scene, Hand.POSE, None, short_steps=short_steps)

    def later(self, way: Way, share: float) -> Drawn:
        """The last frame of a cycle as ``way`` draws it ``share`` of a step later."""
        then = replace(self, late=share)
        scene = then.scene(then._short_steps()) if way.short_steps else then._played
        return scene.draw(len(scene.moments) - 1, way.hand, way.action)

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
        manner = Manner(spec.parameters, spec.intensity, spec.style_modifiers)
        return self.scene(poses(self.actor, self._motion, self.moments, manner, self.library))

    def _short_steps(self) -> tuple[Pose, ...]:
        spec, actor = self.request.spec, self.actor
        head = actor.joints[Joint.NECK][1] - actor.joints[Joint.HEAD_TOP][1]
        share = max(head, 1.0) / actor.height
        played = (
            styled(pose, spec.parameters, spec.intensity, actor.view, share)
            for pose in short_walk(actor.height, actor.view, self.moments)
        )
        held = carried_share(spec.animation_type)
        return tuple(carried(pose, spec.style_modifiers, actor.view, held) for pose in played)
