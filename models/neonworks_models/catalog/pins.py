"""Checksums of the weights that come with the package: only these very files are used."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PINS"]

PINS: Mapping[str, str] = MappingProxyType(
    {
        "sprite-net.onnx": "5d19a1542173a8ee0a4cc6cc25902b501367d163467551c4b177a87016b8a09b",
        "still_reader.safetensors": "98a8aa6b692431d12ff0723532bcb3186233ad3dfe4aa8bfd1835a9b94b19a27",
    }
)
"""File name in ``weights`` -> sha256 of its content; new weights need their new line here."""
