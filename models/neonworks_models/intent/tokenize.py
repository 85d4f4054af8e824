"""Text to tokens: Unicode-normalised words, numbers and marks, with contractions opened.

Scripts without spaces are cut by longest match against the words the lexicon knows; what it does not know
becomes one token per character.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from neonworks_models.intent.wordsets import words

__all__ = ["Token", "TokenKind", "fold", "marked_words", "tokenize"]

_SPELT_OUT = str.maketrans(
    dict.fromkeys("’‘`´ʼ", "'") | {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"}
)
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_WIDE = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af々〆ー"
_PIECE = re.compile(
    r"(?P<grid>\d{1,3}[x*×]\d{1,4}(?![\d.a-z]))"
    r"|(?P<initials>(?:[a-z]\.){2,})"
    r"|(?P<number>\d+(?:[.,]\d+)?|\.\d+)"
    rf"|(?P<wide>[{_WIDE}]+)"
    rf"|(?P<word>[^\W\d_{_WIDE}]+(?:'[^\W\d_{_WIDE}]+)*)"
    r"|(?P<mark>[^\s_])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CONTRACTIONS = {
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    "dont": ("do", "not"),
    "wont": ("will", "not"),
    "cant": ("can", "not"),
    "aint": ("is", "not"),
    "cam": ("camera",),
    "cams": ("camera",),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
}
_HELPING = words("do does did is are was were has have had would could should must need")
# French and Portuguese articles and pronouns that lose their vowel before the next word.
_ELIDED = words("l d j m n s t qu c jusqu lorsqu")
_ENCLITIC = words("s re ve ll d m em im n")
_MAX_WIDE_WORD = 14


class TokenKind(Enum):
    """What a token is made of."""

    WORD = auto()
    NUMBER = auto()
    GRID = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``norm`` is lower case without accents; ``text`` is what was typed.

    ``glued`` says that nothing stood between this token and the one before it ("8f", "walk-cycle"
    counts as glued too, as the hyphen is dropped). ``wide`` marks scripts without spaces.
    """

    text: str
    norm: str
    kind: TokenKind
    glued: bool = False
    wide: bool = False

    @property
    def is_word(self) -> bool:
        return self.kind is TokenKind.WORD


def fold(text: str) -> str:
    """Lower case, compatibility forms composed, accents of Latin letters removed."""
    composed = unicodedata.normalize("NFKC", text).lower().translate(_SPELT_OUT)
    if composed.isascii():
        return composed
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", composed)))


def marked_words(text: str) -> frozenset[str]:
    """The folded words of ``text`` that were typed with letters that English lacks: "à", "daño", "stößt"."""
    if text.isascii():
        return frozenset()
    found = _LETTERS.findall(unicodedata.normalize("NFKC", text).lower())
    return frozenset(fold(word) for word in found if not word.isascii() and fold(word).isascii())


def tokenize(text: str, wide_words: Collection[str] = frozenset()) -> tuple[Token, ...]:
    """Tokens of ``text`` in order. ``wide_words`` are the known words of scripts without spaces."""
    folded = fold(text)
    tokens: list[Token] = []
    end, joined = -1, False
    for match in _PIECE.finditer(folded):
        kind = match.lastgroup
        piece = match.group()
        glued = match.start() == end or joined
        joined = (
            kind == "mark" and piece in "-_/" and match.start() == end and _letter_after(folded, match.end())
        )
        end = match.end()
        if joined and piece != "/":
            continue
        tokens.extend(_tokens_of(piece, kind, glued, wide_words))
    return tuple(tokens)


def _letter_after(text: str, index: int) -> bool:
    return index < len(text) and text[index].isalnum()


def _tokens_of(piece: str, kind: str | None, glued: bool, wide_words: Collection[str]) -> Iterator[Token]:
    if kind == "number":
        yield Token(piece, piece.replace(",", "."), TokenKind.NUMBER, glued)
    elif kind == "grid":
        yield Token(piece, re.sub(r"[*×]", "x", piece), TokenKind.GRID, glued)
    elif kind == "wide":
        yield from _cut_wide(piece, glued, wide_words)
    elif kind == "initials":
        yield Token(piece, piece.replace(".", ""), TokenKind.WORD, glued)
    elif kind == "word":
        for position, part in enumerate(_open_contraction(piece)):
            yield Token(part, part, TokenKind.WORD, glued and position == 0)
    else:
        yield Token(piece, piece, TokenKind.MARK, glued)


def _open_contraction(word: str) -> tuple[str, ...]:
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word]
    if "'" not in word:
        return (word[:-2], "not") if word.endswith("nt") and word[:-2] in _HELPING else (word,)
    head, _, tail = word.partition("'")
    if word.endswith("n't"):
        return (word[:-3], "not")
    if head in _ELIDED:
        return (head, *_open_contraction(tail))
    if tail in _ENCLITIC:
        return (head,)
    return tuple(part for part in word.split("'") if part)


def _cut_wide(run: str, glued: bool, known: Collection[str]) -> Iterator[Token]:
    at = 0
    while at < len(run):
        size = next(
            (n for n in range(min(_MAX_WIDE_WORD, len(run) - at), 1, -1) if run[at : at + n] in known), 1
        )
        yield Token(run[at : at + size], run[at : at + size], TokenKind.WORD, glued or at > 0, True)
        at += size
