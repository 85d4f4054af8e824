"""A checkpoint of the layout of Llama 3 with random weights and a byte-level tokenizer, as a folder."""

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.fakes.tiny_gguf import CHATML

__all__ = ["write_tiny_checkpoint"]

_MARKERS = ("<|begin_of_text|>", "<|end_of_text|>", "<|im_start|>", "<|im_end|>")
_WORDS = ("walk", "idle", "unclear", '","', '":"')


def write_tiny_checkpoint(folder: Path, *, template: str | None = CHATML, seed: int = 0) -> Path:
    """Write it into ``folder``; needs torch and transformers."""
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(), bos_token=_MARKERS[0], eos_token=_MARKERS[1]
    )
    if template is not None:
        tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    torch.manual_seed(seed)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=8192,
        initializer_range=1.0,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    tokenizers: Any = import_module("tokenizers")
    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    words: dict[str, int] = {letter: index for index, letter in enumerate(letters)}
    merges: list[tuple[str, str]] = []
    for word in _WORDS:
        for end in range(2, len(word) + 1):
            if word[:end] not in words:
                words[word[:end]] = len(words)
                merges.append((word[: end - 1], word[end - 1]))
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=words, merges=merges))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(list(_MARKERS))
    return tokenizer
