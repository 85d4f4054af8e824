"""Checksums of the weights that come with the package: only these very files are used."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PINS"]

PINS: Mapping[str, str] = MappingProxyType(
    {
        "hand_reader.safetensors": "8d110dcbc596d9300f64866464479e0bd30eaa29c3a87aa78955ba8e3548b25a",
        "sentence_net.safetensors": "3f8f5712c8e6f037a2daa2d81de83630b23031b0f74f4575688d27850b393964",
        "sprite-net-oga.onnx": "9cfb10246aab5b5196381fea190e7dc409659f05b23d1b63e3840888986e6672",
        "sprite-net.onnx": "91bb72394c12227f4bb6c4a3f00b7bb3f03351b0e479029c2d4662e8ea5b7931",
        "sprite-turn.onnx": "2718ab1a35d729cd9de3208f2e8b648948c31872dfb2f5a9c366a82e092dfb1d",
        "sprite-vae-decoder.onnx": "b3b0680505650111fa3db4c2c2373da005b6cd552db52c3e9ebb068f22829d22",
        "sprite-vae-encoder.onnx": "4be966100d6793f2f4fc9ba079771d566e77384f184ae4ee87734b587fd42d36",
        "still_reader.safetensors": "24921c2db56e632e775af4b5d7510f2c666c267586492e8c1717cd325f2aa558",
        "strip_reader.safetensors": "2209d1e6a660a5d9a3e70d1c2ea2aa1c098c874ce7a9a32b595326735285fea4",
        "tiny-reader.gguf": "0b5a01b93cc800f2c550a634b3d8ac15a0dfe92337f9d11300c393463d20ddd4",
        "word_vectors.safetensors": "0c3c04984778142519c2f9d43668327446c106100a71c9f7ac70e039f175c38f",
    }
)
"""File name in ``weights`` -> sha256 of its content; new weights need their new line here."""
