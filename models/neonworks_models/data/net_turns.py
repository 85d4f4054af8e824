"""Samples of turning: a character's front still beside its other stills.

The sample's still and draft are both the front, its truth is the still of another side in the front's
colours. Left is learnt as the mirror image: both are mirrored, and right is asked for.
"""

import numpy as np
from neonworks_protocol.vocabulary import Direction

from neonworks_models.data.characters import Character
from neonworks_models.data.net_samples import CharacterPalette, Collector, Source
from neonworks_models.data.net_views import actor_of
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.turned_still import TURN_ACTION, TURN_POSE, in_a_mirror

__all__ = ["add_turns"]

_SIDES = (Direction.UP, Direction.RIGHT, Direction.LEFT)


def add_turns(gathered: Collector, character: Character, source: Source) -> None:
    """Three samples: from behind, from the right and, mirrored, from the left. Raises ``TooManyColours``."""
    palette = CharacterPalette()
    stills = {side: palette.read(character.stills[side]) for side in (Direction.DOWN, *_SIDES)}
    front = actor_of(palette.draw(stills[Direction.DOWN]), Direction.DOWN)
    for side in _SIDES:
        mirror = side is Direction.LEFT
        actor = in_a_mirror(front) if mirror else front
        told = Direction.RIGHT if mirror else side
        own = gathered.add_view(actor.sprite.rgba, actor, told, palette, source)
        truth = np.ascontiguousarray(stills[side][:, ::-1] if mirror else stills[side])
        shown = own.read(actor.sprite.rgba)
        gathered.add_frames(TURN_ACTION, (0.0,), (TURN_POSE,), (truth,), (shown,), Hand(source))
