from pathlib import Path

import pytest
from neonworks_models.data.lpc_classic import BLOCKS, ClassicWardrobe
from neonworks_protocol.vocabulary import Direction


@pytest.fixture
def wardrobe(lpc_root: Path) -> ClassicWardrobe:
    return ClassicWardrobe(lpc_root / "lpc-classic")


def test_blocks_lie_where_the_set_says(wardrobe: ClassicWardrobe) -> None:
    character = wardrobe.compose(("body/male/light.png",))
    assert {action: len(character.strips[action, Direction.DOWN]) for action in BLOCKS} == {
        "spellcast": 7, "thrust": 8, "walk": 8, "slash": 6, "shoot": 13, "hurt": 6,
    }  # fmt: skip
    assert ("hurt", Direction.UP) not in character.strips
    for action, block in BLOCKS.items():
        for i, direction in enumerate(block.directions):
            first = character.strips[action, direction][0]
            assert first[40, 30].tolist() == [30, 40 + 5 * (block.row + i), 40 + 5 * block.column, 255]
    assert character.stills[Direction.LEFT][40, 30].tolist() == [30, 85, 40, 255]


def test_sheets_without_thrust_and_shoot_are_gaps(wardrobe: ClassicWardrobe) -> None:
    layers = ("body/female/light.png", "belt/buckles_female_no_th-sh/iron.png")
    assert wardrobe.compose(layers).gaps == {"thrust", "shoot"}
    assert wardrobe.compose(layers[:1]).gaps == frozenset()
