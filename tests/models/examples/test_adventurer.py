"""Every view of the adventurer module is its own drawing."""

import pytest
from neonworks_models.examples import adventurer


@pytest.mark.parametrize("name", adventurer.__all__)
def test_is_drawn_with_a_dark_outline(name: str) -> None:
    sprite = getattr(adventurer, name)()
    rows, columns = sprite.opaque.nonzero()
    for y in {int(rows.min()), int(rows.max())}:
        edge = sprite.rgba[y][sprite.opaque[y]]
        assert edge[:, :3].max() < 80
    assert 0.2 < len(columns) / (sprite.opaque.any(axis=1).sum() * sprite.opaque.any(axis=0).sum()) < 0.95


def test_views_differ() -> None:
    assert len({getattr(adventurer, name)().sha256 for name in adventurer.__all__}) == len(adventurer.__all__)
