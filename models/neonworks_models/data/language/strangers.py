"""Words beside the action: persons and things, qualities, and verbs for what cannot be drawn."""

from collections.abc import Iterable, Iterator
from importlib import resources
from random import Random
from string import ascii_lowercase

from neonworks_models.data.language.wordnet import Part, WordNet
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind, load_lexicon
from neonworks_models.intent.mentions import find_mentions
from neonworks_models.intent.tokenize import tokenize
from neonworks_models.intent.wordsets import words

__all__ = ["Strangers"]

_PERSON_FIELDS = frozenset({5, 18})
"""Lexicographer files noun.animal and noun.person."""
_THING_FIELDS = frozenset({6, 7, 10, 13, 15, 17, 20, 21, 23, 28})
_OTHER_VERBS = frozenset({29, 30, 31, 32, 34, 36, 37, 39, 40, 41})
"""Body, change, cognition, communication, consumption, creation, emotion, perception, possession, social."""
_TAKEN = frozenset({SenseKind.ACTION, SenseKind.CUE})
_LIGHT = words(
    """
    make let have do give want need get be see show take put come go keep set turn
    """
)
_RUDE = ("offensive", "slur", "disparag", "obscene", "vulgar", "derogatory", "insulting", "contempt")
"""Words in the glosses of terms that nobody should read in a request of ours."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


class Strangers:
    """Draws words that the lexicon of actions does not know."""

    def __init__(self, wordnet: WordNet) -> None:
        folder = resources.files("neonworks_models.intent") / "lexicon"
        common = _polite(wordnet, (folder / "common_words.txt").read_text("utf-8").split())
        verbs = _polite(wordnet, (folder / "common_verbs.txt").read_text("utf-8").split())
        lexicon = load_lexicon()

        def is_free(word: str) -> bool:
            found = find_mentions(tokenize(word), lexicon, Language.ENGLISH)
            return not any(mention.kind in _TAKEN for mention in found)

        self._persons = tuple(_of_fields(wordnet, common, Part.NOUN, _PERSON_FIELDS))
        self._things = tuple(w for w in _of_fields(wordnet, common, Part.NOUN, _THING_FIELDS) if is_free(w))
        self._qualities = tuple(w for w in common if (w, Part.ADJECTIVE) in wordnet.senses and is_free(w))
        self._verbs = tuple(
            w for w in _of_fields(wordnet, verbs, Part.VERB, _OTHER_VERBS) if is_free(w) and w not in _LIGHT
        )

    def person(self, random: Random) -> str:
        """Someone who may act: "blacksmith", "badger"."""
        return random.choice(self._persons)

    def thing(self, random: Random) -> str:
        """Something that does not act: "ladder"."""
        return random.choice(self._things)

    def quality(self, random: Random) -> str:
        """An adjective that names no action."""
        return random.choice(self._qualities)

    def verb(self, random: Random) -> str:
        """A verb for what cannot be drawn: "memorise"."""
        return random.choice(self._verbs)

    @staticmethod
    def gibberish(random: Random) -> str:
        """What a cat types."""
        if random.random() < 0.2:
            return random.choice("?!.;#") * random.randint(1, 6) + str(random.randint(0, 9999))
        row = random.choice((*_ROWS, ascii_lowercase))
        words = ("".join(random.choices(row, k=random.randint(3, 9))) for _ in range(random.randint(1, 4)))
        return " ".join(words)


def _of_fields(wordnet: WordNet, words: Iterable[str], part: Part, fields: frozenset[int]) -> Iterator[str]:
    """The ``words`` whose most frequent sense lies in one of ``fields``."""
    for word in words:
        senses = wordnet.senses_of(word, part)
        if senses and senses[0].field in fields:
            yield word


def _polite(wordnet: WordNet, candidates: Iterable[str]) -> list[str]:
    """The ``words`` of which no sense is a term of abuse."""
    kept = []
    for word in candidates:
        glosses = [synset.gloss for part in Part for synset in wordnet.senses_of(word, part)]
        if not any(rude in gloss for gloss in glosses for rude in _RUDE):
            kept.append(word)
    return kept
