import pytest
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Reader


@pytest.mark.parametrize(
    ("text", "denied", "affirmed"),
    [
        ("not a walk, a run", {"walk"}, {"run"}),
        ("run instead of walking", {"walk"}, {"run"}),
        ("don't swing but stab", {"attack"}, {"attack"}),
        ("walk without glow or sparkles", {"glow", "particles"}, {"walk"}),
        ("no glow to the left, walk", {"glow"}, {"left", "walk"}),
        ("don't make him jump, walk", {"jump"}, {"walk"}),
        ("no, make it a jump", set(), {"jump"}),
        ("he does not walk but runs", {"walk"}, {"run"}),
        ("not only glow but also sparkles", set(), {"glow", "particles"}),
        ("光らないで走る", {"glow"}, {"run"}),
        ("パンチじゃなくてキック", {"attack"}, {"attack"}),
        ("sin brillo, corre", {"glow"}, {"run"}),
    ],
)  # fmt: skip
def test_what_is_denied(text: str, denied: set[str], affirmed: set[str], reader: Reader) -> None:
    kinds = (SenseKind.ACTION, SenseKind.EFFECT, SenseKind.DIRECTION)
    found = list(reader.read(text).of(*kinds))
    assert {m.sense.value for m in found if m.negated} == denied
    assert {m.sense.value for m in found if not m.negated} == affirmed


def test_not_too_softens(reader: Reader) -> None:
    (speed,) = reader.read("run, not too fast").of(SenseKind.SPEED)
    assert speed.softened
    assert not speed.negated


def test_degree_words_scale_their_neighbour_and_are_used_up(reader: Reader) -> None:
    sentence = reader.read("a very very angry walk")
    (style,) = sentence.of(SenseKind.STYLE)
    assert style.degree > 1.5
    assert not list(sentence.of(SenseKind.DEGREE))
