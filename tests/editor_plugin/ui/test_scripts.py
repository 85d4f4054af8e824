"""A text is cut into what one font can draw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.scripts import Run, Script, runs, script_of


@pytest.mark.parametrize(
    ("char", "script"),
    [
        ("a", Script.LATIN), ("é", Script.LATIN), ("Ω", Script.GREEK), ("Ж", Script.CYRILLIC), ("中",
        Script.HAN),
        ("あ", Script.KANA), ("カ", Script.KANA), ("한", Script.HANGUL), ("ع", Script.ARABIC), ("א",
        Script.HEBREW),
        ("ไ", Script.THAI), ("क", Script.DEVANAGARI), ("🙂", Script.EMOJI), ("→", Script.SYMBOL), ("✓",
        Script.SYMBOL),
        ("1", Script.COMMON), ("=", Script.COMMON), (" ", Script.COMMON), ("\u0301", Script.COMMON),
        ("ሀ", Script.OTHER),
    ],
)  # fmt: skip
def test_script_of(char: str, script: Script) -> None:
    assert script_of(char) is script


def test_plain_text_is_one_run() -> None:
    text = "Walk 10 - a=b? s0 é"
    assert runs(text) == (Run(0, text, Script.LATIN),)


def test_scripts_part() -> None:
    assert [(run.text, run.script) for run in runs("go 走る now")] == [
        ("go ", Script.LATIN),
        ("走", Script.HAN),
        ("る ", Script.KANA),
        ("now", Script.LATIN),
    ]


def test_right_to_left_keeps_what_is_between_its_words() -> None:
    assert [run.text for run in runs("אב גד, 12 x")] == ["אב גד", ", 12 x"]
    assert [run.text for run in runs("(אב")] == ["(", "אב"]


@given(st.text(max_size=60))
def test_runs_are_the_text(text: str) -> None:
    found = runs(text)
    assert "".join(run.text for run in found) == text
    assert [run.start for run in found] == [0, *(run.end for run in found)][: len(found)]
    assert all(run.text and run.script is not Script.COMMON for run in found)
