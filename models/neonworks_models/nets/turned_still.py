"""A still seen from another side, drawn by a net of the sprite net's kind.

The net is shown the still where it expects a draft too, in the pose of rest, and told the side to draw. What
faces left is drawn as its mirror image facing right, as everywhere.
"""

from dataclasses import replace

import numpy as np
from neonworks_protocol.vocabulary import Direction

from neonworks_models.contract.enforce import finish_frame
from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.specks import speck_mask
from neonworks_models.draft.performance import Actor
from neonworks_models.motion.pose import Depth, Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS
from neonworks_models.nets.sprite_artist import Answer, Drawn, Moment, SpriteArtist
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import Sprite

__all__ = ["TURN_ACTION", "TURN_POSE", "draw_turned", "in_a_mirror"]

TURN_ACTION = STRIPS["idle"]
TURN_POSE = Pose.of({}, left_arm=Depth.BEHIND, right_arm=Depth.BEHIND)
"""What the net is told of every turn, in training as in use: all zeros."""


def draw_turned(
    sprite: Sprite, analysis: SpriteAnalysis, direction: Direction, hand: Hand, answer: Answer
) -> Drawn:
    """The front still ``sprite`` facing ``direction``, on its own canvas and in its own colours, specks
    removed. Raises ``UnsupportedAction`` where it has no joints.
    """
    actor = Actor.of(sprite, analysis)
    mirror = direction is Direction.LEFT
    if mirror:
        actor = in_a_mirror(actor)
    view = Direction.RIGHT if mirror else direction
    still = actor.sprite.rgba
    drawn = SpriteArtist(actor, view, answer).draw(Moment(TURN_ACTION, 0.0, TURN_POSE, still, hand))
    specks = speck_mask(sprite.opaque, ContractLimits().speck)[1]
    rgba = finish_frame(drawn.rgba, analysis.palette, analysis.alpha, specks)
    return Drawn(np.ascontiguousarray(rgba[:, ::-1]) if mirror else rgba, drawn.doubt)


def in_a_mirror(actor: Actor) -> Actor:
    """The picture mirrored and each joint where it then is: the one that was called left stays so."""
    width = actor.sprite.width
    joints = {joint: (width - x, y) for joint, (x, y) in actor.joints.items()}
    return replace(actor, sprite=actor.sprite.mirrored(), joints=joints, core=width - actor.core)
