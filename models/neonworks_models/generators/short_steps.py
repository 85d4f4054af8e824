"""The walk of a stranger's figure: small steps, standing between them, as small role-playing figures walk.

In a foreign style it is whose walk it is that counts (``data.hand_walks``): figures of other artists, moved
in the long strides of the learnt ones, differ more from their own artists' frames than if they stood still.
"""

from collections.abc import Sequence

from neonworks_protocol.vocabulary import Action, Direction

from neonworks_models.data.hand_walks import HandWalk
from neonworks_models.generators.artists import is_plain
from neonworks_models.motion.pose import Pose
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.hand_reader import Artist

__all__ = ["SHORT_STEPS", "short_walk", "takes_short_steps"]

SHORT_STEPS = HandWalk(
    stride=0.42,
    swing=0.26,
    bob=0.025,
    lift=0.26,
    reach=0.05,
    raised=0.1,
    sway=0.0,
    stands=True,
    heavy=True,
)
"""Among the walks that the net was taught as anybody's, one of its longer ones: shorter steps hardly show."""
_CHARSET = (0.0, 0.25, 0.5)
"""Moments of a walk of three frames: step, stand, step, as sheets of three columns have them, which games
play there and back."""


def takes_short_steps(artist: Artist, request: GenerationRequest) -> bool:
    """Whether the figure walks so: a stranger's, unless it is asked for a manner of its own, which the
    library's strides show better."""
    walks = request.spec.animation_type is Action.WALK and is_plain(request)
    return walks and artist is Artist.STRANGER


def short_walk(height: float, view: Direction, moments: Sequence[float]) -> tuple[Pose, ...]:
    """The poses of a figure ``height`` pixels tall, seen from ``view``, at phases 0..1, without any style.

    It sinks by a whole pixel at least: however small they are, figures of this kind do.
    """
    shown = _CHARSET if len(moments) == len(_CHARSET) else moments
    return SHORT_STEPS.sinking(height).poses(view, shown)
