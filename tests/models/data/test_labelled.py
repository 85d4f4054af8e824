from pathlib import Path

import pytest
from neonworks_models.data.labelled import CLOSE, GUESS, TRUTH, Labeller
from neonworks_models.data.lpc import LpcSource, compose_layers
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

MAN = ("Body/Body 02 - Masculine, Thin/Tan", "Head/Head 02 - Masculine/Tan")
WOMAN = ("Body/Body 01 - Feminine, Thin/Tan", "Head/Head 01 - Feminine/Tan")


def test_revised_stills_carry_the_guides_as_truth(lpc_root: Path) -> None:
    character = compose_layers(lpc_root, LpcSource.REVISED, MAN)
    still = Labeller(lpc_root).still(character, Direction.DOWN)
    assert set(still.joints) == set(still.weights) == set(Joint)
    assert still.weights[Joint.LEFT_KNEE] == TRUTH
    assert still.joints[Joint.HEAD_TOP] == (32.0, 16.0)


def test_what_no_guide_shows_is_believed_less(lpc_root: Path) -> None:
    labeller = Labeller(lpc_root)
    woman = labeller.still(compose_layers(lpc_root, LpcSource.REVISED, WOMAN), Direction.DOWN)
    assert (woman.weights[Joint.LEFT_ANKLE], woman.weights[Joint.LEFT_KNEE]) == (TRUTH, CLOSE)
    man = labeller.still(compose_layers(lpc_root, LpcSource.REVISED, MAN), Direction.LEFT)
    assert man.weights[Joint.RIGHT_WRIST] == GUESS
    assert man.weights[Joint.LEFT_WRIST] == TRUTH


def test_classic_male_stands_broader_from_the_front_only(lpc_root: Path) -> None:
    labeller = Labeller(lpc_root)
    male, female = (
        compose_layers(lpc_root, LpcSource.CLASSIC, (f"body/{sex}/light.png",)) for sex in ("male", "female")
    )
    ankle = Joint.LEFT_ANKLE
    front = labeller.still(male, Direction.DOWN), labeller.still(female, Direction.DOWN)
    side = labeller.still(male, Direction.LEFT), labeller.still(female, Direction.LEFT)
    assert front[0].joints[ankle][0] - 32 == pytest.approx(1.4 * (front[1].joints[ankle][0] - 32))
    assert side[0].joints == side[1].joints
    assert max(front[0].weights.values()) == CLOSE


def test_all_standing_and_walking_frames(lpc_root: Path) -> None:
    labeller = Labeller(lpc_root)
    character = compose_layers(lpc_root, LpcSource.REVISED, MAN)
    assert len(list(labeller.stills(character))) == 4 * (3 + 8)
    assert len(list(labeller.stills(character, walking=False))) == 4 * 3
