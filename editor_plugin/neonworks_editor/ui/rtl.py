"""Arabic and Hebrew in the order and the shapes in which they are seen.

SDL_ttf as pygame 2.5 uses it draws every text from left to right and shapes Arabic for that direction, so the
letters would come unjoined and backwards. ``visual`` picks the joined forms (Unicode's presentation forms,
read from the decompositions that ``unicodedata`` knows) and turns the characters round.
"""

import itertools
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from neonworks_editor.ui.graphemes import boundaries

__all__ = ["visual"]

_FORMS = ("<isolated>", "<initial>", "<medial>", "<final>")


@lru_cache(maxsize=1)
def _shapes() -> Mapping[str, dict[str, str]]:
    """Letter (or lam with alef) -> form -> presentation form."""
    table: dict[str, dict[str, str]] = {}
    for point in (*range(0xFB50, 0xFBC0), *range(0xFE70, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(point)).split(" ")
        if form in _FORMS and letters and letters[0] != "0020":
            table.setdefault("".join(chr(int(code, 16)) for code in letters), {})[form] = chr(point)
    return table


def _joined(units: list[str]) -> list[str]:
    """Each unit in the form that its neighbours ask for."""
    shapes = _shapes()
    letters = [shapes.get(unit[0] if unit[:2] not in shapes else unit[:2], {}) for unit in units]
    seen = []
    for index, (unit, forms) in enumerate(zip(units, letters, strict=True)):
        before = index > 0 and "<initial>" in letters[index - 1]
        after = index + 1 < len(units) and "<final>" in letters[index + 1] and "<initial>" in forms
        wanted = ("<medial>" if after else "<final>") if before else ("<initial>" if after else "<isolated>")
        base = 2 if unit[:2] in shapes else 1
        seen.append(forms.get(wanted, unit[:base]) + unit[base:])
    return seen


def _units(text: str) -> list[str]:
    """Characters with their marks; lam and alef together, because they share one form."""
    cuts = boundaries(text)
    units = [text[a:b] for a, b in itertools.pairwise(cuts)]
    merged: list[str] = []
    for unit in units:
        if merged and merged[-1] == "\u0644" and "\u0644" + unit[0] in _shapes():
            merged[-1] += unit
        else:
            merged.append(unit)
    return merged


@lru_cache(maxsize=1024)
def visual(text: str) -> str:
    """A right-to-left run as its glyphs stand from left to right, brackets turned."""
    units = [_mirrored(unit) for unit in _joined(_units(text))]
    return "".join(reversed(units))


def _mirrored(unit: str) -> str:
    pairs = "()[]{}<>«»"
    place = pairs.find(unit) if len(unit) == 1 else -1
    return unit if place < 0 else pairs[place ^ 1]
