import pytest
from neonworks_models.intent.directions import read_direction
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.vocabulary import Direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("walk left", "left"),
        ("to the right", "right"),
        ("from left to right", "right"),
        ("facing north", "up"),
        ("heading west", "left"),
        ("toward the camera", "down"),
        ("away from the viewer", "up"),
        ("seen from behind", "up"),
        ("front view", "down"),
        ("walk up", "up"),
        ("walk down", "down"),
        ("idle, down, 4 frames", "down"),
        ("walk L", "left"),
        ("dir: E", "right"),
        ("not left, right", "right"),
        ("kicks right with his left leg", "right"),
        ("nach links", "left"),
        ("hacia la derecha", "right"),
        ("il marche, vu de dos", "up"),
        ("左へ歩く", "left"),
        ("kick with the left leg", None),
        ("a right hook", None),
        ("raises her right hand", None),
        ("the left and right arms swing", None),
        ("falls down", None),
        ("looks up", None),
        ("slow down", None),
        ("right now", None),
        ("walk up the stairs", None),
        ("jumps up and down", None),
        ("step forward", None),
        ("top-down game", None),
        ("punches with his right", None),
        ("all right, walk", None),
    ],
)
def test_direction(text: str, direction: str | None, reader: Reader) -> None:
    assert read_direction(reader.read(text)) == (Direction(direction) if direction else None)
