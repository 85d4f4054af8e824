"""Universal LPC sheets (CC-BY-SA 3.0 or GPL 3.0): wardrobe, composer, strips.

A layer is one PNG of 832×1344 pixels that holds every animation: 13 columns × 21 rows of 64×64 frames.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType

from neonworks_protocol.vocabulary import Direction

from neonworks_models.data.characters import ROWS, Character, cut_frames, held_out, read_rgba, stack
from neonworks_models.sprites.sprite import RGBA

__all__ = ["BLOCKS", "Block", "ClassicWardrobe"]


@dataclass(frozen=True)
class Block:
    """Where an animation lies on the sheet: first row, first column, frames; one row or one a direction."""

    row: int
    column: int
    frames: int
    directions: tuple[Direction, ...] = ROWS


BLOCKS: Mapping[str, Block] = MappingProxyType(
    {
        "spellcast": Block(0, 0, 7),
        "thrust": Block(4, 0, 8),
        "walk": Block(8, 1, 8),
        "slash": Block(12, 0, 6),
        "shoot": Block(16, 0, 13),
        "hurt": Block(20, 0, 6, (Direction.DOWN,)),
    }
)
"""Action -> block. The walk's column 0 is the standing pose, which is the still."""

_STILL = Block(8, 0, 1)
_WITHOUT_THRUST_AND_SHOOT = "no_th-sh"
_HELD = 0.2


@dataclass(frozen=True)
class _Slot:
    """One place in the stack: file patterns and how often it is worn."""

    patterns: tuple[str, ...]
    chance: float


_SLOTS = (
    _Slot(("body/{sex}/*.png",), 1.0),
    _Slot(("body/{sex}/eyes/*.png",), 0.9),
    _Slot(("legs/*/{sex}/*.png",), 1.0),
    _Slot(("feet/*/{sex}/*.png", "feet/slippers_{sex}/*.png"), 0.75),
    _Slot(
        (
            "torso/leather/*_{sex}.png",
            "torso/plate/chest_{sex}.png",
            "torso/chain/mail_{sex}.png",
            "torso/shirts/*/{sex}/*.png",
            "torso/tunics/{sex}/*.png",
            "torso/robes_{sex}*/*.png",
            "torso/dress_{sex}/*dress*.png",
        ),
        0.95,
    ),
    _Slot(("belt/*/{sex}/*.png", "belt/buckles_{sex}*/*.png"), 0.25),
    _Slot(("facial/{sex}/*/*.png",), 0.12),
    _Slot(("hair/{sex}/*/*.png",), 0.93),
    _Slot(("head/*/{sex}/*.png", "head/tiaras_{sex}/*.png"), 0.12),
    _Slot(("hands/*/{sex}/*.png",), 0.15),
)


class ClassicWardrobe:
    """The set in one folder. Reads names when made, pictures when a character is composed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = {sex: tuple(self._list(slot, sex) for slot in _SLOTS) for sex in ("female", "male")}

    def compose(self, layers: Sequence[str]) -> Character:
        """The character made of these sheets, lowest first; raises OSError where a sheet is missing."""
        sheet = stack(read_rgba(self._folder / layer) for layer in layers)
        strips = {
            (action, direction): cut_frames(sheet, block.row + i, block.column, block.frames)
            for action, block in BLOCKS.items()
            for i, direction in enumerate(block.directions)
        }
        stills: dict[Direction, RGBA] = {
            direction: cut_frames(sheet, _STILL.row + i, _STILL.column, 1)[0]
            for i, direction in enumerate(ROWS)
        }
        partial = any(_WITHOUT_THRUST_AND_SHOOT in layer for layer in layers)
        gaps = frozenset({"thrust", "shoot"} if partial else ())
        return Character("lpc-classic", tuple(layers), stills, strips, gaps)

    def random_layers(self, random: Random, *, holdout: bool) -> tuple[str, ...]:
        """Layers of a random character; ``holdout`` chooses from the measuring share, else from the rest."""
        sex = random.choice(("female", "male"))
        layers = []
        for slot, files in zip(_SLOTS, self._files[sex], strict=True):
            if files and random.random() < slot.chance:
                layers.append(self._pick(random, files, holdout))
        return tuple(layers)

    @staticmethod
    def _pick(random: Random, files: Sequence[str], holdout: bool) -> str:
        """Hair is split by style and by colour, other slots (no colour folders) by file."""
        paths = [Path(file) for file in files]
        by_style = len({path.parent for path in paths}) > 8
        styles = held_out((path.parent.name for path in paths), _HELD) if by_style else frozenset()
        names = held_out((path.name for path in paths), _HELD)
        both = [p for p in paths if ((p.parent.name in styles) == holdout or not styles)]
        allowed = [p for p in both if (p.name in names) == holdout]
        return random.choice(allowed or both or paths).as_posix()

    def _list(self, slot: _Slot, sex: str) -> tuple[str, ...]:
        found = {
            path.relative_to(self._folder).as_posix()
            for pattern in slot.patterns
            for path in self._folder.glob(pattern.format(sex=sex))
        }
        return tuple(sorted(found))
