"""Sprite sheets with the JSON that Aseprite writes, so that engines' Aseprite importers read them.

Format: aseprite.org/docs/cli (``--data``, ``--format json-hash|json-array``). Tags carry ``repeat`` "1" for
clips that play once, as Aseprite 1.3 does; the pivot is a slice called ``pivot`` over the whole frame.
"""

import math
from enum import StrEnum
from functools import cache
from importlib.metadata import version

import msgspec
import numpy as np

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.frames import encode_png
from neonworks_models.sprites.sprite import RGBA

__all__ = ["SheetJson", "SheetLayout", "compose_sheet", "encode_sheet"]

_BLUE = "#0000ffff"
"""Aseprite's own colour for new slices."""


class SheetLayout(StrEnum):
    """Where frames lie: all in a row, all in a column, or near-square and row by row."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    GRID = "grid"


class SheetJson(StrEnum):
    """``frames`` of the JSON as a map by file name, or as a list."""

    HASH = "hash"
    ARRAY = "array"


def encode_sheet(
    clip: ClipArtwork, layout: SheetLayout = SheetLayout.HORIZONTAL, kind: SheetJson = SheetJson.HASH
) -> dict[str, bytes]:
    """``{stem}.png`` and ``{stem}.json`` that describes it."""
    columns = _columns(layout, len(clip.frames))
    sheet = compose_sheet(clip.frames, columns)
    document = {
        "frames": _frames(clip, columns, kind),
        "meta": _meta(clip, sheet),
    }
    text = msgspec.json.format(msgspec.json.encode(document), indent=1)
    return {f"{clip.stem}.png": encode_png(sheet), f"{clip.stem}.json": text + b"\n"}


def compose_sheet(frames: tuple[RGBA, ...], columns: int) -> RGBA:
    """Frames of one size side by side, ``columns`` to a row, without gaps; unused cells are transparent."""
    height, width = frames[0].shape[:2]
    rows = math.ceil(len(frames) / columns)
    sheet = np.zeros((rows * height, columns * width, 4), np.uint8)
    for index, frame in enumerate(frames):
        y, x = index // columns * height, index % columns * width
        sheet[y : y + height, x : x + width] = frame
    return sheet


@cache
def _version() -> str:
    """Read once: looking it up parses the package's whole metadata."""
    return version("neonworks-animator")


def _columns(layout: SheetLayout, count: int) -> int:
    match layout:
        case SheetLayout.HORIZONTAL:
            return count
        case SheetLayout.VERTICAL:
            return 1
        case SheetLayout.GRID:
            return math.ceil(math.sqrt(count))


def _rectangle(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}


def _frames(
    clip: ClipArtwork, columns: int, kind: SheetJson
) -> dict[str, dict[str, object]] | list[dict[str, object]]:
    width, height = clip.plan.width, clip.plan.height
    entries: dict[str, dict[str, object]] = {
        name: {
            "frame": _rectangle(index % columns * width, index // columns * height, width, height),
            "rotated": False,
            "trimmed": False,
            "spriteSourceSize": _rectangle(0, 0, width, height),
            "sourceSize": {"w": width, "h": height},
            "duration": duration,
        }
        for index, (name, duration) in enumerate(zip(clip.frame_names, clip.plan.durations, strict=True))
    }
    if kind is SheetJson.HASH:
        return entries
    return [{"filename": name, **entry} for name, entry in entries.items()]


def _meta(clip: ClipArtwork, sheet: RGBA) -> dict[str, object]:
    once = {} if clip.plan.loop else {"repeat": "1"}
    x, y = (round(value) for value in clip.plan.pivot)
    bounds = _rectangle(0, 0, clip.plan.width, clip.plan.height)
    return {
        "app": "neonworks-animator",
        "version": _version(),
        "image": f"{clip.stem}.png",
        "format": "RGBA8888",
        "size": {"w": sheet.shape[1], "h": sheet.shape[0]},
        "scale": "1",
        "frameTags": [
            {"name": tag.name, "from": tag.first, "to": tag.last, "direction": "forward", **once}
            for tag in clip.all_tags
        ],
        "layers": [],
        "slices": [
            {
                "name": "pivot",
                "color": _BLUE,
                "keys": [{"frame": 0, "bounds": bounds, "pivot": {"x": x, "y": y}}],
            }
        ],
    }
