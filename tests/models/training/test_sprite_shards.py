from pathlib import Path

import numpy as np
from neonworks_models.data.net_composer import Kind
from neonworks_models.training.sprite_recipe import Recipe, Shards
from neonworks_models.training.sprite_shards import shards_of


def test_shards_are_made_once_and_withheld_ones_are_others(tmp_path: Path) -> None:
    recipe, told = Recipe("a", {Kind.DRAWN: Shards(2, 2, 1.0)}), list[str]()
    train, held = shards_of(tmp_path, tmp_path, recipe, told.append)
    assert [len(train[Kind.DRAWN]), len(held[Kind.DRAWN])] == [2, 1]
    assert len(told) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "drawn_000.npz",
        "drawn_001.npz",
        "withheld_drawn_900.npz",
    ]
    again, _ = shards_of(tmp_path, tmp_path, recipe, told.append)
    assert len(told) == 3
    assert np.array_equal(again[Kind.DRAWN][1].frames, train[Kind.DRAWN][1].frames)
    first = train[Kind.DRAWN][0].stills
    assert not np.array_equal(first, held[Kind.DRAWN][0].stills[: len(first)])
