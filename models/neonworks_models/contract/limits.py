"""The contract's limits, and how each action may touch the ground.

Sources of the numbers: the contract's text (±1 px at a figure of 48 px, seam 1.25) where it gives them, and
otherwise what hand-drawn strips of 24 layered characters keep (2,000 frames of 64×64, figures 44 to 54 px
tall): the loosest value that at least 95 % of them stay within.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Archetype

__all__ = ["Contact", "ContractLimits", "contact_of"]


@dataclass(frozen=True)
class ContractLimits:
    """Limits in pixels of a figure 48 px tall; they grow with taller figures and never go below 1 px.

    ``ground``: distance of the lowest opaque row from the foot line. ``stance_depth``: how much lower it may
    lie in views from the front or back, where the ground is seen from above and a foot set nearer to the
    viewer stands lower on the screen. ``fall``: the same for a body that lies. ``flight``: height of the
    gaps between two strides of a run. ``jolt``: what the shake effect adds to ``ground``. ``hold``: creep of
    any foot of an action that keeps its stance; ``step_hold``: of the best-held foot, between two frames of
    one that steps. ``core``: a body's jump off its own track. ``speck``: opaque pixels of the largest
    detached spot that counts as a speck. ``seam``: change over the loop's end / largest change inside it.
    ``new_colours``: share of a clip's opaque pixels whose colour the still lacks.
    """

    ground: float = 1.0
    stance_depth: float = 1.0
    fall: float = 2.0
    flight: float = 5.0
    jolt: float = 2.0
    hold: float = 1.0
    step_hold: float = 2.0
    core: float = 1.0
    speck: int = 2
    seam: float = 1.25
    new_colours: float = 0.0

    @classmethod
    def hand_drawn(cls) -> "ContractLimits":
        """For strips drawn by people; two rules differ from what generated clips must keep.

        A person draws what the still hides (a blink, the sole of a shoe, the back of a shield) in colours
        that it does not hold: up to 8 % of the pixels of one strip in the measured set. A generator must make
        do with the still's own. And a person may cut a cycle at its largest step, the heel strike of a walk
        (seam 1.28 there); a generator chooses its cut.
        """
        return cls(new_colours=0.1, seam=1.3)


class Contact(Enum):
    """How an action stands on the ground."""

    PLANTED = auto()
    """Both feet stay where they are."""
    STEPPING = auto()
    """Always on the ground, feet may be lifted and set elsewhere."""
    WALKING = auto()
    """Always on the ground; in a view from the side the feet travel under the body."""
    RUNNING = auto()
    """Leaves the ground between strides."""
    LEAPING = auto()
    """Leaves the ground once; stands at the first and the last frame."""
    FALLING = auto()
    """Ends lying: feet leave the ground while the body reaches it."""
    HOVERING = auto()
    """Never touches the ground."""


_BIPED: Mapping[Action, Contact] = MappingProxyType(
    {
        Action.IDLE: Contact.PLANTED,
        Action.CAST_SPELL: Contact.PLANTED,
        Action.ATTACK: Contact.STEPPING,
        Action.HURT: Contact.STEPPING,
        Action.WALK: Contact.WALKING,
        Action.RUN: Contact.RUNNING,
        Action.JUMP: Contact.LEAPING,
        Action.DEATH: Contact.FALLING,
    }
)
_HOPS = frozenset({Action.WALK, Action.RUN, Action.JUMP, Action.ATTACK})


def contact_of(action: Action, archetype: Archetype) -> Contact:
    """How ``archetype`` performs ``action``: bodies without legs travel and strike in hops, flyers hover."""
    if archetype is Archetype.FLYER:
        return Contact.FALLING if action is Action.DEATH else Contact.HOVERING
    if archetype in (Archetype.BLOB, Archetype.PROP) and action in _HOPS:
        return Contact.LEAPING
    return _BIPED[action]
