"""A Llama in PyTorch, its weights named and laid out as llama.cpp reads them from GGUF files.

After Touvron et al., "LLaMA" (2023): RMS norm first, rotary positions (Su et al., 2021) over neighbouring
pairs, gated layers with SiLU (Shazeer, 2020), no biases. Input and output share one table of words.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from neonworks_protocol.errors import Unavailable

from neonworks_models.training.tiny_reader_recipe import Sizes

__all__ = ["EPSILON", "NO_TORCH", "ROPE_BASE", "fresh_weights", "hidden", "import_torch", "logits"]

EPSILON = 1e-5
"""Of the norms."""
ROPE_BASE = 10_000.0
NO_TORCH = "Training needs PyTorch: pip install torch==2.13.0 and run again."
_SPREAD = 0.02


def import_torch() -> Any:
    """PyTorch. Raises ``Unavailable`` where it is not installed."""
    try:
        return import_module("torch")
    except ModuleNotFoundError:
        raise Unavailable(NO_TORCH) from None


def fresh_weights(torch: Any, sizes: Sizes) -> dict[str, Any]:
    """Matrices are (out, in); those that end a branch start smaller, by the number of branches (GPT-2)."""
    width, inner = sizes.width, sizes.inner
    last = _SPREAD / (2 * sizes.layers) ** 0.5
    weights: dict[str, Any] = {"token_embd.weight": torch.randn(sizes.words, width) * _SPREAD}
    for layer in range(sizes.layers):
        block = f"blk.{layer}."
        for name in ("attn_q", "attn_k", "attn_v"):
            weights[f"{block}{name}.weight"] = torch.randn(width, width) * _SPREAD
        weights[f"{block}attn_output.weight"] = torch.randn(width, width) * last
        for name in ("ffn_gate", "ffn_up"):
            weights[f"{block}{name}.weight"] = torch.randn(inner, width) * _SPREAD
        weights[f"{block}ffn_down.weight"] = torch.randn(width, inner) * last
        for name in ("attn_norm", "ffn_norm"):
            weights[f"{block}{name}.weight"] = torch.ones(width)
    weights["output_norm.weight"] = torch.ones(width)
    return weights


def hidden(torch: Any, weights: Mapping[str, Any], sizes: Sizes, numbers: Any) -> Any:
    """The last layer's output (batch, places, width) for token ``numbers`` (batch, places)."""
    f = torch.nn.functional
    turns = _turns(torch, sizes, numbers.shape[1])
    # Scaled dot product attention of PyTorch 2.13 takes half of a step on the CPU; these products do not.
    blocked = torch.full((numbers.shape[1],) * 2, float("-inf")).triu(1)
    x = f.embedding(numbers, weights["token_embd.weight"])
    for layer in range(sizes.layers):
        block = f"blk.{layer}."
        x = x + _attention(
            torch, weights, block, sizes, _norm(f, weights, block + "attn_norm", x), turns, blocked
        )
        x = x + _gated(f, weights, block, _norm(f, weights, block + "ffn_norm", x))
    return _norm(f, weights, "output_norm", x)


def logits(torch: Any, weights: Mapping[str, Any], found: Any) -> Any:
    """Scores of all tokens (..., words) for what ``hidden`` gave (..., width)."""
    return torch.nn.functional.linear(found, weights["token_embd.weight"])


def _norm(f: Any, weights: Mapping[str, Any], name: str, x: Any) -> Any:
    return f.rms_norm(x, (x.shape[-1],), weights[f"{name}.weight"], EPSILON)


def _attention(
    torch: Any, weights: Mapping[str, Any], block: str, sizes: Sizes, x: Any, turns: Any, blocked: Any
) -> Any:
    batch, places, width = x.shape

    def heads(name: str) -> Any:
        made = torch.nn.functional.linear(x, weights[f"{block}attn_{name}.weight"])
        return made.view(batch, places, sizes.heads, -1).transpose(1, 2)

    query, key = _turned(torch, heads("q"), turns), _turned(torch, heads("k"), turns)
    scale = (width // sizes.heads) ** -0.5
    seen = (query @ key.transpose(-1, -2)).float() * scale + blocked
    mixed = (seen.softmax(-1) @ heads("v")).transpose(1, 2).reshape(batch, places, width)
    return torch.nn.functional.linear(mixed, weights[block + "attn_output.weight"])


def _gated(f: Any, weights: Mapping[str, Any], block: str, x: Any) -> Any:
    gate = f.silu(f.linear(x, weights[block + "ffn_gate.weight"]))
    return f.linear(gate * f.linear(x, weights[block + "ffn_up.weight"]), weights[block + "ffn_down.weight"])


def _turns(torch: Any, sizes: Sizes, places: int) -> tuple[Any, Any]:
    """Cosines and sines (places, half a head)."""
    wide = sizes.width // sizes.heads
    speeds = ROPE_BASE ** (-torch.arange(0, wide, 2).float() / wide)
    angles = torch.arange(places).float()[:, None] * speeds
    return angles.cos(), angles.sin()


def _turned(torch: Any, x: Any, turns: tuple[Any, Any]) -> Any:
    """``x`` (..., places, head) with neighbouring pairs turned, llama.cpp's "normal" order."""
    cos, sin = (part.to(x.dtype) for part in turns)
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)
