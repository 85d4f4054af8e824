"""Where a text may be cut: between what a reader sees as characters, and between words.

A close, small part of Unicode's text segmentation (UAX #29): combining marks, variation selectors, joined and
tinted emoji, flags and Hangul syllables stay whole. ``unicodedata`` is all it needs.
"""

import unicodedata

__all__ = [
    "boundaries",
    "next_boundary",
    "next_word",
    "previous_boundary",
    "previous_word",
    "sound",
    "word_at",
]

_JOINER = "\u200d"


def sound(text: str) -> str:
    """``text`` without halves of surrogate pairs (pairs become their character) and without NUL."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return whole.replace("\0", "")


def _extends(char: str) -> bool:
    """Whether ``char`` belongs to the character before it, whatever that is."""
    point = ord(char)
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in (_JOINER, "\u200c")
        or 0x1F3FB <= point <= 0x1F3FF
        or 0xE0020 <= point <= 0xE007F
    )


def _flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _joins(text: str, index: int) -> bool:
    """Whether ``text[index]`` goes on the character that ends at ``index``."""
    before, char = text[index - 1], text[index]
    if before == "\r" and char == "\n":
        return True
    if before in "\r\n" or char in "\r\n":
        return False
    if _extends(char):
        return True
    if before == _JOINER and unicodedata.category(char) == "So":
        return True
    if _flag(before) and _flag(char):
        return _flags_before(text, index) % 2 == 1
    return _hangul(before, char)


def _flags_before(text: str, index: int) -> int:
    count = 0
    while count < index and _flag(text[index - 1 - count]):
        count += 1
    return count


def _hangul(before: str, char: str) -> bool:
    """Leading, vowel and trailing jamo that form one syllable (UAX #29, GB6 to GB8)."""
    one, two = ord(before), ord(char)
    leading, vowel, trailing = 0x1100 <= two <= 0x115F, 0x1160 <= two <= 0x11A7, 0x11A8 <= two <= 0x11FF
    open_syllable = 0xAC00 <= one <= 0xD7A3 and (one - 0xAC00) % 28 == 0
    if 0x1100 <= one <= 0x115F:
        return leading or vowel or 0xAC00 <= two <= 0xD7A3
    if 0x1160 <= one <= 0x11A7 or open_syllable:
        return vowel or trailing
    return trailing and (0x11A8 <= one <= 0x11FF or 0xAC00 <= one <= 0xD7A3)


def boundaries(text: str) -> list[int]:
    """Every index at which the caret may stand, 0 and ``len(text)`` with them."""
    return [0, *(i for i in range(1, len(text)) if not _joins(text, i)), len(text)] if text else [0]


def next_boundary(text: str, index: int) -> int:
    """The next place of the caret after ``index``; at the end, the end."""
    index = min(index + 1, len(text))
    while index < len(text) and _joins(text, index):
        index += 1
    return index


def previous_boundary(text: str, index: int) -> int:
    """The place of the caret before ``index``; at the start, 0."""
    index = max(index - 1, 0)
    while index > 0 and _joins(text, index):
        index -= 1
    return index


def _kind(char: str) -> str:
    """``space``, ``word`` or ``sign``; marks count as part of a word."""
    if char.isspace():
        return "space"
    return "word" if char.isalnum() or char == "_" or _extends(char) else "sign"


def next_word(text: str, index: int) -> int:
    """After the word (or run of signs) at ``index`` and the spaces that follow it."""
    end = _run_end(text, index)
    return _run_end(text, end) if end < len(text) and _kind(text[end]) == "space" else end


def _run_end(text: str, index: int) -> int:
    if index >= len(text):
        return len(text)
    kind = _kind(text[index])
    while index < len(text) and _kind(text[index]) == kind:
        index += 1
    return index


def previous_word(text: str, index: int) -> int:
    """The start of the word (or run of signs) before ``index``, spaces skipped."""
    while index > 0 and _kind(text[index - 1]) == "space":
        index -= 1
    if index > 0:
        kind = _kind(text[index - 1])
        while index > 0 and _kind(text[index - 1]) == kind:
            index -= 1
    return index


def word_at(text: str, index: int) -> tuple[int, int]:
    """Start and end of the run of one kind that holds ``index``: what a double click selects."""
    if not text:
        return 0, 0
    index = min(index, len(text) - 1)
    kind, start = _kind(text[index]), index
    while start > 0 and _kind(text[start - 1]) == kind:
        start -= 1
    return start, _run_end(text, index)
