import tomllib
from collections import Counter
from importlib import resources

import pytest
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon, Sense, SenseKind
from neonworks_models.intent.styles import PARAMETER_LIMITS, STYLES
from neonworks_protocol.vocabulary import Action, Direction, Effect

ALLOWED: dict[str, set[str]] = {
    "action": set(Action),
    "cue": set(Action),
    "direction": set(Direction),
    "effect": {*Effect, "none"},
    "loop": {"yes", "no"},
    "speed": {"slow", "fast", "normal", "double", "slower", "faster"},
    "intensity": {"low", "mid", "high", "more", "less"},
    "style": set(STYLES),
    "parameter": set(PARAMETER_LIMITS),
    "negation": {"phrase", "clause", "post"},
}
LEXICON = resources.files("neonworks_models.intent") / "lexicon"
FILES = sorted(entry.name for entry in LEXICON.iterdir() if entry.name.endswith(".toml"))


@pytest.mark.parametrize("name", FILES)
def test_every_group_of_a_file_has_a_known_value(name: str) -> None:
    for kind, groups in tomllib.loads((LEXICON / name).read_text("utf-8")).items():
        for group in groups:
            assert SenseKind(kind)
            assert not ALLOWED.get(kind) or group["value"] in ALLOWED[kind]
            assert 0 < group.get("weight", 3.0) <= 5


def test_phrases_match_with_alternatives_and_wildcards(lexicon: Lexicon) -> None:
    root = lexicon.roots[Language.ENGLISH]
    bow = root["draw"]["<p>"]["bow"]
    assert Sense(SenseKind.ACTION, "attack", 3.4, 1.0, bow.senses[0].variant) in bow.senses
    assert root["walk"]["cycle"].senses
    assert root["walk"]["loop"].senses


@pytest.mark.parametrize("language", list(Language))
def test_every_language_knows_all_actions_directions_and_effects(
    language: Language, lexicon: Lexicon
) -> None:
    found: Counter[tuple[SenseKind, str]] = Counter()
    waiting = [lexicon.roots[language]]
    while waiting:
        node = waiting.pop()
        found.update((sense.kind, sense.value) for sense in node.senses)
        waiting.extend(node.values())
    for action in Action:
        assert found[SenseKind.ACTION, action.value] >= 5
    for direction in Direction:
        assert found[SenseKind.DIRECTION, direction.value] >= 3
    for effect in Effect:
        assert found[SenseKind.EFFECT, effect.value] >= 3


def test_common_words_hold_ordinary_english(lexicon: Lexicon) -> None:
    assert {"white", "castle", "juggle", "sing"} <= lexicon.common
    assert "sing" in lexicon.verbs
    assert "castle" not in lexicon.verbs
