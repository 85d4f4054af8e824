"""The WordNet 3.0 database files (Debian's ``wordnet-base`` puts them in ``/usr/share/wordnet``).

The format is that of the manual page wndb(5WN): an index of words and, by part of speech, one line per set
of synonyms with its lexicographer file, words and pointers. Licence: ``intent/lexicon/WORDNET.txt``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from neonworks_protocol.errors import NotFound

__all__ = ["Part", "Synset", "WordNet", "load_wordnet"]

_HYPERNYMS = ("@", "@i")
_MAX_DEPTH = 20


class Part(StrEnum):
    """Parts of speech; the values are the endings of the file names."""

    NOUN = "noun"
    VERB = "verb"
    ADJECTIVE = "adj"
    ADVERB = "adv"


@dataclass(frozen=True, slots=True)
class Synset:
    """A set of synonyms. ``field`` is the number of its lexicographer file (29..43 are verbs)."""

    part: Part
    offset: int
    field: int
    words: tuple[str, ...]
    hypernyms: tuple[int, ...]
    gloss: str


@dataclass(frozen=True)
class WordNet:
    """Synsets by part and offset, and per word its synsets, the most frequent sense first."""

    synsets: Mapping[tuple[Part, int], Synset]
    senses: Mapping[tuple[str, Part], tuple[int, ...]]

    def senses_of(self, word: str, part: Part) -> tuple[Synset, ...]:
        """The senses of ``word`` ("pick_up" for phrases), the most frequent one first."""
        return tuple(self.synsets[part, offset] for offset in self.senses.get((word, part), ()))

    def ancestors(self, synset: Synset) -> Iterator[Synset]:
        """``synset`` and everything it is a kind of, nearest first."""
        level, seen = [synset], set()
        for _ in range(_MAX_DEPTH):
            fresh = [s for s in level if s.offset not in seen]
            yield from fresh
            seen |= {s.offset for s in fresh}
            level = [self.synsets[s.part, up] for s in fresh for up in s.hypernyms]
            if not level:
                return

    def below(self, word: str, part: Part, sense: int = 0) -> Iterator[Synset]:
        """Every kind of the sense number ``sense`` of ``word``; none where there is no such sense."""
        roots = {synset.offset for synset in self.senses_of(word, part)[sense : sense + 1]}
        if not roots:
            return
        for synset in self.synsets.values():
            if synset.part is part and any(s.offset in roots for s in self.ancestors(synset)):
                yield synset


def load_wordnet(folder: Path) -> WordNet:
    """Read the database. Raises ``NotFound`` where a file is missing."""
    synsets: dict[tuple[Part, int], Synset] = {}
    senses: dict[tuple[str, Part], tuple[int, ...]] = {}
    for part in Part:
        for line in _lines(folder / f"data.{part}"):
            synset = _synset(line, part)
            synsets[part, synset.offset] = synset
        for line in _lines(folder / f"index.{part}"):
            word, offsets = _index(line)
            senses[word, part] = offsets
    return WordNet(synsets, senses)


def _lines(path: Path) -> Iterator[str]:
    try:
        text = path.read_text("latin-1")
    except OSError as error:
        raise NotFound(
            f"cannot read {path} ({error.strerror}): install wordnet-base or name its folder"
        ) from None
    return (line for line in text.splitlines() if not line.startswith("  "))


def _synset(line: str, part: Part) -> Synset:
    record, _, gloss = line.partition(" | ")
    parts = record.split()
    count = int(parts[3], 16)
    words = tuple(_plain(word) for word in parts[4 : 4 + 2 * count : 2])
    at = 4 + 2 * count
    pointers = [parts[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(parts[at]))]
    up = tuple(int(offset) for symbol, offset, _, _ in pointers if symbol in _HYPERNYMS)
    return Synset(part, int(parts[0]), int(parts[1]), words, up, gloss.strip())


def _plain(word: str) -> str:
    """Without the syntactic marker that adjectives may carry: "galore(ip)"."""
    return word.partition("(")[0].lower()


def _index(line: str) -> tuple[str, tuple[int, ...]]:
    parts = line.split()
    count, pointers = int(parts[2]), int(parts[3])
    return parts[0], tuple(int(offset) for offset in parts[6 + pointers : 6 + pointers + count])
