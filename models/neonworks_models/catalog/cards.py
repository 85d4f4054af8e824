"""What is said of the weights that come with the program: what they do, whose they are, what they take.

The long text on each is its model card, the ``.md`` file beside the weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from neonworks_models.catalog.pins import PINS

__all__ = ["CARDS", "TURNER", "VAE_DECODER", "VAE_ENCODER", "ModelCard", "NetChoice", "unused_with"]

VAE_ENCODER, VAE_DECODER = "sprite-vae-encoder", "sprite-vae-decoder"
"""Names of both halves of the sprite VAE."""
TURNER = "sprite-turn"
"""Name of the net that turns stills."""


class NetChoice(StrEnum):
    """Which net draws the sprite tier: one line of the configuration."""

    SPRITE_NET = "sprite-net"
    """Learnt from both layered sets: CC BY-SA 3.0."""
    SPRITE_NET_OGA = "sprite-net-oga"
    """Learnt from LPC Revised and our own drawings only, for who refuses share-alike: OGA-BY 3.0."""
    OFF = "off"
    """There is no sprite tier."""


@dataclass(frozen=True)
class ModelCard:
    """One file of weights. ``memory_bytes`` is what a worker grows by when it loads them."""

    name: str
    file: str
    purpose: str
    licence: str
    credits: tuple[str, ...]
    memory_bytes: int
    text: str
    """Name of the model card, a file beside the weights."""

    @property
    def sha256(self) -> str | None:
        """The pinned checksum; None where these weights do not come with this version of the program."""
        return PINS.get(self.file)

    @property
    def size_bytes(self) -> int:
        """Of the file; 0 where it is not there."""
        place = files("neonworks_models") / "weights" / self.file
        return len(place.read_bytes()) if place.is_file() else 0


_REVISED = (
    "Eliza Wyatt (DeathsDarling)",
    "Lanea Zimmerman (Sharm)",
    "Stephen Challener (Redshrike)",
    "Johannes Sjölund (Wulax)",
    "BlueCarrot16",
    "BenCreating",
    "Durrani",
    "YuriNikolai",
)
_CLASSIC = (
    "Luke Mehl",
    "Johannes Sjölund",
    "Marcel van de Steeg",
    "Manuel Riecke",
    "Thane Brimhall",
    "Matthew Krohn",
    "Lori Angela Nagel",
    "Lanea Zimmerman",
    "Stephen Challener",
    "Daniel Eddeland",
    "Shaun Williams",
    "Joe White",
    "Mark Weyer",
    "Barbara Rivera",
    "JRConway3",
    "JaidynReiman",
    "Nila122",
    "neo4cat6",
)
_BOTH = tuple(dict.fromkeys((*_REVISED, *_CLASSIC)))
_WORDS = (
    "Princeton University (WordNet 3.0)",
    "sentence-transformers (all-MiniLM-L6-v2)",
)
_MIB = 1 << 20

CARDS: Mapping[str, ModelCard] = MappingProxyType(
    {
        card.name: card
        for card in (
            ModelCard(
                name="still_reader",
                file="still_reader.safetensors",
                purpose="reads facing, body plan and joints from a still",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=4 * _MIB,
                text="still_reader.md",
            ),
            ModelCard(
                name="strip_reader",
                file="strip_reader.safetensors",
                purpose="reads joints from every frame of a sheet, so that one sprite moves like another",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=2 * _MIB,
                text="strip_reader.md",
            ),
            ModelCard(
                name="hand_reader",
                file="hand_reader.safetensors",
                purpose="tells by which artists a still is, so that it moves in their manner",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=1 * _MIB,
                text="hand_reader.md",
            ),
            ModelCard(
                name=NetChoice.SPRITE_NET.value,
                file="sprite-net.onnx",
                purpose="sprite tier: draws a moving biped as an artist would",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=80 * _MIB,
                text="sprite-net.md",
            ),
            ModelCard(
                name=NetChoice.SPRITE_NET_OGA.value,
                file="sprite-net-oga.onnx",
                purpose="sprite tier, without what must be shared alike",
                licence="OGA-BY 3.0",
                credits=_REVISED,
                memory_bytes=80 * _MIB,
                text="sprite-net-oga.md",
            ),
            ModelCard(
                name=TURNER,
                file="sprite-turn.onnx",
                purpose="draws a front still as it is seen from behind and from the sides",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=30 * _MIB,
                text="sprite-turn.md",
            ),
            ModelCard(
                name=VAE_ENCODER,
                file="sprite-vae-encoder.onnx",
                purpose="other looks of a sprite: what a sprite looks like, in 768 numbers",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=12 * _MIB,
                text="sprite-vae.md",
            ),
            ModelCard(
                name=VAE_DECODER,
                file="sprite-vae-decoder.onnx",
                purpose="other looks of a sprite: what such numbers look like",
                licence="CC BY-SA 3.0",
                credits=_BOTH,
                memory_bytes=12 * _MIB,
                text="sprite-vae.md",
            ),
            ModelCard(
                name="word_vectors",
                file="word_vectors.safetensors",
                purpose="what English words mean, for sentences",
                licence="Apache-2.0 and WordNet 3.0",
                credits=_WORDS,
                memory_bytes=12 * _MIB,
                text="word_vectors.md",
            ),
            ModelCard(
                name="sentence_net",
                file="sentence_net.safetensors",
                purpose="reads sentences whose words the lexicon lacks",
                licence="MIT and WordNet 3.0",
                credits=_WORDS,
                memory_bytes=4 * _MIB,
                text="sentence_net.md",
            ),
            ModelCard(
                name="tiny-reader",
                file="tiny-reader.gguf",
                purpose="a small language model for llama.cpp: reads requests beside the embedded one",
                licence="MIT and WordNet 3.0",
                credits=("Princeton University (WordNet 3.0)",),
                memory_bytes=24 * _MIB,
                text="tiny-reader.md",
            ),
        )
    }
)
"""Name -> card, also of weights that this version lacks."""


def unused_with(choice: NetChoice) -> frozenset[str]:
    """Names of the weights that draw nothing where ``choice`` is the sprite net: the other nets, and the one
    that turns stills, whose licence asks to share alike, where another net was chosen."""
    others = {each.value for each in NetChoice if each is not choice}
    return frozenset(others if choice is NetChoice.SPRITE_NET else {*others, TURNER})
