"""LPC Revised (Eliza Wyatt and others, OGA-BY 3.0): wardrobe, composer, strips.

A layer is a folder ``<garment>/<colour>`` with one PNG per animation, rows are directions, columns frames.
Head and hair follow the body in their own pictures; ``Head Cutouts`` name the pixels an arm covers, which
are erased from everything on the head before stacking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType

from neonworks_protocol.vocabulary import Direction

from neonworks_models.data.characters import (
    FRAME,
    ROWS,
    Character,
    cut_frames,
    held_out,
    read_rgba,
    stack,
)
from neonworks_models.sprites.sprite import RGBA

__all__ = ["ANIMATIONS", "RevisedWardrobe"]

ANIMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "idle": "Idle",
        "walk": "Walk",
        "run": "Run",
        "jump": "Jump",
        "slash": "Combat 1h - Slash",
        "swing": "Legacy - Swing",
    }
)
"""Action -> file stem."""

_CUTOUTS = Path("_ Guides & Palettes") / "Head Cutouts"
_ON_HEAD = ("Head/", "Hair/", "Head Accessories/")
_SEXES = (
    ("Body/Body 01 - Feminine, Thin", "Head/Head 01 - Feminine", "Feminine, Thin"),
    ("Body/Body 02 - Masculine, Thin", "Head/Head 02 - Masculine", "Masculine, Thin"),
)
_STYLES_HELD = 0.2
_COLOURS_HELD = 0.25


@dataclass(frozen=True)
class _Slot:
    """One place in the stack: where its garments lie, how their names begin, how often it is worn."""

    folder: str
    prefixes: tuple[str, ...]
    chance: float


_CLOTHES = (
    _Slot("Legs", ("",), 1.0),
    _Slot("Feet", ("",), 0.75),
    _Slot("Torso", ("",), 0.95),
    _Slot("Torso 2", ("",), 0.35),
    _Slot("Accessories", ("",), 0.12),
)
_ABOVE_HEAD = (
    _Slot("Head Accessories", ("Eyewear",), 0.06),
    _Slot("Hair", ("Facial Hair",), 0.15),
    _Slot("Hair", ("Short", "Medium"), 0.93),
    _Slot("Head Accessories", ("Helm 0",), 0.12),
)


class RevisedWardrobe:
    """The set in one folder. Reads names when made, pictures when a character is composed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cutouts = {
            action: read_rgba(path)[..., 3] > 127
            for action, stem in ANIMATIONS.items()
            if (path := folder / _CUTOUTS / f"{stem}.png").is_file()
        }

    def compose(self, layers: Sequence[str]) -> Character:
        """The character made of these layer folders, lowest first; raises OSError if none has a picture."""
        strips: dict[tuple[str, Direction], tuple[RGBA, ...]] = {}
        gaps = set()
        for action, stem in ANIMATIONS.items():
            found = [layer for layer in layers if (self._folder / layer / f"{stem}.png").is_file()]
            if len(found) < len(layers):
                gaps.add(action)
            sheet = stack(self._layer(layer, action) for layer in found)
            for row, direction in enumerate(ROWS):
                strips[action, direction] = cut_frames(sheet, row, 0, sheet.shape[1] // FRAME)
        stills = {direction: strips["idle", direction][0] for direction in ROWS}
        return Character("lpc-revised", tuple(layers), stills, strips, frozenset(gaps))

    def random_layers(self, random: Random, *, holdout: bool) -> tuple[str, ...]:
        """Layers of a random character; ``holdout`` chooses from the measuring share, else from the rest."""
        body, head, clothing = random.choice(_SEXES)
        skin = self._pick(random, self._names(body), holdout, _COLOURS_HELD)
        layers = [f"{body}/{skin}"]
        for slot in _CLOTHES:
            layers += self._wear(random, slot, f"Clothing/{clothing}/{slot.folder}", holdout)
        layers.append(f"{head}/{skin}")
        for slot in _ABOVE_HEAD:
            layers += self._wear(random, slot, slot.folder, holdout)
        return tuple(layers)

    def _wear(self, random: Random, slot: _Slot, place: str, holdout: bool) -> list[str]:
        if random.random() >= slot.chance:
            return []
        styles = [name for name in self._names(place) if name.startswith(slot.prefixes)]
        style = self._pick(random, styles, holdout, _STYLES_HELD)
        colours = self._names(f"{place}/{style}")
        if not colours:  # a garment in one colour lies in its own folder
            return [f"{place}/{style}"]
        return [f"{place}/{style}/{self._pick(random, colours, holdout, _COLOURS_HELD)}"]

    @staticmethod
    def _pick(random: Random, names: Sequence[str], holdout: bool, share: float) -> str:
        kept = held_out(names, share)
        allowed = [name for name in names if (name in kept) == holdout]
        return random.choice(allowed or list(names))

    def _names(self, place: str) -> list[str]:
        return sorted(entry.name for entry in (self._folder / place).iterdir() if entry.is_dir())

    def _layer(self, layer: str, action: str) -> RGBA:
        sheet = read_rgba(self._folder / layer / f"{ANIMATIONS[action]}.png")
        cutout = self._cutouts.get(action)
        if cutout is None or not layer.startswith(_ON_HEAD):
            return sheet
        sheet = sheet.copy()
        sheet[cutout] = 0
        return sheet
