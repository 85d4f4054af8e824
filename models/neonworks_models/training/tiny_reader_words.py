"""The tokeniser of the small language model: byte-level BPE as GPT-2 has it, "gpt-2" for llama.cpp."""

import json
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from neonworks_protocol.errors import Unavailable

__all__ = ["END", "NO_TOKENIZERS", "Words", "fit_words", "load_words"]

END = "<|end|>"
"""The control token that closes a reply; its number is 0."""
NO_TOKENIZERS = "This needs the tokenizers package: pip install tokenizers and run again."


class Words:
    """Token numbers of a text. ``slips`` (0..1) leaves that share of the merges out at random."""

    def __init__(self, tokenizer: Any) -> None:
        tokenizer.encode_special_tokens = True
        self._tokenizer = tokenizer

    def __len__(self) -> int:
        return int(self._tokenizer.get_vocab_size())

    def numbers(self, texts: Sequence[str], slips: float = 0.0) -> list[list[int]]:
        """One list of numbers for each text; special tokens in a text are plain text."""
        self._tokenizer.model.dropout = slips or None
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [list(encoding.ids) for encoding in found]

    def text(self, numbers: Sequence[int]) -> str:
        """The text of token numbers; bytes that are no UTF-8 come out as replacement marks."""
        return str(self._tokenizer.decode(list(numbers), skip_special_tokens=True))

    @property
    def merges(self) -> list[str]:
        """Pairs of tokens in order of rank, as GGUF files hold them."""
        return [" ".join(pair) for pair in self._model["merges"]]

    @property
    def tokens(self) -> list[str]:
        """Tokens by number, in GPT-2's letters for bytes."""
        vocabulary: dict[str, int] = self._model["vocab"]
        return sorted(vocabulary, key=vocabulary.__getitem__)

    @property
    def _model(self) -> dict[str, Any]:
        model: dict[str, Any] = json.loads(self._tokenizer.to_str())["model"]
        return model

    def save(self, path: Path) -> None:
        """Write the tokenizers package's own JSON."""
        self._tokenizer.save(str(path))


def fit_words(texts: Iterable[str], size: int) -> Words:
    """A tokeniser of ``size`` tokens for ``texts``. Raises ``Unavailable`` without the tokenizers package."""
    package = _package()
    tokenizer = package.Tokenizer(package.models.BPE())
    tokenizer.pre_tokenizer = package.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = package.decoders.ByteLevel()
    trainer = package.trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        show_progress=False,
        special_tokens=[END],
        initial_alphabet=sorted(package.pre_tokenizers.ByteLevel.alphabet()),
    )
    tokenizer.train_from_iterator(texts, trainer)
    return Words(tokenizer)


def load_words(path: Path) -> Words:
    """Read what ``Words.save`` wrote."""
    return Words(_package().Tokenizer.from_file(str(path)))


def _package() -> Any:
    try:
        return import_module("tokenizers")
    except ModuleNotFoundError:
        raise Unavailable(NO_TOKENIZERS) from None
