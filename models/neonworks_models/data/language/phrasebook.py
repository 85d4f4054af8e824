"""What can be said in a request: the lexicon's phrases by meaning, and verbs of WordNet by kind of action."""

import hashlib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from importlib import resources
from random import Random
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.data.language.spelling import respell, spellings
from neonworks_models.data.language.wordnet import Part, Synset, WordNet
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon, Node, Sense, SenseKind
from neonworks_models.intent.mentions import find_mentions
from neonworks_models.intent.tokenize import tokenize
from neonworks_models.intent.wordsets import words

__all__ = ["ActionPhrase", "Phrasebook", "Shape", "Story", "fill", "held_out", "lexicon_phrases"]

_HELD_SHARE = 0.15
_FILLERS: Mapping[str, Sequence[str]] = MappingProxyType(
    {"<p>": ("his", "her", "the", "their", ""), "<any>": ("a", "the", "", "a big"), "<n>": ("2", "3", "4")}
)
_NAMING = words(
    """
    animation cycle anim loop sequence sprite frames pose state stance reaction
    """
)
# (root verb, number of its sense, action, variant) in WordNet 3.0.
_ROOTS: Sequence[tuple[str, int, Action, Variant | None]] = (
    ("walk", 0, Action.WALK, None),
    ("run", 0, Action.RUN, None),
    ("run", 1, Action.RUN, None),
    ("rush", 0, Action.RUN, None),
    ("jump", 0, Action.JUMP, None),
    ("hit", 2, Action.ATTACK, None),
    ("attack", 0, Action.ATTACK, None),
    ("attack", 3, Action.ATTACK, None),
    ("stab", 1, Action.ATTACK, Variant.THRUST),
    ("shoot", 0, Action.ATTACK, Variant.SHOOT),
    ("shoot", 2, Action.ATTACK, Variant.SHOOT),
    ("punch", 0, Action.ATTACK, Variant.PUNCH),
    ("kick", 2, Action.ATTACK, Variant.KICK),
    ("slash", 0, Action.ATTACK, Variant.SLASH),
    ("conjure", 0, Action.CAST_SPELL, None),
    ("bewitch", 2, Action.CAST_SPELL, None),
    ("die", 0, Action.DEATH, None),
    ("collapse", 1, Action.DEATH, None),
    ("wince", 0, Action.HURT, None),
)

_OFTENER = 6
"""How often a phrase of phrases.toml is drawn beside one of the lexicon, which has far more of them."""
_STRANGE_FIELDS = frozenset({31, 32, 34, 36, 37, 40, 41, 42})
"""Cognition, communication, consumption, creation, emotion, possession, social, stative."""
_QUOTED = re.compile(r'"([^"]{8,90})"')


class Shape(Enum):
    """How a phrase fits into a sentence."""

    VERB = auto()
    THIRD = auto()
    GERUND = auto()
    NOUN = auto()


@dataclass(frozen=True, slots=True)
class ActionPhrase:
    """Words for an action. ``touches`` are the other kinds of sense that they speak of, too."""

    text: str
    action: Action
    variant: Variant | None
    shape: Shape
    touches: frozenset[SenseKind]


@dataclass(frozen=True, slots=True)
class Story:
    """A whole sentence that tells of an action."""

    text: str
    action: Action
    variant: Variant | None


def held_out(key: str) -> bool:
    """Whether a phrase or template is kept from training; a fixed share by checksum."""
    return hashlib.blake2b(key.encode(), digest_size=2).digest()[0] < 256 * _HELD_SHARE


def lexicon_phrases(lexicon: Lexicon, language: Language) -> Iterator[tuple[str, Sense]]:
    """Every phrase of the lexicon with its sense, in pattern notation."""
    stack: list[tuple[Node, tuple[str, ...]]] = [(lexicon.roots[language], ())]
    while stack:
        node, words = stack.pop()
        yield from ((" ".join(words), sense) for sense in node.senses)
        stack.extend((below, (*words, word)) for word, below in node.items())


class Phrasebook:
    """Draws phrases. ``held`` True draws only phrases kept from training, False only the others."""

    def __init__(self, lexicon: Lexicon, wordnet: WordNet, *, held: bool) -> None:
        self.wordnet = wordnet
        self._lexicon = lexicon
        self._verbs = frozenset(word for word, part in wordnet.senses if part is Part.VERB)
        self._written = {language: spellings(language) for language in Language}
        self._actions: dict[Language, dict[tuple[Action, Variant | None], list[ActionPhrase]]] = {}
        self._others: dict[Language, dict[tuple[SenseKind, str], list[str]]] = {}
        for language in Language:
            self._actions[language], self._others[language] = defaultdict(list), defaultdict(list)
            for text, sense in lexicon_phrases(lexicon, language):
                self._file(language, text, sense, held)
        self._add_handwritten(held)
        self._add_verbs(held)
        self._stories: dict[Action, list[Story]] = defaultdict(list)
        for story in self._told(held):
            self._stories[story.action].append(story)
        self._strange = tuple(self._told_of_others(held))

    def action(
        self, random: Random, language: Language, action: Action, shapes: frozenset[Shape]
    ) -> ActionPhrase | None:
        """A phrase for ``action`` of one of ``shapes``; every variant is as likely as the others."""
        shelves = self._actions[language]
        keys = [key for key in shelves if key[0] is action and shelves[key]]
        if not keys:
            return None
        for _ in range(8):
            phrase = random.choice(shelves[random.choice(keys)])
            if phrase.shape in shapes:
                return phrase
        return None

    def other(self, random: Random, language: Language, kind: SenseKind, value: str) -> str:
        """Words of ``language`` for a value of another kind, "" where there are none."""
        shelf = self._others[language][kind, value]
        return fill(random, random.choice(shelf)) if shelf else ""

    def story(self, random: Random, action: Action) -> Story | None:
        """An English sentence that WordNet gives as an example of a verb for ``action``, if it has one."""
        shelf = self._stories.get(action)
        return random.choice(shelf) if shelf else None

    def strange_story(self, random: Random) -> str | None:
        """An English sentence about something that cannot be drawn, if there is one."""
        return random.choice(self._strange) if self._strange else None

    def counts(self) -> Mapping[Language, int]:
        """How many phrases for actions there are."""
        return {language: sum(map(len, shelves.values())) for language, shelves in self._actions.items()}

    def _file(self, language: Language, text: str, sense: Sense, held: bool) -> None:
        written = respell(text, self._written[language])
        if sense.kind is SenseKind.ACTION and sense.weight >= 2 and held_out(text) is held:
            self._actions[language][Action(sense.value), sense.variant].append(
                self._phrase(language, written, sense)
            )
        elif sense.kind is SenseKind.OTHER_ACTION and held_out(text) is held:
            self._others[language][sense.kind, ""].append(written)
        elif (sense.kind is SenseKind.SPEED and sense.weight >= 2) or sense.kind is not SenseKind.ACTION:
            self._others[language][sense.kind, sense.value].append(written)

    def _phrase(self, language: Language, text: str, sense: Sense) -> ActionPhrase:
        return ActionPhrase(
            text, Action(sense.value), sense.variant, self._shape(text), self._touches(language, text)
        )

    def _shape(self, text: str) -> Shape:
        first, last = text.split()[0].removeprefix("="), text.split()[-1]
        if last in _NAMING:
            return Shape.NOUN
        if first.endswith("ing") and first not in self._verbs:
            return Shape.GERUND
        if first.endswith("s") and first not in self._verbs and first[:-1] in self._verbs:
            return Shape.THIRD
        return Shape.VERB if first in self._verbs else Shape.NOUN

    def _touches(self, language: Language, text: str) -> frozenset[SenseKind]:
        plain = text.replace("<p>", "").replace("<any>", "").replace("<n>", "").replace("=", "")
        mentions = find_mentions(tokenize(plain), self._lexicon, language)
        return frozenset(mention.kind for mention in mentions) - {SenseKind.ACTION}

    def _add_verbs(self, held: bool) -> None:
        shelves = self._actions[Language.ENGLISH]
        known = {phrase.text for shelf in shelves.values() for phrase in shelf}
        for root, sense, action, variant in _ROOTS:
            for synset in self.wordnet.below(root, Part.VERB, sense):
                for word in synset.words:
                    text = word.replace("_", " ")
                    if text in known or held_out(text) is not held or not self._mostly(word, synset.offset):
                        continue
                    touches = self._touches(Language.ENGLISH, text)
                    shelves[action, variant].append(ActionPhrase(text, action, variant, Shape.VERB, touches))
                    known.add(text)

    def _add_handwritten(self, held: bool) -> None:
        text = (resources.files("neonworks_models.data.language") / "phrases.toml").read_text("utf-8")
        shelves = self._actions[Language.ENGLISH]
        for key, block in tomllib.loads(text).items():
            variants = block if isinstance(block, dict) else {"none": block}
            for name, phrases in variants.items():
                action, variant = Action(key), None if name == "none" else Variant(name)
                for phrase in (" ".join(piece.split()) for piece in phrases.split("|")):
                    if held_out(phrase) is held:
                        touches = self._touches(Language.ENGLISH, phrase)
                        made = ActionPhrase(phrase, action, variant, Shape.VERB, touches)
                        shelves[action, variant] += [made] * _OFTENER

    def _told(self, held: bool) -> Iterator[Story]:
        for root, sense, action, variant in _ROOTS:
            for synset in self.wordnet.below(root, Part.VERB, sense):
                for text in _examples(synset):
                    if held_out(text) is held:
                        yield Story(text, action, variant)

    def _told_of_others(self, held: bool) -> Iterator[str]:
        for synset in self.wordnet.synsets.values():
            if synset.part is Part.VERB and synset.field in _STRANGE_FIELDS:
                for text in _examples(synset):
                    plain = find_mentions(tokenize(text), self._lexicon, Language.ENGLISH)
                    if held_out(text) is held and not any(m.kind is SenseKind.ACTION for m in plain):
                        yield text

    def _mostly(self, word: str, offset: int) -> bool:
        """Whether this is one of the two most frequent senses of ``word``."""
        return offset in self.wordnet.senses.get((word, Part.VERB), ())[:2]


def fill(random: Random, pattern: str) -> str:
    """``pattern`` as people would type it: blanks filled, marks of the notation gone."""
    words = (random.choice(_FILLERS[word]) if word in _FILLERS else word for word in pattern.split())
    return " ".join(word.removeprefix("=") for word in words if word)


def _examples(synset: Synset) -> list[str]:
    """The sentences quoted in the gloss."""
    return [text for text in _QUOTED.findall(synset.gloss) if " " in text]
