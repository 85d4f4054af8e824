"""Samples of figures drawn by code: the library's motions in random styles, and walks unlike them."""

from dataclasses import dataclass

import numpy as np
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator

from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.data.hand_walks import HandWalk
from neonworks_models.data.net_samples import CharacterPalette, Collector, Source
from neonworks_models.data.net_views import actor_of, misplaced
from neonworks_models.draft.cutout import Cutout
from neonworks_models.draft.performance import Actor, Manner, drafted, poses
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import Indices, StillPalette
from neonworks_models.nets.motions import MOTIONS, STRIPS, moments
from neonworks_models.sprites.sprite import RGBA

__all__ = ["add_drawn"]

_UNSURE = 0.012
"""Spread of misplaced joints, in figure heights."""
_EXTRA_MOTIONS = 5
_WALK = STRIPS["walk"]


@dataclass(frozen=True, eq=False)
class _Stage:
    """A drawn figure and what plays it; ``own``: its still's colours."""

    figure: DrawnActor
    actor: Actor
    pieces: Cutout
    own: StillPalette
    palette: CharacterPalette


def add_drawn(gathered: Collector, seed: int, random: Generator) -> None:
    """A drawn figure: the library's motions in random styles, and walks unlike the library's."""
    view = (Direction.DOWN, Direction.UP, Direction.RIGHT, Direction.RIGHT)[int(random.integers(4))]
    figure, palette = DrawnActor(seed, view), CharacterPalette()
    still = figure.frame()
    if not (still[..., 3] > 127).any():
        return
    palette.read(still)
    actor = misplaced(
        actor_of(still, view, figure.joints if random.random() < 0.5 else None), random, _UNSURE
    )
    facing = Direction.LEFT if view is Direction.RIGHT and random.random() < 0.5 else view
    own = gathered.add_view(still, actor, facing, palette, Source.DRAWN)
    stage = _Stage(figure, actor, actor.cut(), own, palette)
    _add_clip(gathered, stage, _WALK, random)
    for hand in (Hand.POSE, Hand.FREE, Hand.POSE):
        _add_clip(gathered, stage, _WALK, random, HandWalk.random(random), hand)
    for other in random.choice(len(MOTIONS), _EXTRA_MOTIONS, replace=False):
        _add_clip(gathered, stage, int(other), random)


def _add_clip(
    gathered: Collector,
    stage: _Stage,
    action: int,
    random: Generator,
    walk: HandWalk | None = None,
    hand: Hand = Hand.POSE,
) -> None:
    """One clip: the library's motion in a random manner, or a walk keyed by hand.

    A ``FREE`` walk's draft is the library's plain one; else the draft shows the very pose that was drawn.
    """
    motion, actor = MOTIONS[action], stage.actor
    count = int(random.choice((3, 4, 4, 6, 8)) if motion.looped else random.integers(4, 9))
    phases = moments(motion, count)
    library = poses(actor, motion, phases, _manner(random) if walk is None else Manner.plain())
    true = library if walk is None else walk.poses(actor.view, phases)
    played = library if hand is Hand.FREE else true
    drafts = [stage.own.read(draft) for draft in drafted(actor, motion, played, stage.pieces)]
    shown = [stage.figure.frame(pose) for pose in true]
    if walk is None:
        shown = [_stood(frame, draft) for frame, draft in zip(shown, drafts, strict=True)]
    kept = [index for index, pose in enumerate(played) if pose.topple == 0]
    gathered.add_frames(
        action,
        [phases[i] for i in kept],
        [played[i] for i in kept],
        [_near(shown[i], stage.own, stage.palette) for i in kept],
        [drafts[i] for i in kept],
        hand,
    )


def _manner(random: Generator) -> Manner:
    if random.random() < 0.4:
        return Manner.plain()
    parameters = MotionParameters(
        stride=random.uniform(0.6, 1.4),
        bob=random.uniform(0.4, 1.8),
        lean=random.uniform(-8, 14),
        arm_swing=random.uniform(0.5, 1.5),
        head_drop=random.uniform(-0.08, 0.15),
    )
    return Manner(parameters, random.uniform(0.2, 0.8))


def _near(frame: RGBA, own: StillPalette, palette: CharacterPalette) -> Indices:
    """A drawn frame in the character's palette, its shades as the still's nearest ones."""
    return palette.read(own.draw(own.read(frame)))


def _stood(frame: RGBA, draft: Indices) -> RGBA:
    """The drawing raised or sunk until its lowest row is the draft's, which stands on the ground."""
    drawn, wanted = (np.flatnonzero(rows.any(axis=1)) for rows in (frame[..., 3] > 127, draft > 0))
    if not drawn.size or not wanted.size:
        return frame
    out = np.roll(frame, int(wanted[-1] - drawn[-1]), axis=0)
    by = int(wanted[-1] - drawn[-1])
    out[: max(0, by)] = 0
    out[len(out) + min(0, by) :] = 0
    return out
