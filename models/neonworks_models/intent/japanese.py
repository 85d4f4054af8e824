"""Forms of Japanese verbs, so that the lexicon need only name the dictionary form.

A verb of five rows (歩く) changes its last kana by row, one of a single row (投げる) drops its る. Which of
the two a verb in -る is cannot be told from its spelling: both sets are made, and those that no one writes
never match.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["VerbForms", "conjugate", "is_verb"]


@dataclass(frozen=True)
class VerbForms:
    """``active`` forms mean what the verb means; ``passive`` ones that it is done to the speaker."""

    active: tuple[str, ...]
    passive: tuple[str, ...]


# Last kana -> its a, i, e and o rows, and what te and ta forms put in its place.
_ROWS: Mapping[str, tuple[str, str, str, str, str, str]] = MappingProxyType(
    {
        "う": ("わ", "い", "え", "お", "って", "った"),
        "く": ("か", "き", "け", "こ", "いて", "いた"),
        "ぐ": ("が", "ぎ", "げ", "ご", "いで", "いだ"),
        "す": ("さ", "し", "せ", "そ", "して", "した"),
        "つ": ("た", "ち", "て", "と", "って", "った"),
        "ぬ": ("な", "に", "ね", "の", "んで", "んだ"),
        "ぶ": ("ば", "び", "べ", "ぼ", "んで", "んだ"),
        "む": ("ま", "み", "め", "も", "んで", "んだ"),
        "る": ("ら", "り", "れ", "ろ", "って", "った"),
    }
)
_SINGLE_ROW_BEFORE = frozenset("いきぎしちにびみりえけげせてでねべめれ")
_KANJI = ("\u3400", "\u9fff")


def is_verb(phrase: str) -> bool:
    """Whether ``phrase`` ends like a verb in its dictionary form; of kana alone it takes three."""
    if len(phrase) < 2 or phrase[-1] not in _ROWS:
        return False
    return any(_KANJI[0] <= letter <= _KANJI[1] for letter in phrase) or _is_hiragana(phrase)


def conjugate(verb: str) -> VerbForms:
    """The forms of ``verb`` without itself; endings such as ます or ない follow as words of their own."""
    active = list(_five_rows(verb))
    passive = [verb[:-1] + _ROWS[verb[-1]][0] + "れ"]
    if verb[-1] == "る" and (verb[-2] in _SINGLE_ROW_BEFORE or _KANJI[0] <= verb[-2] <= _KANJI[1]):
        active += _single_row(verb)
        passive.append(verb[:-1] + "られ")
    return VerbForms(
        tuple(dict.fromkeys(form for form in active if len(form) > 1 and form != verb)),
        tuple(dict.fromkeys(form + ending for form in passive for ending in ("る", "て", "た", ""))),
    )


def _five_rows(verb: str) -> Iterator[str]:
    stem, (a, i, e, o, te, ta) = verb[:-1], _ROWS[verb[-1]]
    if verb.endswith("行く"):
        te, ta = "って", "った"
    yield from (stem + te, stem + ta, stem + i, stem + a, stem + e, stem + o + "う")
    yield from (stem + a + "せ", stem + a + "せて", stem + e + "ば")
    yield from (stem + i + ending for ending in ("ながら", "ます", "つつ"))


def _single_row(verb: str) -> Iterator[str]:
    stem = verb[:-1]
    yield from (
        stem + ending for ending in ("て", "た", "", "よう", "ろ", "させ", "させて", "れば", "ながら")
    )


def _is_hiragana(phrase: str) -> bool:
    return len(phrase) > 2 and all("\u3041" <= letter <= "\u309f" for letter in phrase)
