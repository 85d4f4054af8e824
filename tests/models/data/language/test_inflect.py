import pytest
from neonworks_models.data.language.inflect import Form, inflect


@pytest.mark.parametrize(
    ("base", "third", "gerund", "participle"),
    [
        ("walk", "walks", "walking", "walked"),
        ("run away", "runs away", "running away", "run away"),
        ("die", "dies", "dying", "died"),
        ("punch the orc", "punches the orc", "punching the orc", "punched the orc"),
        ("carry", "carries", "carrying", "carried"),
        ("strike", "strikes", "striking", "struck"),
        ("be thrown", "is thrown", "being thrown", "been thrown"),
        ("flee", "flees", "fleeing", "fled"),
        ("go limp", "goes limp", "going limp", "gone limp"),
        ("play", "plays", "playing", "played"),
    ],
)
def test_forms(base: str, third: str, gerund: str, participle: str) -> None:
    assert inflect(base, Form.BASE) == base
    assert inflect(base, Form.THIRD) == third
    assert inflect(base, Form.GERUND) == gerund
    assert inflect(base, Form.PARTICIPLE) == participle
