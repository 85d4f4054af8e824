"""Which generators there are and which one answers a request; a new one is a line in ``default_registry``."""

from collections.abc import Sequence
from dataclasses import replace

from neonworks_protocol.errors import Unavailable, UnsupportedAction
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Tier

from neonworks_models.catalog.cards import TURNER, NetChoice, unused_with
from neonworks_models.generators.artists import HANDS, Artists
from neonworks_models.generators.base import Generator
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.generators.quadruped import DraftQuadruped
from neonworks_models.generators.sprite_net import SpriteNet
from neonworks_models.generators.turning import Turner
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.net_file import NetFile
from neonworks_models.requests import GenerationRequest

__all__ = ["GeneratorRegistry", "default_registry"]


class GeneratorRegistry:
    """An ordered, immutable set of generators; earlier ones are preferred within a tier."""

    def __init__(self, generators: Sequence[Generator], turner: Turner | None = None) -> None:
        self._generators = tuple(generators)
        self._turner = turner

    @property
    def turner(self) -> Turner | None:
        """Who turns stills that face elsewhere; None where nobody here can."""
        return self._turner

    def capabilities(self) -> tuple[Capabilities, ...]:
        """The honest records, in order of preference."""
        return tuple(g.capabilities for g in self._generators)

    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that exist here, worst first."""
        present = {c.tier for c in self.capabilities()}
        return tuple(tier for tier in Tier if tier in present)

    def best_tier(self, wanted: Tier) -> Tier:
        """The highest tier that exists and is not above ``wanted``; ``Unavailable`` if there is none."""
        below = [tier for tier in self.tiers() if tier.rank <= wanted.rank]
        if not below:
            raise Unavailable(f"no generator draws tier {wanted.value} or below")
        return below[-1]

    def load(self) -> None:
        """Load what would otherwise be loaded by the first request that needs it. Raises ``Unavailable``."""
        for generator in self._generators:
            if isinstance(generator, SpriteNet):
                generator.load()

    def passes(self, request: GenerationRequest) -> tuple[GenerationRequest, ...]:
        """The same clip in each tier up to ``request.tier`` that draws it, worst first.

        Raises as ``select`` where none does, and where ``request.tier`` does not exist here.
        """
        tiers = self.tiers()
        if request.tier not in tiers:
            self.select(request)
        wanted = (replace(request, tier=tier) for tier in tiers if tier.rank <= request.tier.rank)
        found = tuple(each for each in wanted if self._draws(each))
        if not found:
            self.select(request)
        return found

    def _draws(self, request: GenerationRequest) -> bool:
        try:
            self.select(request)
        except (Unavailable, UnsupportedAction):
            return False
        return True

    def select(self, request: GenerationRequest) -> Generator:
        """The generator for exactly ``request.tier`` and the sprite's archetype.

        Raises ``Unavailable`` for a tier or name that is not here and ``UnsupportedAction`` when no generator
        of the tier draws this kind of character doing that.
        """
        named = [g for g in self._generators if request.generator in (None, g.capabilities.name)]
        if not named:
            known = ", ".join(c.name for c in self.capabilities())
            raise Unavailable(f"there is no generator {request.generator!r}; choose one of {known}")
        of_tier = [g for g in named if g.capabilities.tier is request.tier]
        if not of_tier:
            here = ", ".join(tier.value for tier in self.tiers())
            raise Unavailable(f"tier {request.tier.value} is not available here; available: {here}")
        archetype, action = request.analysis.archetype, request.spec.animation_type
        for generator in of_tier:
            record = generator.capabilities
            if archetype in record.archetypes and action in record.actions:
                return generator
        who = f"generator {request.generator}" if request.generator else f"tier {request.tier.value}"
        instead = "leave the generator out, or " if request.generator else ""
        raise UnsupportedAction(
            f"{who} cannot draw a {archetype.value} doing {action.value};"
            f" {instead}choose another action or archetype"
        )


def default_registry(choice: NetChoice = NetChoice.SPRITE_NET) -> GeneratorRegistry:
    """All generators of this installation, with the sprite net of ``choice`` where that is here."""
    artists = Artists()
    turner = _turner(choice, artists)
    turns = "" if turner is None else f"+turn-{turner.sha256[:12]}"
    biped = DraftBiped(artists=artists, turner=turns)
    drafts: tuple[Generator, ...] = (biped, DraftQuadruped(), DraftBlob())
    if choice is NetChoice.OFF or not (net := NetFile(choice)).present:
        return GeneratorRegistry(drafts)
    hands = tuple(HANDS.values()) if choice is NetChoice.SPRITE_NET else (Hand.REVISED,)
    sprite = SpriteNet(net, biped, artists=artists, turner=turns, hands=hands)
    return GeneratorRegistry((*drafts, sprite), turner)


def _turner(choice: NetChoice, artists: Artists) -> Turner | None:
    """Its weights are shared alike, so it goes with the net whose weights are too."""
    if TURNER in unused_with(choice) or not (net := NetFile(TURNER)).present:
        return None
    return Turner(net, artists)
