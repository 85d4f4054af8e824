"""A GGUF of the layout of real ones, a few kilobytes of random weights: what it answers is rubbish."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["CHATML", "write_tiny_gguf"]

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_WIDTH, _HEADS, _INNER, _LAYERS, _CONTEXT = 32, 2, 64, 2, 4096
_WORDS = ("walk", "run", "idle", "unclear", "left", "fx", "style", "do", "then", 'o":"', '","', "ing")
_UNKNOWN, _CONTROL, _NORMAL, _BYTE = 2, 3, 1, 6
"""llama_token_type of llama.h."""


def write_tiny_gguf(
    path: Path, *, seed: int = 0, template: str | None = CHATML, strings: Mapping[str, str] | None = None
) -> Path:
    """Write it to ``path``; ``strings`` are more metadata."""
    gguf: Any = import_module("gguf")
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name(f"Tiny {seed}")
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    _add_vocabulary(writer)
    if template is not None:
        writer.add_chat_template(template)
    for key, value in (strings or {}).items():
        writer.add_string(key, value)
    for name, shape in _shapes().items():
        writer.add_tensor(name, _weights(name, shape, seed))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _vocabulary() -> list[tuple[str, int]]:
    special = [("<unk>", _UNKNOWN), ("<s>", _CONTROL), ("</s>", _CONTROL)]
    marks = [("<|im_start|>", _CONTROL), ("<|im_end|>", _CONTROL)]
    single = [(f"<0x{byte:02X}>", _BYTE) for byte in range(256)]
    letters = [(chr(code), _NORMAL) for code in range(33, 127)]
    return [*special, *marks, *single, ("\u2581", _NORMAL), *letters, *((word, _NORMAL) for word in _WORDS)]


def _add_vocabulary(writer: Any) -> None:
    words = _vocabulary()
    writer.add_tokenizer_model("llama")
    writer.add_token_list([word for word, _ in words])
    writer.add_token_scores([float(len(word)) if kind == _NORMAL else 0.0 for word, kind in words])
    writer.add_token_types([kind for _, kind in words])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)


def _shapes() -> dict[str, tuple[int, ...]]:
    count = len(_vocabulary())
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (count, _WIDTH),
        "output_norm.weight": (_WIDTH,),
        "output.weight": (count, _WIDTH),
    }
    for layer in range(_LAYERS):
        block = f"blk.{layer}."
        shapes |= {block + f"{name}.weight": (_WIDTH,) for name in ("attn_norm", "ffn_norm")}
        parts = ("attn_q", "attn_k", "attn_v", "attn_output")
        shapes |= {block + f"{name}.weight": (_WIDTH, _WIDTH) for name in parts}
        shapes |= {block + f"{name}.weight": (_INNER, _WIDTH) for name in ("ffn_gate", "ffn_up")}
        shapes[block + "ffn_down.weight"] = (_WIDTH, _INNER)
    return shapes


def _weights(name: str, shape: tuple[int, ...], seed: int) -> Any:
    if "norm" in name:
        return np.ones(shape, np.float32)
    random = np.random.default_rng([seed, *name.encode()])
    return random.normal(0, 1 if name == "output.weight" else 0.3, shape).astype(np.float32)
