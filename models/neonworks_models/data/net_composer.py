"""Makes samples of the sprite net: artists' characters, as they are or in other builds, and drawn figures.

In every sample the draft is drawn from the still that the net is shown, with joints read from it.
"""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from random import Random

from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator, default_rng

from neonworks_models.data.characters import Character
from neonworks_models.data.lpc import LpcSource, wardrobe
from neonworks_models.data.net_drawn import add_drawn
from neonworks_models.data.net_samples import CharacterPalette, Collector, NetSamples, Source, TooManyColours
from neonworks_models.data.net_shaped import reshaped, restyled
from neonworks_models.data.net_turns import add_turns
from neonworks_models.data.net_views import actor_of, drawn_facing, misplaced, view_of
from neonworks_models.draft.performance import Manner, drafted, poses
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import MOTIONS, moments

__all__ = ["Kind", "make_samples"]

_UNSURE = 0.02
"""Spread of misplaced joints, in figure heights."""


class Kind(StrEnum):
    """What a shard is made of."""

    PLAIN = "plain"
    SHAPED = "shaped"
    DRAWN = "drawn"
    TURNED = "turned"
    """For a net of its own, see ``net_turns``."""


def make_samples(
    root: Path,
    kind: Kind,
    count: int,
    seed: int,
    *,
    holdout: bool,
    sources: Sequence[LpcSource] = tuple(LpcSource),
) -> NetSamples:
    """A shard of ``count`` figures, less those of too many colours; ``root`` holds the artists' sets.

    ``holdout`` composes from the measuring share only; drawn figures are then of seeds kept for it. The
    ``sources`` of artists' characters take turns.
    """
    random, gathered = default_rng((seed, tuple(Kind).index(kind), holdout)), Collector()
    clothes = [] if kind is Kind.DRAWN else [wardrobe(root, source) for source in sources]
    for index in range(count):
        try:
            if kind is Kind.DRAWN:
                add_drawn(gathered, (2 * seed + holdout) * 1_000_000 + index, random)
            else:
                own = clothes[index % len(clothes)]
                layers = own.random_layers(Random(f"{kind}:{seed}:{index}"), holdout=holdout)
                character = own.compose(layers)
                if kind is Kind.TURNED:
                    add_turns(gathered, character, _source(character))
                else:
                    _add_character(gathered, character, random, shaped=kind is Kind.SHAPED)
        except TooManyColours:
            continue
    return gathered.samples()


def _source(character: Character) -> Source:
    return Source.REVISED if character.source == LpcSource.REVISED else Source.CLASSIC


def _add_character(gathered: Collector, character: Character, random: Generator, *, shaped: bool) -> None:
    palette = CharacterPalette()
    views = [view_of(character, facing, palette) for facing in Direction]
    if shaped:
        views = [reshaped(view, palette, random) for view in views]
        views = restyled(views, palette, random)
    source = _source(character)
    for view in views:
        still = palette.draw(view.still)
        actor = actor_of(still, drawn_facing(view.facing))
        if random.random() < (0.5 if shaped else 0.25):
            actor = misplaced(actor, random, _UNSURE)
        own = gathered.add_view(still, actor, view.facing, palette, source)
        pieces = actor.cut()
        for action, frames in view.strips.items():
            phases = moments(MOTIONS[action], len(frames))
            played = poses(actor, MOTIONS[action], phases, Manner.plain())
            drafts = drafted(actor, MOTIONS[action], played, pieces)
            read = [own.read(draft) for draft in drafts]
            gathered.add_frames(action, phases, played, frames, read, Hand(source))
