"""``Turner``: where a clip faces another way than its still, the still is turned first.

Everything after that - joints, draft, frames, contract - starts from the turned still, as if an artist had
drawn it; so it works in every tier. Only fronts of characters in the manner of the artists' sets are turned:
of anybody else's it is not known what they look like from behind.
"""

from dataclasses import replace

from neonworks_protocol.errors import BadSprite, UnsupportedDirection
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.generators.artists import HANDS, Artists
from neonworks_models.nets.net_file import Net
from neonworks_models.nets.turned_still import draw_turned
from neonworks_models.recent import Recent
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.hand_reader import Artist
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import Sprite

__all__ = ["KEPT_TURNS", "MOST_DOUBT", "Turner", "must_turn"]

KEPT_TURNS = 16
"""Turned stills that are remembered: four sides of a few characters."""
MOST_DOUBT = 1.5
"""In nats per opaque pixel; see the model card."""


def must_turn(request: GenerationRequest) -> bool:
    """Whether a two-legged character is to face neither as in its still nor as its mirror image does."""
    return request.faces_aside and request.analysis.archetype is Archetype.BIPED


class Turner:
    """Turns stills with ``net``; remembers the last ones. For one thread at a time."""

    def __init__(self, net: Net, artists: Artists | None = None) -> None:
        self._net = net
        self._artists = artists or Artists()
        self._known: Recent[tuple[str, str, Direction], tuple[Sprite, SpriteAnalysis]] = Recent(KEPT_TURNS)

    @property
    def name(self) -> str:
        """Of the net, as its model card has it."""
        return self._net.name

    @property
    def sha256(self) -> str:
        """Of the net's weights, in hex."""
        return self._net.sha256

    def turned(self, request: GenerationRequest) -> GenerationRequest:
        """``request`` with a still that faces its direction; unchanged where the still does already.

        Raises ``UnsupportedDirection`` for a still that cannot be turned, ``Unavailable`` where the net
        cannot be loaded.
        """
        if not must_turn(request):
            return request
        artist = self._artists.of(request)
        if why := _why_not(request, artist):
            raise UnsupportedDirection(_refusal(request, why))
        joints = request.analysis.joints or {}
        key = (request.sprite.sha256, repr(sorted(joints.items())), request.direction)
        still, analysis = self._known.get(key, lambda: self._drawn(request, artist))
        self._artists.know(still, artist)
        return replace(request, sprite=still, analysis=analysis)

    def _drawn(self, request: GenerationRequest, artist: Artist) -> tuple[Sprite, SpriteAnalysis]:
        """The turned still, and what is seen in it."""
        session, direction = self._net.session(), request.direction
        session.resume()
        drawn = draw_turned(request.sprite, request.analysis, direction, HANDS[artist], session.answer)
        if drawn.doubt > MOST_DOUBT:
            raise UnsupportedDirection(_refusal(request, "the net is not sure what it looks like there"))
        still = Sprite.from_rgba(drawn.rgba)
        try:
            return still, analyse(still, facing=direction, archetype=Archetype.BIPED)
        except BadSprite:
            raise UnsupportedDirection(_refusal(request, "nothing of it would be left")) from None


def _why_not(request: GenerationRequest, artist: Artist) -> str:
    """Why this still cannot be turned; empty where it can."""
    if request.analysis.joints is None:
        return "it has no joints"
    if request.facing is not Direction.DOWN:
        return "only a still that faces down can be turned"
    if request.performance is not None:
        return "another figure's motion is played as it is seen"
    if artist is Artist.STRANGER:
        return "only characters in the manner of the sets the net has seen can be turned"
    return ""


def _refusal(request: GenerationRequest, why: str) -> str:
    facing, direction = request.facing.value, request.direction.value
    return (
        f"this {facing}-facing still cannot be turned to {direction}: {why};"
        f" ask for {facing} or give a still that faces {direction}"
    )
