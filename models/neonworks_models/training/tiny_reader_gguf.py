"""Writes a trained ``tiny_reader`` as a GGUF file that llama.cpp runs as any other Llama."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray

from neonworks_models.intent.large.llama import FORMAT_KEY
from neonworks_models.intent.large.schema import REPLY_FORMAT
from neonworks_models.training.tiny_reader_net import EPSILON, ROPE_BASE
from neonworks_models.training.tiny_reader_recipe import Recipe
from neonworks_models.training.tiny_reader_words import Words

__all__ = ["NO_GGUF", "write_gguf"]

NO_GGUF = "Writing a GGUF file needs the gguf package: pip install gguf and run again."
_LANGUAGES = ("en", "es", "de", "fr", "pt", "ja")
_PURPOSE = "Reads a request for a sprite animation, replies with one line of JSON."
_END = 0
"""Number of the only control token (``tiny_reader_words.END``)."""


def write_gguf(path: Path, weights: Mapping[str, NDArray[np.float32]], words: Words, recipe: Recipe) -> None:
    """Matrices in half precision, norms in single, the tokeniser and what the file is.

    Raises ``Unavailable`` without the gguf package.
    """
    try:
        package: Any = import_module("gguf")
    except ModuleNotFoundError:
        raise Unavailable(NO_GGUF) from None
    writer = package.GGUFWriter(path, "llama")
    _describe(writer, recipe)
    _add_sizes(package, writer, recipe)
    _add_words(package, writer, words, recipe.sizes.words)
    for name, table in weights.items():
        kind = np.float16 if table.ndim == 2 else np.float32
        writer.add_tensor(name, np.ascontiguousarray(table, kind))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _describe(writer: Any, recipe: Recipe) -> None:
    writer.add_name(recipe.name)
    writer.add_description(_PURPOSE)
    writer.add_license(recipe.licence)
    writer.add_languages(list(_LANGUAGES))
    writer.add_string(FORMAT_KEY, REPLY_FORMAT)


def _add_sizes(package: Any, writer: Any, recipe: Recipe) -> None:
    sizes = recipe.sizes
    writer.add_vocab_size(sizes.words)
    writer.add_context_length(sizes.context)
    writer.add_embedding_length(sizes.width)
    writer.add_feed_forward_length(sizes.inner)
    writer.add_block_count(sizes.layers)
    writer.add_head_count(sizes.heads)
    writer.add_head_count_kv(sizes.heads)
    writer.add_rope_dimension_count(sizes.width // sizes.heads)
    writer.add_rope_freq_base(ROPE_BASE)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_file_type(package.LlamaFileType.MOSTLY_F16)


def _add_words(package: Any, writer: Any, words: Words, rows: int) -> None:
    """One token for each of the table's ``rows``: few texts make fewer tokens than were asked for."""
    unused = [f"<|unused {number}|>" for number in range(len(words), rows)]
    kinds = [package.TokenType.NORMAL] * len(words) + [package.TokenType.UNUSED] * len(unused)
    kinds[_END] = package.TokenType.CONTROL
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([*words.tokens, *unused])
    writer.add_token_types(kinds)
    writer.add_token_merges(words.merges)
    for add in (writer.add_bos_token_id, writer.add_eos_token_id, writer.add_pad_token_id):
        add(_END)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)
