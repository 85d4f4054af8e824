"""What comes with the program is listed, and is there."""

from importlib.resources import files

from neonworks_daemon.shipped import SHIPPED_KIND, shipped_models
from neonworks_models.catalog.cards import CARDS
from neonworks_models.catalog.pins import PINS
from neonworks_protocol.vocabulary import ModelState


def test_every_pinned_file_is_listed_with_its_size_and_licence() -> None:
    records = shipped_models()
    assert {CARDS[record.name].file for record in records} == set(PINS)
    for record in records:
        data = (files("neonworks_models") / "weights" / CARDS[record.name].file).read_bytes()
        assert (record.size_bytes, record.kind, record.state) == (
            len(data),
            SHIPPED_KIND,
            ModelState.INSTALLED,
        )
        assert record.memory_bytes > len(data)
        assert CARDS[record.name].licence in record.note
