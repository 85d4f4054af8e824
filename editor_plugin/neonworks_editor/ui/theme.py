"""Colours and sizes: the dark and the light palette, and the scale of everything that is measured in pixels.

Widgets name a role (``surface``, ``muted``, ``accent``), never a colour, and lengths in logical pixels that
``Theme.px`` turns into real ones. ``TEXT_PAIRS`` lists every pair of roles in which text stands on a
background; each is held to the 4.5:1 of WCAG 2.1, criterion 1.4.3, in both palettes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

__all__ = [
    "DARK",
    "LIGHT",
    "PALETTES",
    "SCALES",
    "TEXT_PAIRS",
    "Color",
    "Palette",
    "Role",
    "Theme",
    "contrast",
    "real_pixels",
]

Color = tuple[int, int, int]
"""Red, green, blue, 0..255."""

Role = Literal[
    "window", "surface", "raised", "hover", "pressed", "well", "border", "border_strong", "text", "muted",
    "disabled", "accent", "accent_hover", "accent_pressed", "on_accent", "accent_text", "accent_soft",
    "focus", "selection", "on_selection", "good", "warning", "bad", "checker_a", "checker_b", "tooltip",
    "on_tooltip",
]  # fmt: skip
"""What a colour is for; a field of ``Palette``."""


@dataclass(frozen=True)
class Palette:
    """One colour for each role; the shadow is always black with some alpha."""

    window: Color
    """Behind everything."""
    surface: Color
    """Cards and groups on the window."""
    raised: Color
    """Buttons, chips, popups."""
    hover: Color
    pressed: Color
    well: Color
    """Sunk places: text fields, tracks, the frame strip."""
    border: Color
    border_strong: Color
    """Edge of what can be operated; 3:1 against its surroundings (WCAG 1.4.11)."""
    text: Color
    muted: Color
    """Secondary text and placeholders."""
    disabled: Color
    """Text of what cannot be used now; exempt from the contrast rule by WCAG, kept at 2.5:1 here."""
    accent: Color
    accent_hover: Color
    accent_pressed: Color
    on_accent: Color
    accent_text: Color
    """The accent where it is text or an icon on a surface."""
    accent_soft: Color
    """Background of what is chosen."""
    focus: Color
    selection: Color
    on_selection: Color
    good: Color
    warning: Color
    bad: Color
    checker_a: Color
    checker_b: Color
    tooltip: Color
    on_tooltip: Color


DARK = Palette(
    window=(24, 26, 31), surface=(32, 35, 41), raised=(46, 50, 58), hover=(57, 62, 72), pressed=(39, 43, 50),
    well=(19, 21, 25), border=(56, 61, 70), border_strong=(116, 124, 138), text=(233, 236, 241),
    muted=(163, 171, 184), disabled=(114, 121, 133), accent=(82, 96, 224), accent_hover=(90, 104, 230),
    accent_pressed=(68, 82, 200), on_accent=(255, 255, 255), accent_text=(156, 170, 255),
    accent_soft=(48, 55, 94), focus=(142, 158, 255), selection=(62, 76, 150), on_selection=(255, 255, 255),
    good=(94, 205, 138),
    warning=(240, 188, 88), bad=(255, 134, 128), checker_a=(58, 61, 68), checker_b=(74, 78, 86),
    tooltip=(238, 240, 244), on_tooltip=(24, 26, 31),
)  # fmt: skip

LIGHT = Palette(
    window=(240, 242, 245), surface=(252, 252, 253), raised=(255, 255, 255), hover=(233, 236, 241),
    pressed=(220, 224, 231), well=(255, 255, 255), border=(215, 219, 226), border_strong=(132, 139, 151),
    text=(28, 31, 37), muted=(86, 93, 105), disabled=(140, 147, 158), accent=(70, 86, 224),
    accent_hover=(60, 75, 208), accent_pressed=(50, 63, 184), on_accent=(255, 255, 255),
    accent_text=(58, 72, 205), accent_soft=(225, 229, 254), focus=(70, 86, 224),
    selection=(187, 196, 252), on_selection=(20, 22, 28),
    good=(20, 114, 62), warning=(136, 84, 0), bad=(184, 34, 30), checker_a=(226, 228, 232),
    checker_b=(206, 209, 215), tooltip=(36, 39, 46), on_tooltip=(245, 246, 248),
)  # fmt: skip

PALETTES: Mapping[str, Palette] = MappingProxyType({"dark": DARK, "light": LIGHT})
"""Name, as written in the settings -> palette."""

SCALES = (1.0, 1.25, 1.5, 2.0)
"""Scales that settings offer; ``Theme`` takes any from 1 to 2."""

_GROUNDS: tuple[Role, ...] = ("window", "surface", "raised", "well")

_READ: tuple[Role, ...] = ("text", "muted", "accent_text", "good", "warning", "bad")
_PLAIN: tuple[Role, ...] = ("hover", "pressed", "accent_soft")
_ACCENTS: tuple[Role, ...] = ("accent", "accent_hover", "accent_pressed")

TEXT_PAIRS: tuple[tuple[Role, Role], ...] = (
    *((text, ground) for text in _READ for ground in _GROUNDS),
    *(("text", ground) for ground in _PLAIN),
    *(("on_accent", ground) for ground in _ACCENTS),
    ("accent_text", "accent_soft"),
    ("on_selection", "selection"),
    ("on_tooltip", "tooltip"),
)  # fmt: skip
"""(text, background): every combination that the widgets draw, besides disabled text."""


@lru_cache(maxsize=1024)
def real_pixels(logical: float, scale: float) -> int:
    """``logical`` pixels at ``scale``; at least 1 where the length is not 0. Kept, as each frame asks for
    hundreds."""
    real = round(logical * scale)
    return real if real or not logical else 1


@dataclass(frozen=True)
class Theme:
    """A palette at a scale; ``scale`` is real pixels for one logical pixel, 1 to 2."""

    palette: Palette = DARK
    scale: float = 1.0

    def px(self, logical: float) -> int:
        """Real pixels for a length in logical pixels; at least 1 where the length is not 0."""
        return real_pixels(logical, self.scale)

    def color(self, role: Role) -> Color:
        color: Color = getattr(self.palette, role)
        return color

    @property
    def control(self) -> int:
        """Height of one line of controls, in real pixels (32 logical)."""
        return self.px(32)

    @property
    def gap(self) -> int:
        """Usual distance between controls, in real pixels (8 logical)."""
        return self.px(8)


def _luminance(color: Color) -> float:
    """Relative luminance, 0..1 (WCAG 2.1, "relative luminance")."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.1, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
