"""Makes the table of word vectors: ``python -m neonworks_models.training.word_vectors --help``.

A word's vector joins what MiniLM makes of the word alone with where WordNet puts it: its lexicographer files
and, for verbs, the kinds of action that it is a kind of. Principal components of both, 96 bytes a word.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from neonworks_models.catalog.weights import Tensors, load_tensors
from neonworks_models.data.language.wordnet import Part, Synset, WordNet, load_wordnet
from neonworks_models.intent.knowledge.vectors import VECTOR_FORMAT
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.intent.morphology import lemmas
from neonworks_models.training.minilm import MiniLM

__all__ = ["compress", "main", "read_table", "save_table", "wordnet_features"]

WIDTH = 96
"""Numbers a word; the first 96 components hold 60 % of the variance."""
_FIELDS = 45
_KINDS = 250
"""The most general verbs that become features, by how many verbs are kinds of them."""
_SHARE = 0.6
"""Weight of each WordNet part beside MiniLM's unit vector."""
_SENSES = 4
_COMMON = ("common_words.txt", "common_verbs.txt")


def main(arguments: Sequence[str] | None = None) -> None:
    """Compute the vectors of all words and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True, help="folder of the MiniLM checkpoint")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder of the WordNet database")
    parser.add_argument("--out", type=Path, required=True, help="safetensors file to write")
    options = parser.parse_args(arguments)
    wordnet, encoder = load_wordnet(options.wordnet), MiniLM(options.minilm)
    words = _vocabulary(encoder.vocabulary, wordnet)
    meaning = encoder.vectors(words)
    table, explained = compress(np.hstack([meaning, wordnet_features(words, wordnet)]), WIDTH)
    save_table(words, table, options.out)
    print(f"{len(words)} words, {explained:.1%} of the variance kept, {options.out}")


def _vocabulary(pieces: Iterable[str], wordnet: WordNet) -> tuple[str, ...]:
    """Whole words of MiniLM, all single verbs and the common words of WordNet, and the lexicon's words."""
    folder = resources.files("neonworks_models.intent") / "lexicon"
    words = {piece for piece in pieces if piece.isalpha() and piece.isascii()}
    words |= {word for word, part in wordnet.senses if part is Part.VERB}
    words |= {word for name in _COMMON for word in (folder / name).read_text("utf-8").split()}
    words |= {word for known in load_lexicon().vocabulary.values() for word in known}
    return tuple(sorted(word for word in words if len(word) > 1 and word.isalpha() and word.isascii()))


def wordnet_features(words: Sequence[str], wordnet: WordNet) -> NDArray[np.float32]:
    """Per word its lexicographer files and the general verbs above it, each part of length ``_SHARE``."""
    kinds = {offset: index for index, offset in enumerate(_general_verbs(wordnet))}
    fields = np.zeros((len(words), _FIELDS), np.float32)
    above = np.zeros((len(words), _KINDS), np.float32)
    for row, word in enumerate(words):
        for synset, weight in _weighted_senses(word, wordnet):
            fields[row, synset.field] += weight
            if synset.part is Part.VERB:
                for ancestor in wordnet.ancestors(synset):
                    if ancestor.offset in kinds:
                        above[row, kinds[ancestor.offset]] += weight
    return np.hstack([_unit(fields), _unit(above)]) * np.float32(_SHARE)


def _weighted_senses(word: str, wordnet: WordNet) -> Iterator[tuple[Synset, float]]:
    known = [form for form in lemmas(word) if any((form, part) in wordnet.senses for part in Part)]
    for form in known[:2]:
        for part in Part:
            for rank, synset in enumerate(wordnet.senses_of(form, part)[:_SENSES]):
                yield synset, 1.0 / (1 + rank)


def _general_verbs(wordnet: WordNet) -> list[int]:
    below: Counter[int] = Counter()
    for (part, _), synset in wordnet.synsets.items():
        if part is Part.VERB:
            below.update(ancestor.offset for ancestor in wordnet.ancestors(synset))
    return [offset for offset, _ in below.most_common(_KINDS)]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = rows / np.maximum(lengths, 1e-6)
    return result


def compress(rows: NDArray[np.float32], width: int) -> tuple[NDArray[np.float32], float]:
    """The first ``width`` principal components, weak ones raised by the root, and the variance they hold."""
    centred = rows - rows.mean(0)
    values, axes = np.linalg.eigh(centred.T @ centred / len(rows))
    top = np.argsort(values)[::-1][:width]
    kept = centred @ axes[:, top] / values[top] ** 0.25
    return kept.astype(np.float32), float(values[top].sum() / values.sum())


def save_table(words: Sequence[str], table: NDArray[np.float32], out: Path) -> None:
    """Write words and vectors: bytes with one scale a word, the words as one text of lines."""
    scale = np.abs(table).max(1, keepdims=True) / 127
    tensors: Mapping[str, NDArray[np.generic]] = {
        "vectors": np.round(table / np.maximum(scale, 1e-9)).astype(np.int8),
        "scales": scale[:, 0].astype(np.float16),
        "words": np.frombuffer("\n".join(words).encode(), np.uint8).copy(),
    }
    save_file(dict(tensors), out, {"format": VECTOR_FORMAT})


def read_table(path: Path) -> Tensors:
    """Read a table that was just made, whatever its checksum."""
    return load_tensors(path, hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
