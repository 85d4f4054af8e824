"""Checksums of the weights that come with the package: only these very files are used."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PINS"]

PINS: Mapping[str, str] = MappingProxyType(
    {
        "hand_reader.safetensors": "8d110dcbc596d9300f64866464479e0bd30eaa29c3a87aa78955ba8e3548b25a",
        "sentence_net.safetensors": "3f8f5712c8e6f037a2daa2d81de83630b23031b0f74f4575688d27850b393964",
        "sprite-net-oga.onnx": "7f502517fc92c4cd8d12d84c8c9ff61a5b93f40ca74c8825256f0f4650e2e5e0",
        "sprite-net.onnx": "0309f6fa87b0a4c755691a39c4d24d027ff0273e2aff0f64bb32ee9d2d50db4c",
        "sprite-turn.onnx": "c5ccffb30d8bb3dc06ad3242ea5a30b45aa60adead64878e8af8c98956edc634",
        "sprite-vae-decoder.onnx": "d8c110671c420d1ebdb823278a6d658a23e4bba48a74dd8d2becc55a9bc55232",
        "sprite-vae-encoder.onnx": "7979579a5acd1c4630789affcbd193a444abcdaef0458a8db8cca0eb802983e0",
        "still_reader.safetensors": "24921c2db56e632e775af4b5d7510f2c666c267586492e8c1717cd325f2aa558",
        "strip_reader.safetensors": "2209d1e6a660a5d9a3e70d1c2ea2aa1c098c874ce7a9a32b595326735285fea4",
        "tiny-reader.gguf": "0b5a01b93cc800f2c550a634b3d8ac15a0dfe92337f9d11300c393463d20ddd4",
        "word_vectors.safetensors": "0c3c04984778142519c2f9d43668327446c106100a71c9f7ac70e039f175c38f",
    }
)
"""File name in ``weights`` -> sha256 of its content; new weights need their new line here."""
