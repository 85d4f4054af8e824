"""The seam's two small values: capabilities and the context without a daemon."""

import pytest
from neonworks_models.catalog.cards import TURNER, NetChoice
from neonworks_models.generators.base import GenerationContext, Generator, NullContext
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.generators.quadruped import DraftQuadruped
from neonworks_models.generators.registry import default_registry
from neonworks_models.generators.sprite_net import SpriteNet
from neonworks_models.nets.net_file import NetFile
from neonworks_protocol.vocabulary import Direction


def test_the_null_context_never_cancels() -> None:
    context: GenerationContext = NullContext()
    for step in range(3):
        context.checkpoint()
        context.progress(step / 2, "drawing")


def test_records_are_honest_and_fixed() -> None:
    for record in default_registry().capabilities():
        assert record.name
        assert record.version
        assert record.archetypes
        assert record.actions
        assert set(record.directions) <= set(Direction)
        assert 1 <= record.min_size <= record.max_size
        assert record.cancel_latency_ms > 0
        assert record.estimated_frame_ms > 0
        with pytest.raises(AttributeError, match="immutable"):
            record.name = "other"  # type: ignore[misc]


def test_shipped_generators_fit_the_seam() -> None:
    drafts: tuple[Generator, ...] = (DraftBiped(), DraftQuadruped(), DraftBlob())
    assert tuple(g.capabilities for g in drafts) == default_registry(NetChoice.OFF).capabilities()
    turns = f"+turn-{NetFile(TURNER).sha256[:12]}"
    biped = DraftBiped(turner=turns)
    sprite = SpriteNet(NetFile(NetChoice.SPRITE_NET), biped, turner=turns)
    with_net: tuple[Generator, ...] = (biped, *drafts[1:], sprite)
    assert tuple(g.capabilities for g in with_net) == default_registry().capabilities()
    assert [record.can_turn for record in default_registry().capabilities()] == [True, False, False, True]
