import pytest
from neonworks_models.intent.effects import read_effects
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.vocabulary import Effect


@pytest.mark.parametrize(
    ("text", "wanted", "refused"),
    [
        ("walk with a glowing aura", {"glow"}, set()),
        ("motion blur and screen shake", {"blur", "shake"}, set()),
        ("flashes red and fades out", {"flash", "fade"}, set()),
        ("leaving a trail of sparks", {"particles"}, set()),
        ("no glow, but sparkles", {"particles"}, {"glow"}),
        ("without particles or glow", set(), {"particles", "glow"}),
        ("no effects", set(), set(Effect)),
        ("a knight in shining armor", set(), set()),
        ("shakes his head", set(), set()),
        ("bites the dust", set(), set()),
        ("with little stars", {"particles"}, set()),
    ],
)
def test_effects(text: str, wanted: set[str], refused: set[str], reader: Reader) -> None:
    reading = read_effects(reader.read(text))
    assert set(reading.wanted) == {Effect(value) for value in wanted}
    assert reading.refused == {Effect(value) for value in refused}


def test_effects_come_in_one_order(reader: Reader) -> None:
    assert read_effects(reader.read("sparks, then a glow")).wanted == (Effect.GLOW, Effect.PARTICLES)
