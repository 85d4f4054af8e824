"""The models that come with the program, as clients are told of them."""

from neonworks_models.catalog.cards import CARDS, ModelCard
from neonworks_protocol.records import ModelRecord
from neonworks_protocol.vocabulary import ModelState

__all__ = ["SHIPPED_KIND", "shipped_models"]

SHIPPED_KIND = "built-in"


def shipped_models() -> tuple[ModelRecord, ...]:
    """One record for each file of weights in the package, as no worker is up yet."""
    return tuple(_record(card) for card in CARDS.values() if card.sha256 is not None)


def _record(card: ModelCard) -> ModelRecord:
    return ModelRecord(
        name=card.name,
        kind=SHIPPED_KIND,
        state=ModelState.INSTALLED,
        size_bytes=card.size_bytes,
        memory_bytes=card.memory_bytes,
        note=f"{card.purpose}; {card.licence}; a part of the program, nothing to install or to unload",
    )
