"""A folder laid out like the two LPC sets, every picture drawn here: a few garments, guides, cutouts."""

from pathlib import Path

import numpy as np
from neonworks_models.data.lpc_revised import ANIMATIONS
from PIL import Image

__all__ = ["FRAMES", "make_lpc_folder"]

FRAMES = {"idle": 3, "walk": 8, "run": 8, "jump": 6, "slash": 7, "swing": 6}
SKINS = ("Tan", "Honey", "Brown", "Ivory")
COLOURS = ("Aegean", "Orange", "Spring", "Mauve")
_TINTS = {
    "Tan": 200,
    "Honey": 180,
    "Brown": 90,
    "Ivory": 230,
    "Aegean": 60,
    "Orange": 150,
    "Spring": 110,
    "Mauve": 75,
}
_LINES = {
    "Neckline - High": ((29, 35, 35, 36),),
    "Chest": ((26, 38, 42, 43),),
    "Hips": ((26, 38, 49, 50),),
    "Shoulders": ((25, 26, 37, 41), (38, 39, 37, 41)),
    "Elbows": ((22, 25, 42, 43), (39, 42, 42, 43)),
    "Wrists": ((20, 24, 45, 46), (40, 44, 45, 46)),
    "Knees": ((26, 30, 52, 53), (34, 38, 52, 53)),
    "Ankles": ((26, 30, 56, 57), (34, 38, 56, 57)),
}
"""Joint lines of the front view as (x0, x1, y0, y1)."""


def make_lpc_folder(root: Path) -> Path:
    """Fill ``root`` and return it."""
    revised, classic = root / "lpc-revised", root / "lpc-classic"
    for body, head, clothing in (
        ("Body 01 - Feminine, Thin", "Head 01 - Feminine", "Feminine, Thin"),
        ("Body 02 - Masculine, Thin", "Head 02 - Masculine", "Masculine, Thin"),
    ):
        for skin in SKINS:
            _layer(revised / "Body" / body / skin, (21, 43, 35, 62), _TINTS[skin])
            _layer(revised / "Head" / head / skin, (24, 40, 16, 35), _TINTS[skin])
        for place, box in (
            ("Legs/Pants 01", (25, 39, 49, 60)),
            ("Feet/Shoes 01", (25, 39, 59, 62)),
            ("Torso/Shirt 01", (25, 39, 36, 50)),
            ("Torso 2/Suspenders", (28, 36, 36, 50)),
            ("Accessories/Bowtie", (30, 34, 35, 37)),
        ):
            for colour in COLOURS:
                only = ("idle", "walk") if "Suspenders" in place else tuple(ANIMATIONS)
                _layer(revised / "Clothing" / clothing / place / colour, box, _TINTS[colour], only)
    for style in ("Short 01", "Short 02", "Medium 01", "Medium 02", "Facial Hair 01"):
        for colour in COLOURS:
            _layer(revised / "Hair" / style / colour, (23, 41, 14, 24), _TINTS[colour] // 2)
    _layer(revised / "Head Accessories" / "Eyewear 01", (25, 39, 27, 29), 10)
    _layer(revised / "Head Accessories" / "Helm 01" / "Aegean", (23, 41, 13, 26), 120)
    _guides(revised / "_ Guides & Palettes")
    _classic(classic)
    return root


def _layer(
    folder: Path, box: tuple[int, int, int, int], tint: int, only: tuple[str, ...] = tuple(ANIMATIONS)
) -> None:
    folder.mkdir(parents=True)
    for action in only:
        _save(_sheet(box, tint, 4, FRAMES[action]), folder / f"{ANIMATIONS[action]}.png")


def _sheet(box: tuple[int, int, int, int], tint: int, rows: int, columns: int) -> np.ndarray:
    """The same box in every frame; its colour tells row and column apart."""
    sheet = np.zeros((rows * 64, columns * 64, 4), np.uint8)
    x0, x1, y0, y1 = box
    for row in range(rows):
        for column in range(columns):
            colour = (tint, 40 + 5 * row, 40 + 5 * column, 255)
            sheet[row * 64 + y0 : row * 64 + y1, column * 64 + x0 : column * 64 + x1] = colour
    return sheet


def _guides(folder: Path) -> None:
    for body, actions in (("Masculine Thin", ("idle", "walk")), ("Feminine Thin", ("idle",))):
        for name, lines in _LINES.items():
            if body == "Feminine Thin" and name in ("Hips", "Knees", "Elbows"):
                continue
            place = folder / "Body Guidelines" / body / name
            place.mkdir(parents=True)
            for action in actions:
                blank = body == "Feminine Thin"
                _save(_guide(lines, FRAMES[action], blank), place / f"{ANIMATIONS[action]}.png")
    (folder / "Head Cutouts").mkdir(parents=True)
    cutout = np.zeros((256, 512, 4), np.uint8)
    cutout[:, 30:33] = 255
    _save(cutout, folder / "Head Cutouts" / "Run.png")


def _guide(lines: tuple[tuple[int, int, int, int], ...], frames: int, right_is_blank: bool) -> np.ndarray:
    sheet = np.zeros((256, frames * 64, 4), np.uint8)
    for row in range(3 if right_is_blank else 4):
        for column in range(frames):
            part = sheet[row * 64 : row * 64 + 64, column * 64 : column * 64 + 64]
            part[35:62, 21] = part[35:62, 42] = (81, 118, 16, 255)
            for x0, x1, y0, y1 in lines:
                part[y0:y1, x0:x1] = (92, 154, 42, 255)
    return sheet


def _classic(folder: Path) -> None:
    files = {
        "body/{sex}/light.png": (22, 42, 14, 62),
        "body/{sex}/eyes/blue.png": (27, 37, 26, 28),
        "legs/pants/{sex}/red_{sex}.png": (25, 39, 48, 60),
        "feet/shoes/{sex}/brown_{sex}.png": (25, 39, 59, 62),
        "torso/leather/chest_{sex}.png": (25, 39, 36, 50),
        "belt/buckles_{sex}_no_th-sh/iron.png": (25, 39, 47, 49),
    }
    files |= {f"hair/{{sex}}/bangs/{c}.png": (23, 41, 13, 22) for c in ("red", "gray", "blue", "black")}
    for sex in ("female", "male"):
        for number, (pattern, box) in enumerate(files.items()):
            path = folder / pattern.format(sex=sex)
            path.parent.mkdir(parents=True, exist_ok=True)
            _save(_sheet(box, 30 + 12 * number, 21, 13), path)


def _save(rgba: np.ndarray, path: Path) -> None:
    Image.fromarray(rgba).save(path, compress_level=1)
