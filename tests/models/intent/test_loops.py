import pytest
from neonworks_models.intent.loops import read_loop
from neonworks_models.intent.sentence import Reader


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("looping walk", True),
        ("walk cycle", True),
        ("over and over", True),
        ("play once", False),
        ("don't loop", False),
        ("no loop", False),
        ("walk cycle, played once", False),
        ("hold the last frame", False),
        ("all at once", None),
        ("walk", None),
        ("en boucle", True),
        ("nicht wiederholen", False),
        ("ループなし", False),
    ],
)
def test_loop(text: str, loop: bool | None, reader: Reader) -> None:
    assert read_loop(reader.read(text)) is loop
