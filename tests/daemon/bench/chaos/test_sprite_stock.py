from itertools import islice

from neonworks_daemon.bench.chaos.sprite_stock import SpriteStock, pad_png
from neonworks_models.sprites.decode import decode_sprite


def test_no_two_are_alike_and_all_can_be_animated() -> None:
    made = list(islice(SpriteStock(1, figures=12), 600))
    assert len({decode_sprite(data).sha256 for data in made}) == 600
    assert made == list(islice(SpriteStock(1, figures=12), 600))
    assert made[0] not in set(islice(SpriteStock(2, figures=12), 600))


def test_padding_changes_the_size_alone() -> None:
    data = next(SpriteStock(1, figures=1))
    for more in (12, 13, 500):
        padded = pad_png(data, len(data) + more)
        assert len(padded) == len(data) + more
        assert decode_sprite(padded).sha256 == decode_sprite(data).sha256
    assert pad_png(data, len(data) - 1) == data and pad_png(data, len(data) + 5) == data
