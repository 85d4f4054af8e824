"""Reference pictures of the panel, and how a new picture is held against them region by region.

A reference is a small PNG (256 colours) and one line of JSON: the fonts it was drawn with, and the rectangle
of every widget that has no children. Two pictures are alike when

* the same regions are there, and
* with the same fonts: each is at the same place and differs by less than ``_CLOSE`` on average, which is
  what 256 colours cost; with other fonts: those that hold no text are of the same size and mean colour.

Fonts are told apart by the pixels of a word. What moves by a clock of its own (the caret) is not shown, the
rest stands still because the clock of the lab does.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.label import Label, TextSize, style_of
from neonworks_editor.ui.root import Root
from neonworks_editor.ui.tabs import Segments, TabBar
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.toggle import Toggle
from neonworks_editor.ui.widget import Widget
from PIL import Image

__all__ = ["Reference", "compare", "read_reference", "regions_of", "take_picture", "write_reference"]

_COLOURS = 256
_CLOSE = 6.0
"""Mean difference of a region's channels, 0..255; the nearest of 256 colours is off by 1 to 3."""
_RARE = 1500.0
"""Added to that for small regions, divided by their area in pixels: their colours are lost first."""
_SAME_COLOUR = 12.0
_TEXTS = (Label, Button, Chip, Dropdown, Segments, TabBar, TextField, Toggle)


@dataclass(frozen=True)
class Reference:
    """``regions``: what the widget is, its number among its kind, and whether it holds text -> rectangle."""

    picture: Image.Image
    fonts: str
    regions: dict[str, tuple[int, int, int, int]]


def _holds_text(name: str) -> bool:
    return name.endswith("*")


def regions_of(root: Root) -> dict[str, tuple[int, int, int, int]]:
    """The widgets without children that can be seen whole, top to bottom of the tree."""
    found: dict[str, tuple[int, int, int, int]] = {}
    for widget in root.layers.walk():
        if widget.shown and not widget.children and widget.rect.width and widget.rect.height:
            seen = _seen(widget)
            if seen != widget.rect:
                continue
            kind = type(widget).__name__ + (f" {widget.name}" if widget.name else "")
            mark = "*" if isinstance(widget, _TEXTS) else ""
            number = sum(name.split("#")[0] == kind for name in found)
            rect = widget.rect
            found[f"{kind}#{number}{mark}"] = (rect.x, rect.y, rect.width, rect.height)
    return found


def _seen(widget: Widget) -> pygame.Rect:
    rect, parent = widget.rect.copy(), widget.parent
    while parent is not None:
        if parent.clips_children:
            rect = rect.clip(parent.rect)
        parent = parent.parent
    return rect


def fonts_of(root: Root) -> str:
    """Tells fonts apart: a digest of a word's pixels."""
    word = root.text.picture("Hamburgefonstiv 0123", style_of(root.theme, TextSize.BODY), (255, 255, 255))
    return hashlib.sha256(pygame.image.tobytes(word, "RGBA")).hexdigest()[:16]


def take_picture(root: Root, screen: pygame.Surface) -> Reference:
    """What is on the screen now."""
    data = pygame.image.tobytes(screen.subsurface(root.area), "RGB")
    return Reference(Image.frombytes("RGB", root.area.size, data), fonts_of(root), regions_of(root))


def write_reference(path: Path, shown: Reference) -> None:
    """Keep a picture as the reference ``path`` (without an ending)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    small = shown.picture.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path.with_suffix(".png"), optimize=True)
    path.with_suffix(".json").write_text(json.dumps({"fonts": shown.fonts, "regions": shown.regions}) + "\n")


def read_reference(path: Path) -> Reference:
    """The reference ``path`` (without an ending)."""
    stored = json.loads(path.with_suffix(".json").read_text())
    regions = {name: tuple(rect) for name, rect in stored["regions"].items()}
    return Reference(Image.open(path.with_suffix(".png")).convert("RGB"), stored["fonts"], regions)


def compare(wanted: Reference, shown: Reference) -> list[str]:
    """Every difference that matters, one line each."""
    names = [*wanted.regions, *(name for name in shown.regions if name not in wanted.regions)]
    lacking = [f"{name}: only in one of the two" for name in names if not _both(name, wanted, shown)]
    shared = [name for name in names if _both(name, wanted, shown)]
    alike = _same_pixels if wanted.fonts == shown.fonts else _same_structure
    return lacking + [line for name in shared if (line := alike(name, wanted, shown))]


def _both(name: str, one: Reference, other: Reference) -> bool:
    return name in one.regions and name in other.regions


def _same_pixels(name: str, wanted: Reference, shown: Reference) -> str:
    one, other = wanted.regions[name], shown.regions[name]
    if one != other:
        return f"{name}: at {other} in place of {one}"
    difference = _difference(_cut(wanted, name), _cut(shown, name))
    most = _CLOSE + _RARE / max(1, one[2] * one[3])
    return f"{name}: differs by {difference:.1f}" if difference > most else ""


def _same_structure(name: str, wanted: Reference, shown: Reference) -> str:
    one, other = wanted.regions[name], shown.regions[name]
    if _holds_text(name) or one[2:] != other[2:]:
        return ""
    means = [_cut(source, name).resize((1, 1), Image.Resampling.BOX) for source in (wanted, shown)]
    difference = _difference(*means)
    return f"{name}: its colour differs by {difference:.1f}" if difference > _SAME_COLOUR else ""


def _cut(source: Reference, name: str) -> Image.Image:
    x, y, width, height = source.regions[name]
    return source.picture.crop((x, y, x + width, y + height))


def _difference(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / max(1, one.width * one.height * 3)
