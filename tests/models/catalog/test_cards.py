"""What is said of weights: a card each, with a text that names their licence and authors."""

from importlib.resources import files

import pytest
from neonworks_models.catalog.cards import CARDS, TURNER, ModelCard, NetChoice, unused_with
from neonworks_models.catalog.pins import PINS

SHIPPED = [card for card in CARDS.values() if card.sha256 is not None]


@pytest.mark.parametrize("card", SHIPPED, ids=lambda card: card.name)
def test_a_shipped_card_agrees_with_its_file_and_its_text(card: ModelCard) -> None:
    assert card.sha256 == PINS[card.file]
    place = files("neonworks_models") / "weights"
    assert card.size_bytes == len((place / card.file).read_bytes())
    assert card.size_bytes < card.memory_bytes
    text = " ".join((place / card.text).read_text(encoding="utf-8").split())
    assert card.licence in text
    for author in card.credits:
        assert author.partition(" (")[0] in text


def test_the_nets_that_can_be_chosen_have_cards() -> None:
    assert {choice.value for choice in NetChoice if choice is not NetChoice.OFF} <= set(CARDS)
    assert CARDS["sprite-net-oga"].licence == "OGA-BY 3.0"


@pytest.mark.parametrize("choice", list(NetChoice))
def test_what_is_not_chosen_draws_nothing(choice: NetChoice) -> None:
    unused = unused_with(choice)
    assert choice.value not in unused
    assert len(unused & {"sprite-net", "sprite-net-oga"}) == (2 if choice is NetChoice.OFF else 1)
    assert (TURNER in unused) == (choice is not NetChoice.SPRITE_NET)
    assert "still_reader" not in unused


def test_weights_that_are_not_there_have_no_size() -> None:
    card = ModelCard("none", "none.onnx", "nothing", "none", (), 1, "none.md")
    assert (card.sha256, card.size_bytes) == (None, 0)
