"""Choosing a generator: by tier, kind of character and name, with errors that say what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.generators.base import GenerationContext
from neonworks_models.generators.registry import GeneratorRegistry, default_registry
from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest
from neonworks_protocol.errors import Unavailable, UnsupportedAction
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from tests.fakes.stills import request_for


@dataclass(frozen=True)
class Listed:
    """A generator that is only looked up, never run."""

    capabilities: Capabilities

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        raise UnsupportedAction("never drawn")

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        raise UnsupportedAction("never drawn")


def listed(
    name: str,
    tier: Tier = Tier.DRAFT,
    archetypes: tuple[Archetype, ...] = (Archetype.BIPED,),
    actions: tuple[Action, ...] = tuple(Action),
) -> Listed:
    return Listed(
        Capabilities(
            name=name,
            version="1",
            tier=tier,
            archetypes=archetypes,
            actions=actions,
            directions=tuple(Direction),
            min_size=8,
            max_size=512,
            can_turn=False,
            deterministic=True,
            cancel_latency_ms=20,
            estimated_frame_ms=1.0,
        )
    )


WALK = request_for("knight_down", MotionSpec(animation_type=Action.WALK))


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("name", ["knight_down", "slime", "bat"])
def test_every_example_has_a_draft_generator(name: str, action: Action) -> None:
    request = request_for(name, MotionSpec(animation_type=action))
    record = default_registry().select(request).capabilities
    assert record.tier is Tier.DRAFT
    assert request.analysis.archetype in record.archetypes
    assert action in record.actions


def test_every_kind_of_character_has_one() -> None:
    covered = {a for record in default_registry().capabilities() for a in record.archetypes}
    assert covered == set(Archetype)


def test_the_first_that_can_is_preferred() -> None:
    registry = GeneratorRegistry((listed("blobs", archetypes=(Archetype.BLOB,)), listed("a"), listed("b")))
    assert registry.select(WALK).capabilities.name == "a"
    assert registry.select(replace(WALK, generator="b")).capabilities.name == "b"
    assert [record.name for record in registry.capabilities()] == ["blobs", "a", "b"]


def test_a_tier_is_taken_exactly() -> None:
    registry = GeneratorRegistry((listed("quick"), listed("net", Tier.SPRITE)))
    assert registry.select(WALK).capabilities.name == "quick"
    assert registry.select(replace(WALK, tier=Tier.SPRITE)).capabilities.name == "net"
    with pytest.raises(Unavailable, match="tier diffusion is not available here; available: draft, sprite"):
        registry.select(replace(WALK, tier=Tier.DIFFUSION))


def test_an_unknown_name_lists_the_known_ones() -> None:
    registry = GeneratorRegistry((listed("a"), listed("b")))
    with pytest.raises(Unavailable, match="no generator 'c'; choose one of a, b"):
        registry.select(replace(WALK, generator="c"))


def test_a_named_generator_of_another_tier_is_unavailable() -> None:
    registry = GeneratorRegistry((listed("quick"), listed("net", Tier.SPRITE)))
    with pytest.raises(Unavailable, match="tier draft is not available"):
        registry.select(replace(WALK, generator="net"))


def test_what_nobody_draws_is_an_unsupported_action() -> None:
    walkers = GeneratorRegistry((listed("walker", actions=(Action.WALK,)),))
    jump = request_for("knight_down", MotionSpec(animation_type=Action.JUMP))
    with pytest.raises(UnsupportedAction, match="tier draft cannot draw a biped doing jump"):
        walkers.select(jump)
    with pytest.raises(UnsupportedAction, match="cannot draw a blob doing walk"):
        walkers.select(request_for("slime", MotionSpec(animation_type=Action.WALK)))


def test_a_named_generator_that_cannot_is_named() -> None:
    walkers = GeneratorRegistry((listed("walker", actions=(Action.WALK,)), listed("all")))
    request = replace(request_for("knight_down", MotionSpec(animation_type=Action.JUMP)), generator="walker")
    with pytest.raises(UnsupportedAction, match=r"generator walker cannot .*; leave the generator out"):
        walkers.select(request)


def test_the_best_tier_is_the_highest_not_above_the_wanted_one() -> None:
    registry = GeneratorRegistry((listed("d", Tier.DIFFUSION), listed("q")))
    assert registry.tiers() == (Tier.DRAFT, Tier.DIFFUSION)
    assert registry.best_tier(Tier.DRAFT) is Tier.DRAFT
    assert registry.best_tier(Tier.SPRITE) is Tier.DRAFT
    assert registry.best_tier(Tier.DIFFUSION) is Tier.DIFFUSION
    with pytest.raises(Unavailable, match="no generator draws tier draft or below"):
        GeneratorRegistry((listed("n", Tier.SPRITE),)).best_tier(Tier.DRAFT)


def test_an_empty_registry_draws_nothing() -> None:
    empty = GeneratorRegistry(())
    assert empty.tiers() == ()
    assert empty.capabilities() == ()
    with pytest.raises(Unavailable):
        empty.select(WALK)
    with pytest.raises(Unavailable):
        empty.best_tier(Tier.DIFFUSION)


def test_a_clip_passes_through_each_tier_that_draws_it() -> None:
    blobs = listed("net", Tier.SPRITE, archetypes=(Archetype.BLOB,))
    registry = GeneratorRegistry((listed("quick"), listed("net", Tier.SPRITE)))
    wanted = replace(WALK, tier=Tier.SPRITE)
    assert [each.tier for each in registry.passes(wanted)] == [Tier.DRAFT, Tier.SPRITE]
    assert [each.tier for each in registry.passes(WALK)] == [Tier.DRAFT]
    assert [each.tier for each in GeneratorRegistry((listed("q"), blobs)).passes(wanted)] == [Tier.DRAFT]
    with pytest.raises(UnsupportedAction):
        GeneratorRegistry((blobs,)).passes(wanted)
    with pytest.raises(Unavailable):
        registry.passes(replace(WALK, tier=Tier.DIFFUSION))


def test_without_a_net_there_is_no_sprite_tier() -> None:
    assert default_registry(NetChoice.OFF).tiers() == (Tier.DRAFT,)
    assert default_registry().tiers() == (Tier.DRAFT, Tier.SPRITE)
