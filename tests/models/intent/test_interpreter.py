import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.intent.interpreter import MAX_TEXT, EmbeddedInterpreter
from neonworks_models.intent.wordsets import words
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "requests.jsonl").read_text("utf-8").splitlines()
]
LABELLED = [row for row in ROWS if "labels" in row]
OUTSIDE = [row for row in ROWS if "labels" not in row]
WORDS = sorted(
    words(
        "walk run jump left right up down not no without too very slowly fast 8 frames glow then , . like a "
        "the hit by is x 2 % speed instead of half same 左 歩く ない tired angry - ' and or once loop"
    )
)


def speed_class(value: float) -> str:
    return "slow" if value < 0.9 else "fast" if value > 1.1 else "normal"


def intensity_classes(value: float) -> set[str]:
    bands = {"low": (0, 0.45), "mid": (0.45, 0.75), "high": (0.75, 1)}
    return {name for name, (low, high) in bands.items() if low <= value <= high}


def mistakes(spec: MotionSpec, labels: dict[str, Any]) -> list[str]:
    wrong: list[str] = []
    for name in ("animation_type", "variant", "direction", "loop", "frame_count"):
        if name in labels and getattr(spec, name) != labels[name]:
            wrong.append(name)
        if getattr(spec, name) in labels.get(f"{name}_not", ()):
            wrong.append(name)
    speed = speed_class(spec.speed_multiplier)
    if speed != labels.get("speed", speed) or speed in labels.get("speed_not", ()):
        wrong.append("speed")
    if "intensity" in labels and labels["intensity"] not in intensity_classes(spec.intensity):
        wrong.append("intensity")
    if "special_effects" in labels and set(spec.special_effects) != set(labels["special_effects"]):
        wrong.append("special_effects")
    return wrong


@pytest.mark.parametrize("row", LABELLED, ids=[row["id"] for row in LABELLED])
def test_labelled_requests(row: dict[str, Any], interpreter: EmbeddedInterpreter) -> None:
    answer = interpreter.interpret(row["text"])
    assert mistakes(answer.spec, row["labels"]) == [], row["text"]
    assert answer.understood, row["text"]
    if "sequence" in row:
        assert [spec.animation_type for spec in answer.sequence] == row["sequence"]


@pytest.mark.parametrize("row", OUTSIDE, ids=[row["id"] for row in OUTSIDE])
def test_outside_requests(row: dict[str, Any], interpreter: EmbeddedInterpreter) -> None:
    assert not interpreter.interpret(row["text"]).understood, row["text"]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("white mage", {"attack", "hurt"}),
        ("drunk", {"run"}),
        ("restless pacing", {"idle"}),
        ("a skipper of the hitchhikers", {"attack", "hurt", "jump"}),
        ("a studied breadcrumb", {"death", "run"}),
    ],
)
def test_parts_of_words_mean_nothing(text: str, never: set[str], interpreter: EmbeddedInterpreter) -> None:
    assert interpreter.interpret(text).spec.animation_type not in never


def test_empty_and_long_texts_are_refused(interpreter: EmbeddedInterpreter) -> None:
    for text in ("", " \n\t"):
        with pytest.raises(BadRequest, match="empty"):
            interpreter.interpret(text)
    with pytest.raises(BadRequest, match="shorten it to 2000"):
        interpreter.interpret("a" * (MAX_TEXT + 1))


def test_corrections_and_limits_are_noted(interpreter: EmbeddedInterpreter) -> None:
    notes = interpreter.interpret("wlak in 999 frames").notes
    assert any("'wlak' as 'walk'" in note for note in notes)
    assert any("999" in note and "32" in note for note in notes)


def test_plain_requests_are_surer_than_odd_ones(interpreter: EmbeddedInterpreter) -> None:
    plain = interpreter.interpret("walk cycle").spec.confidence
    odd = interpreter.interpret("sway").spec.confidence
    none = interpreter.interpret("zorblax").spec.confidence
    assert plain > odd > none


def check(answer: Interpretation) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(answer), type=Interpretation) == answer
    assert answer.sequence
    assert len(answer.alternatives) <= 2


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join))
)
def test_any_text_gives_valid_values_or_one_clear_error(interpreter: EmbeddedInterpreter, text: str) -> None:
    previous = MotionSpec(animation_type=Action.WALK, style_modifiers=("tired", "my own"))
    try:
        first = interpreter.interpret(text)
    except BadRequest as error:
        assert not text.strip()
        assert "\n" not in error.message
        return
    check(first)
    check(interpreter.interpret(text, previous=previous))
    assert interpreter.interpret(text) == first
