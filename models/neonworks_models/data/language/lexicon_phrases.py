"""Requests around the lexicon's own words for actions, as they are written in its files.

``Phrasebook`` draws from the compiled lexicon, where accents, elisions and marks are gone: "getotet" for
"getötet". Here the files are read as they stand, so that a reader meets the spelling that people use. One
piece of a ``words`` block counts once, however many phrases its brackets open up to. A request is kept only
where the rules of the embedded interpreter read the same action and kind of attack.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from random import Random
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.data.language.inflect import Form, inflect
from neonworks_models.data.language.phrasebook import ActionPhrase, Phrasebook, Shape, held_out
from neonworks_models.data.language.prose import Prose
from neonworks_models.data.language.requests import LEFT_OPEN, LabelledRequest, finished, pick_language
from neonworks_models.data.language.sentences import Draft, SentenceMaker
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.japanese import conjugate, is_verb
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind

__all__ = ["LexiconPhrases", "LexiconPiece", "lexicon_pieces"]

_MIN_WEIGHT = 2.0
"""Hints below this weight ("up", "ball") name no action by themselves."""
_BARE, _EXTRAS = 0.3, 0.5
"""Share of requests that are the phrase alone, and of those with a direction, frame count or the like."""
_PLAIN_LETTERS = 0.15
"""Share of requests in other languages than English that are typed without accents."""
_ARMED = 0.3
"""Share of attacks of no kind of their own that are made with a weapon, which then decides the kind."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORMS = (Form.BASE, Form.THIRD, Form.THIRD, Form.GERUND)
_OPEN = LEFT_OPEN | {SenseKind.DIRECTION, SenseKind.LOOP}
_OWNERS: Mapping[Language, Sequence[str]] = MappingProxyType(
    {
        Language.ENGLISH: ("his", "her", "the", "their", "a", ""),
        Language.SPANISH: ("su", "la", "el", "una", "un", ""),
        Language.PORTUGUESE: ("sua", "seu", "a", "o", "uma", "um", ""),
        Language.FRENCH: ("sa", "son", "la", "le", "une", "un", ""),
        Language.GERMAN: ("sein", "seine", "das", "die", "den", "dem", "einen", ""),
        Language.JAPANESE: ("",),
    }
)
_WITH: Mapping[Language, str] = MappingProxyType(
    {
        Language.ENGLISH: "{act} with {owner} {tool}",
        Language.SPANISH: "{act} con {owner} {tool}",
        Language.PORTUGUESE: "{act} com {owner} {tool}",
        Language.FRENCH: "{act} avec {owner} {tool}",
        Language.GERMAN: "{act} mit {owner} {tool}",
        Language.JAPANESE: "{tool}で{act}",
    }
)
_BETWEEN: Mapping[Language, Sequence[str]] = MappingProxyType(
    {
        Language.ENGLISH: ("", "the", "a", "his", "the big", "her own", "an old"),
        Language.SPANISH: ("", "la", "el", "un", "una", "su", "el gran"),
        Language.PORTUGUESE: ("", "a", "o", "um", "uma", "sua", "o grande"),
        Language.FRENCH: ("", "la", "le", "un", "une", "son", "le grand"),
        Language.GERMAN: ("", "den", "die", "das", "einen", "seinem", "eine große"),
        Language.JAPANESE: ("", "", "大きな"),
    }
)


@dataclass(frozen=True, slots=True)
class LexiconPiece:
    """One piece of a ``words`` block in the lexicon's notation, and what it means."""

    pattern: str
    language: Language
    action: Action
    variant: Variant | None

    def opened(self, random: Random) -> str:
        """One of its phrases as people would type it."""
        pattern = self.pattern
        while match := _BRACKETS.search(pattern):
            choice = random.choice(match.group(1).split("/"))
            pattern = f"{pattern[: match.start()]}{choice}{pattern[match.end() :]}"
        words = (self._typed(random, element) for element in pattern.split())
        gap = "" if self.language is Language.JAPANESE else " "
        return gap.join(word for word in words if word)

    def _typed(self, random: Random, element: str) -> str:
        match element:
            case "<p>":
                return random.choice(_OWNERS[self.language])
            case "<any>":
                return random.choice(_BETWEEN[self.language])
            case "<n>":
                return str(random.randint(2, 4))
            case _:
                return random.choice(element.removeprefix("=").split("|"))


def lexicon_pieces(kind: SenseKind = SenseKind.ACTION) -> Iterator[LexiconPiece]:
    """Every piece of the lexicon files that names an action, spelt as it is written there.

    With ``SenseKind.CUE`` those that only speak for one, weapons among them.
    """
    folder = resources.files("neonworks_models.intent") / "lexicon"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        language = Language(file.name.partition("_")[0])
        for group in tomllib.loads(file.read_text("utf-8")).get(kind, ()):
            if kind is SenseKind.CUE or float(group.get("weight", 3.0)) >= _MIN_WEIGHT:
                variant = Variant(group["variant"]) if group.get("variant") else None
                pieces = (" ".join(piece.split()) for piece in group["words"].split(","))
                action = Action(group["value"])
                yield from (LexiconPiece(piece, language, action, variant) for piece in pieces if piece)


class LexiconPhrases:
    """Makes the requests. ``held`` True draws only phrases kept from training, False only the others.

    ``rules`` are those that must agree with the label of a request.
    """

    def __init__(
        self, book: Phrasebook, rules: EmbeddedInterpreter, verbs: frozenset[str], *, held: bool
    ) -> None:
        self._maker, self._rules, self._verbs = SentenceMaker(book), rules, verbs
        self._around = Prose(self._maker.strangers)
        shelves: dict[Language, dict[tuple[Action, Variant | None], list[LexiconPiece]]] = {}
        for piece in lexicon_pieces():
            if held_out(piece.pattern) is held:
                kinds = shelves.setdefault(piece.language, defaultdict(list))
                kinds[piece.action, piece.variant].append(piece)
        self._shelves = shelves
        self._tools: dict[Language, list[LexiconPiece]] = defaultdict(list)
        for piece in lexicon_pieces(SenseKind.CUE):
            if piece.action is Action.ATTACK and piece.variant:
                self._tools[piece.language].append(piece)

    def requests(self, seed: int, *, prose: float = 0.0) -> Iterator[LabelledRequest]:
        """Requests without end, all actions and languages in turn by chance.

        ``prose`` is the share of English ones that stand within a longer description.
        """
        random = Random(seed)
        while True:
            language = pick_language(random)
            draft, phrase = self._draft(random, language)
            if language is Language.ENGLISH and random.random() < prose:
                draft.text = self._around.around(random, draft.text)
            elif language is not Language.ENGLISH and random.random() < _PLAIN_LETTERS:
                draft.text = _without_accents(draft.text)
            if self._agrees(draft.text, phrase):
                yield finished(random, language, draft)

    def _draft(self, random: Random, language: Language) -> tuple[Draft, ActionPhrase]:
        phrase = self._phrase(random, language)
        if random.random() < _BARE:
            draft = Draft(_formed(random, phrase), [phrase.action], phrase.variant)
        else:
            draft = self._maker.sentence(random, language, phrase)
        if random.random() < _EXTRAS:
            draft = self._maker.with_extras(random, language, draft)
        draft.unsure |= _OPEN
        return draft, phrase

    def _phrase(self, random: Random, language: Language) -> ActionPhrase:
        kinds = self._shelves[language]
        action = random.choice(sorted({action for action, _ in kinds}))
        shelf = kinds[random.choice([key for key in kinds if key[0] is action])]
        piece = random.choice(shelf)
        text = piece.opened(random)
        if language is Language.JAPANESE and " " not in piece.pattern and is_verb(text):
            text = random.choice((text, *conjugate(text).active))
        if piece.action is Action.ATTACK and piece.variant is None and random.random() < _ARMED:
            text = self._armed(random, language, text)
        return ActionPhrase(text, piece.action, piece.variant, self._shape(piece, text), frozenset())

    def _armed(self, random: Random, language: Language, text: str) -> str:
        tool = random.choice(self._tools[language]).opened(random)
        return _WITH[language].format(act=text, owner=random.choice(_OWNERS[language]), tool=tool)

    def _shape(self, piece: LexiconPiece, text: str) -> Shape:
        """How ``text`` fits into an English template. A piece with "=" keeps the form that it has."""
        first = text.split()[0]
        if piece.language is not Language.ENGLISH:
            return Shape.NOUN
        if first in self._verbs:
            return Shape.NOUN if "=" in piece.pattern else Shape.VERB
        if first.endswith("ing"):
            return Shape.GERUND
        third = first.endswith("s") and (first[:-1] in self._verbs or first[:-2] in self._verbs)
        return Shape.THIRD if third else Shape.NOUN

    def _agrees(self, text: str, phrase: ActionPhrase) -> bool:
        first, *others = self._rules.interpret(text).sequence
        if first.animation_type is not phrase.action or others:
            return False
        return phrase.variant is None or first.variant is phrase.variant


def _formed(random: Random, phrase: ActionPhrase) -> str:
    return inflect(phrase.text, random.choice(_FORMS)) if phrase.shape is Shape.VERB else phrase.text


def _without_accents(text: str) -> str:
    """``text`` without the marks above and below Latin letters."""
    apart = unicodedata.normalize("NFD", text)
    plain = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", plain)
