"""The lexicon: phrases and what they mean, read once from the TOML files beside this module.

A file holds arrays of tables named after a ``SenseKind``; each table has a ``words`` block of phrases
separated by commas, and the sense they share. In a phrase, every word matches its inflections too, ``=word``
only that form, ``a|b`` either word, ``(a b/c)`` either phrase, ``<p>`` up to two articles or possessives,
``<any>`` up to three words, ``<n>`` a number.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from itertools import chain, product
from typing import TypeAlias

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.intent.japanese import conjugate, is_verb
from neonworks_models.intent.languages import FUNCTION_WORDS, Language
from neonworks_models.intent.tokenize import fold

__all__ = ["Lexicon", "Node", "Sense", "SenseKind", "load_lexicon"]

_PACKAGE = "neonworks_models.intent"
# The tokenizer drops an English 's and splits the elided words of other languages.
_APOSTROPHES = re.compile(r"'s\b(?<!\bs's)|'")
_SEPARATOR = re.compile(r",")
_BRACKETS = re.compile(r"\(([^()]*)\)")


class SenseKind(StrEnum):
    """What a phrase speaks of; the table names in the lexicon files."""

    ACTION = "action"
    CUE = "cue"
    DIRECTION = "direction"
    RELATIVE = "relative"
    EFFECT = "effect"
    LOOP = "loop"
    SPEED = "speed"
    INTENSITY = "intensity"
    STYLE = "style"
    PARAMETER = "parameter"
    DEGREE = "degree"
    NEGATION = "negation"
    OTHER_ACTION = "other_action"
    OUT_OF_SCOPE = "out_of_scope"
    MASK = "mask"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning. ``value`` is the word of the closed list it stands for (or a name of its kind's own).

    ``weight`` is how strongly it speaks (3 = plain word for it, 1 = a hint); ``number`` is a kind's own
    quantity (speed factor, intensity 0..1, degree factor; of an attack, below 1: the weapon decides its
    variant).
    """

    kind: SenseKind
    value: str = ""
    weight: float = 3.0
    number: float = 1.0
    variant: Variant | None = None


_Entry: TypeAlias = tuple[tuple[str, ...], Sense]
_CONJUGATED = frozenset({SenseKind.ACTION, SenseKind.EFFECT, SenseKind.OTHER_ACTION})
_STRUCK = Sense(SenseKind.ACTION, Action.HURT, 4.2)


class Node(dict[str, "Node"]):
    """A state of the phrase automaton: next word -> next state, and the senses of the phrase ending here."""

    __slots__ = ("senses",)

    def __init__(self) -> None:
        self.senses: tuple[Sense, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All phrases by language, the words in them, and the common English words that are not typos.

    ``verbs`` are the common English verbs, for naming an action that is not in the lexicon.
    """

    roots: Mapping[Language, Node]
    vocabulary: Mapping[Language, frozenset[str]]
    common: frozenset[str]
    verbs: frozenset[str]


def load_lexicon() -> Lexicon:
    """Read all lexicon files of the package."""
    folder = resources.files(_PACKAGE) / "lexicon"
    verbs = frozenset((folder / "common_verbs.txt").read_text("utf-8").split())
    others = frozenset((folder / "common_words.txt").read_text("utf-8").split())
    roots, vocabulary = {}, {}
    for language in Language:
        entries = _entries(language)
        roots[language], words = _compile(_conjugated(entries) if language is Language.JAPANESE else entries)
        vocabulary[language] = words | FUNCTION_WORDS[language]
    near = frozenset((folder / "confusable_words.txt").read_text("utf-8").split())
    return Lexicon(roots, vocabulary, verbs | others | near, verbs)


def _entries(language: Language) -> Iterator[_Entry]:
    folder = resources.files(_PACKAGE) / "lexicon"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith(f"{language}_"))
    for name in names:
        tables = tomllib.loads((folder / name).read_text("utf-8"))
        for kind, groups in tables.items():
            for group in groups:
                yield from _group(SenseKind(kind), group)


def _conjugated(entries: Iterator[_Entry]) -> Iterator[_Entry]:
    """``entries`` and the forms of their verbs. What is written out stands before what is derived.

    An attack in the passive is a hurt: 殴る strikes, 殴られる is struck.
    """
    written = tuple(entries)
    own = {phrase for phrase, _ in written}
    yield from written
    for phrase, sense in written:
        if sense.kind not in _CONJUGATED or len(phrase) != 1 or not is_verb(phrase[0]):
            continue
        forms = conjugate(phrase[0])
        yield from (((form,), sense) for form in forms.active if (form,) not in own)
        if sense.kind is SenseKind.ACTION and sense.value == Action.ATTACK:
            yield from (((form,), _STRUCK) for form in forms.passive if (form,) not in own)


def _group(kind: SenseKind, group: Mapping[str, object]) -> Iterator[_Entry]:
    variant = group.get("variant")
    sense = Sense(
        kind,
        str(group.get("value", "")),
        float(str(group.get("weight", 3.0))),
        float(str(group.get("number", 1.0))),
        Variant(str(variant)) if variant else None,
    )
    for phrase in _phrases(str(group["words"])):
        yield phrase, sense


def _phrases(block: str) -> Iterator[tuple[str, ...]]:
    """The phrases of a ``words`` block as pattern elements, alternatives written out."""
    plain = _APOSTROPHES.sub(" ", fold(block)).replace("-", " ")
    for piece in chain.from_iterable(map(_opened, _SEPARATOR.split(plain))):
        elements = piece.split()
        if "|" in piece:
            yield from product(*(_choices(element) for element in elements))
        elif elements:
            yield tuple(elements)


def _opened(piece: str) -> Iterator[str]:
    """``piece`` with each alternative of its brackets: "run (away/for it)" is "run away" and "run for it"."""
    match = _BRACKETS.search(piece)
    if match is None:
        yield piece
        return
    for choice in match.group(1).split("/"):
        yield from _opened(f"{piece[: match.start()]}{choice}{piece[match.end() :]}")


def _choices(element: str) -> tuple[str, ...]:
    prefix = "=" if element.startswith("=") else ""
    return tuple(prefix + part for part in element.removeprefix("=").split("|"))


def _compile(entries: Iterator[_Entry]) -> tuple[Node, frozenset[str]]:
    root = Node()
    alone: dict[Sense, tuple[Sense, ...]] = {}
    words: set[str] = set()
    for phrase, sense in entries:
        node = root
        for element in phrase:
            following = node.get(element)
            if following is None:
                following = node[element] = Node()
            node = following
        words.update(phrase)
        if sense not in node.senses:
            # Thousands of phrases have one sense alone, and share the tuple that holds it.
            node.senses = (*node.senses, sense) if node.senses else alone.setdefault(sense, (sense,))
    return root, frozenset(word.removeprefix("=") for word in words if not word.startswith("<"))
