"""Writing systems: which one a character belongs to, and a text cut into runs of one of them.

A run is what one font draws. Spaces, digits and punctuation belong to no script and stay with the run before
them. A right-to-left run, which is turned round as a whole, keeps them only between two of its words, and
never digits.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

__all__ = ["Run", "Script", "runs", "script_of"]


class Script(StrEnum):
    """A writing system; the value is its name for users."""

    LATIN = "Latin"
    GREEK = "Greek"
    CYRILLIC = "Cyrillic"
    HAN = "Chinese"
    KANA = "Japanese"
    HANGUL = "Korean"
    ARABIC = "Arabic"
    HEBREW = "Hebrew"
    THAI = "Thai"
    DEVANAGARI = "Devanagari"
    BENGALI = "Bengali"
    TAMIL = "Tamil"
    ARMENIAN = "Armenian"
    GEORGIAN = "Georgian"
    EMOJI = "emoji"
    SYMBOL = "symbols"
    OTHER = "this script"
    COMMON = "common"
    """Spaces, digits, punctuation, marks: drawn with whatever stands before them."""

    @property
    def right_to_left(self) -> bool:
        return self in (Script.ARABIC, Script.HEBREW)


@dataclass(frozen=True)
class Run:
    """``text[start:start + len(text)]`` of the whole, all of one script."""

    start: int
    text: str
    script: Script

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_FIRST_WORDS = {
    "LATIN": Script.LATIN, "GREEK": Script.GREEK, "CYRILLIC": Script.CYRILLIC, "CJK": Script.HAN,
    "IDEOGRAPHIC": Script.HAN, "FULLWIDTH": Script.HAN, "HIRAGANA": Script.KANA, "KATAKANA": Script.KANA,
    "KATAKANA-HIRAGANA": Script.KANA, "HALFWIDTH": Script.KANA, "HANGUL": Script.HANGUL, "BOPOMOFO":
    Script.HAN, "ARABIC": Script.ARABIC, "HEBREW": Script.HEBREW, "THAI": Script.THAI, "DEVANAGARI":
    Script.DEVANAGARI, "BENGALI": Script.BENGALI, "TAMIL": Script.TAMIL, "ARMENIAN": Script.ARMENIAN,
    "GEORGIAN": Script.GEORGIAN, "MICRO": Script.LATIN, "FEMININE": Script.LATIN, "MASCULINE": Script.LATIN,
}  # fmt: skip


@lru_cache(maxsize=4096)
def script_of(char: str) -> Script:
    """The script of one character, read from its Unicode name."""
    category = unicodedata.category(char)
    if category[0] == "M" or char in "\u200c\u200d" or (ord(char) < 0x80 and not char.isalpha()):
        return Script.COMMON
    word = unicodedata.name(char, "").split(" ")[0]
    if word in _FIRST_WORDS:
        return _FIRST_WORDS[word]
    if category == "So" or 0x1F000 <= ord(char) <= 0x1FAFF:
        return Script.EMOJI if ord(char) >= 0x1F000 else Script.SYMBOL
    if category in ("Sm", "Sk"):
        return Script.SYMBOL if ord(char) > 0xFF else Script.COMMON
    return Script.OTHER if category[0] == "L" else Script.COMMON


def _follows(text: str, index: int, before: Script) -> bool:
    """Whether ``text[index]`` goes on a run of ``before``."""
    script = script_of(text[index])
    if script is not Script.COMMON:
        return script is before
    if not before.right_to_left or unicodedata.category(text[index])[0] == "M":
        return True
    later = next((char for char in text[index:] if script_of(char) is not Script.COMMON), "")
    return not text[index].isdigit() and bool(later) and script_of(later) is before


@lru_cache(maxsize=1024)
def runs(text: str) -> tuple[Run, ...]:
    """``text`` cut into runs, in the order of the characters; a leading neutral part joins the first run."""
    found: list[Run] = []
    start = 0
    current = next((s for s in map(script_of, text) if s is not Script.COMMON), Script.LATIN)
    current = Script.LATIN if current.right_to_left and script_of(text[0]) is Script.COMMON else current
    for index, char in enumerate(text):
        if not _follows(text, index, current):
            if index > start:
                found.append(Run(start, text[start:index], current))
            script = script_of(char)
            start, current = index, Script.LATIN if script is Script.COMMON else script
    return (*found, Run(start, text[start:], current)) if text else ()
