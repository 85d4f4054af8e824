"""Whose character a request's still is, and what that means for its motion: shared by all tiers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.nets.hands import Hand
from neonworks_models.recent import Recent
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.hand_reader import Artist, HandReader, Likeness
from neonworks_models.sprites.sprite import Sprite

__all__ = ["HANDS", "Artists", "is_plain", "own_variant"]

HANDS: Mapping[Artist, Hand] = MappingProxyType({Artist.REVISED: Hand.REVISED, Artist.CLASSIC: Hand.CLASSIC})
"""In whose hand a net draws a character by each artist it knows."""

_THEIR_HEIGHTS, _LIKE_HEIGHTS = (40, 60), (30, 72)
"""Figures of the artists' sets, in pixels, with a little room; and of those built and drawn so much alike
that they may move alike. Who is of another size is by somebody else."""
_THEIRS, _ALIKE = 0.6, 0.85
"""Lowest likelihoods, for figures of the first and of the second heights, with which a still counts as one
artist's."""
_OWN_INTENSITY = 0.5
"""Of the performers' own manner."""
_KNOWN_STILLS = 64
"""Stills whose artist is remembered."""
_PERFORMED: Mapping[tuple[Artist, Action, Variant], Variant] = MappingProxyType(
    {(Artist.CLASSIC, Action.ATTACK, Variant.SLASH): Variant.SWING}
)
"""What an artist calls by another name: the Universal LPC's slash strikes from above, as the swing of LPC
Revised does. Played so, the draft's gain on 32 withheld slashes is 0.37, as a slash -0.62."""


class Artists:
    """Says whose a still is, each still once; ``reader`` is the shipped one where None."""

    def __init__(self, reader: Callable[[Sprite], Likeness] | None = None) -> None:
        self._reader = reader or (lambda sprite: HandReader.shipped().read(sprite))
        self._known: Recent[str, Artist] = Recent(_KNOWN_STILLS)

    def of(self, request: GenerationRequest) -> Artist:
        """Whose character the still is, said by the still alone."""
        sprite, height = request.sprite, request.analysis.box.height
        if not _LIKE_HEIGHTS[0] <= height <= _LIKE_HEIGHTS[1]:
            return Artist.STRANGER
        return self._known.get(sprite.sha256, lambda: self._read(sprite, height))

    def _read(self, sprite: Sprite, height: int) -> Artist:
        likeness = self._reader(sprite)
        least = _THEIRS if _THEIR_HEIGHTS[0] <= height <= _THEIR_HEIGHTS[1] else _ALIKE
        return likeness.artist if likeness.of(likeness.artist) >= least else Artist.STRANGER

    def know(self, sprite: Sprite, artist: Artist) -> None:
        """Whose ``sprite`` is, where that need not be read: a turned still is by who drew the front."""
        self._known.put(sprite.sha256, artist)


def own_variant(artist: Artist, action: Action, variant: Variant | None) -> Variant | None:
    """The variant by which the library knows what ``artist`` draws for this one."""
    return variant if variant is None else _PERFORMED.get((artist, action, variant), variant)


def is_plain(request: GenerationRequest) -> bool:
    """Whether nothing changes the poses; tempo, holds and squash change other things only."""
    spec = request.spec
    if request.performance is not None:
        return False
    posed = msgspec.structs.replace(spec.parameters, tempo_curve=0.0, holds=0.0, squash=0.0)
    return posed == MotionParameters() and spec.intensity == _OWN_INTENSITY
