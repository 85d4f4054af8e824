"""Characters composed from the two layered LPC sets, in one call.

The folder holds ``lpc-revised/`` and ``lpc-classic/`` as their artists publish them; nothing of it is part
of the repository.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from random import Random

from neonworks_models.data.characters import Character
from neonworks_models.data.lpc_classic import ClassicWardrobe
from neonworks_models.data.lpc_revised import RevisedWardrobe

__all__ = ["LpcSource", "compose", "compose_layers", "training_characters", "wardrobe"]


class LpcSource(StrEnum):
    """Folder names of the two sets."""

    REVISED = "lpc-revised"
    CLASSIC = "lpc-classic"


def wardrobe(root: Path, source: LpcSource) -> RevisedWardrobe | ClassicWardrobe:
    """The set's wardrobe; make it once for many characters."""
    folder = root / source
    return RevisedWardrobe(folder) if source is LpcSource.REVISED else ClassicWardrobe(folder)


def compose_layers(root: Path, source: LpcSource | str, layers: Sequence[str]) -> Character:
    """The character made of exactly these layers, lowest first."""
    return wardrobe(root, LpcSource(source)).compose(layers)


def compose(root: Path, source: LpcSource | str, seed: int, holdout: bool) -> Character:
    """A random character. ``holdout`` takes styles and colours kept for measuring, else only the others."""
    clothes = wardrobe(root, LpcSource(source))
    return clothes.compose(clothes.random_layers(Random(seed), holdout=holdout))


def training_characters(
    root: Path, n: int, seed: int, *, holdout: bool = False, sources: Sequence[LpcSource] = tuple(LpcSource)
) -> Iterator[Character]:
    """``n`` characters, the sources in turn, made as they are asked for."""
    clothes = [wardrobe(root, source) for source in sources]
    for index in range(n):
        own = clothes[index % len(clothes)]
        yield own.compose(own.random_layers(Random(f"{seed}:{index}"), holdout=holdout))
