"""Right-to-left runs as they are seen."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.rtl import visual


def test_hebrew_is_turned_round() -> None:
    assert visual("שלום") == "םולש"
    assert visual("א(ב)") == "(ב)א"


def test_marks_stay_after_their_letter() -> None:
    assert visual("ש\u05c1ל") == "לש\u05c1"


def test_arabic_letters_join() -> None:
    forms = [unicodedata.name(c).split("LETTER ")[1] for c in visual("بحر")[::-1]]
    assert forms == ["BEH INITIAL FORM", "HAH MEDIAL FORM", "REH FINAL FORM"]
    alone = unicodedata.name(visual("د"))
    assert alone.endswith("ISOLATED FORM")


def test_letters_after_one_that_does_not_join() -> None:
    forms = [unicodedata.name(c).rsplit(" ", 2)[-2] for c in visual("دب")[::-1]]
    assert forms == ["ISOLATED", "ISOLATED"]


def test_lam_with_alef_is_one_glyph() -> None:
    assert len(visual("لا")) == 1
    assert "LIGATURE LAM WITH ALEF" in unicodedata.name(visual("سلا")[0])


@given(st.text(st.characters(min_codepoint=0x590, max_codepoint=0x6FF), max_size=30))
def test_nothing_is_lost(text: str) -> None:
    def letters(some: str) -> list[str]:
        return sorted(unicodedata.normalize("NFKC", some).replace(" ", ""))

    assert len(letters(visual(text))) >= len(visual(text).replace(" ", "")) * 0.5
    assert unicodedata.normalize("NFKD", visual(text)[::-1]).count("\u0644") >= text.count("\u0644")
