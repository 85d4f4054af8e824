from pathlib import Path

import pytest
from neonworks_models.data.lpc_revised import RevisedWardrobe
from neonworks_protocol.vocabulary import Direction

from tests.fakes.lpc_folder import FRAMES

BODY, HEAD = "Body/Body 02 - Masculine, Thin/Tan", "Head/Head 02 - Masculine/Tan"
SUSPENDERS = "Clothing/Masculine, Thin/Torso 2/Suspenders/Aegean"


@pytest.fixture
def wardrobe(lpc_root: Path) -> RevisedWardrobe:
    return RevisedWardrobe(lpc_root / "lpc-revised")


def test_strips_and_stills(wardrobe: RevisedWardrobe) -> None:
    character = wardrobe.compose((BODY, HEAD))
    for action, count in FRAMES.items():
        for row, direction in enumerate((Direction.UP, Direction.LEFT, Direction.DOWN, Direction.RIGHT)):
            frames = character.strips[action, direction]
            assert len(frames) == count
            assert frames[-1][60, 30].tolist() == [200, 40 + 5 * row, 40 + 5 * (count - 1), 255]
    assert character.stills[Direction.LEFT] is character.strips["idle", Direction.LEFT][0]
    assert character.gaps == frozenset()


def test_cutouts_erase_only_what_is_on_the_head(wardrobe: RevisedWardrobe) -> None:
    character = wardrobe.compose((BODY, HEAD))
    running = character.strips["run", Direction.DOWN][0]
    assert running[20, 31, 3] == 0
    assert running[20, 28, 3] == running[40, 31, 3] == 255
    assert character.strips["walk", Direction.DOWN][0][20, 31, 3] == 255


def test_gaps_name_the_actions_a_garment_is_not_drawn_for(wardrobe: RevisedWardrobe) -> None:
    character = wardrobe.compose((BODY, SUSPENDERS, HEAD))
    assert character.gaps == {"run", "jump", "slash", "swing"}
    assert character.strips["walk", Direction.UP][0][40, 30, 0] == 60
    assert character.strips["jump", Direction.UP][0][40, 30, 0] == 200
