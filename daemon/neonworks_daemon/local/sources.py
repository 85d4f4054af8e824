"""Whose motion a sprite is to perform, as options say it: a sheet, and which of its frames."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.limits import MAX_FRAME_SIDE, MAX_FRAMES, MAX_SHEET_ROWS, MAX_SPRITE_BYTES
from neonworks_protocol.records import MotionSource
from neonworks_protocol.roots import read_regular
from neonworks_protocol.vocabulary import Direction

from neonworks_daemon.local.words import to_enum, to_path

__all__ = ["SOURCE_KEYS", "SourceOptions", "load_source", "read_source"]

SOURCE_KEYS = ("motion_from", "motion_row", "motion_direction", "motion_frames", "motion_size")
"""Keys of a batch line about it."""
_MAX_JSON = 1 << 20


@dataclass(frozen=True)
class SourceOptions:
    """``row`` counts from 1 at the top; ``first`` and ``frames`` choose frames of it; ``size``: width and
    height of one. None: found."""

    sheet: Path
    row: int | None = None
    direction: Direction | None = None
    first: int = 1
    frames: int | None = None
    size: tuple[int, int] | None = None


def read_source(values: Mapping[str, object]) -> SourceOptions | None:
    """The options under ``SOURCE_KEYS``; None where none is given. Raises ``BadRequest`` naming the key."""
    given = {key.replace("-", "_"): value for key, value in values.items() if value is not None}
    found = {key: given[key] for key in SOURCE_KEYS if key in given}
    if not found:
        return None
    sheet = found.get("motion_from")
    if not isinstance(sheet, str):
        raise BadRequest("motion_from must name the sheet of frames whose motion is wanted")
    first, frames = _frames(found.get("motion_frames"))
    direction = found.get("motion_direction")
    return SourceOptions(
        to_path("motion_from", sheet),
        _row(found.get("motion_row")),
        None if direction is None else to_enum("motion_direction", str(direction), Direction),
        first,
        frames,
        _size(found.get("motion_size")),
    )


def load_source(options: SourceOptions) -> MotionSource:
    """With the sheet's content, and with frame size and times of an Aseprite JSON of its name beside it.

    Raises ``BadSprite`` where the sheet cannot be read.
    """
    try:
        data = read_regular(options.sheet, MAX_SPRITE_BYTES)
    except BadRequest as error:
        raise BadSprite(f"{error.message}: name a sheet that you may read") from None
    except FileNotFoundError:
        raise BadSprite(f"there is no sheet {options.sheet}: check its name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadSprite(f"cannot read {options.sheet} ({reason}): name a sheet that you may read") from error
    size, durations = _told(options.sheet.with_suffix(".json"))
    whole = options.row is None and options.first == 1 and options.frames is None and options.size is None
    return MotionSource(
        sheet=data,
        size=options.size or size,
        row=options.row,
        direction=options.direction,
        first=options.first,
        frames=options.frames,
        durations=durations if whole else (),
    )


class _Frame(msgspec.Struct):
    frame: dict[str, int]
    duration: int = 100


class _Sheet(msgspec.Struct):
    frames: dict[str, _Frame] | list[_Frame]


def _told(path: Path) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Size and times of the frames in Aseprite's JSON; nothing where it is of another kind."""
    try:
        document = msgspec.json.decode(read_regular(path, _MAX_JSON), type=_Sheet)
        frames = document.frames if isinstance(document.frames, list) else list(document.frames.values())
        places = [(each.frame["x"], each.frame["y"], each.frame["w"], each.frame["h"]) for each in frames]
    except (OSError, ValueError, KeyError, BadRequest, RecursionError):
        return None, ()
    sizes = {place[2:] for place in places}
    if len(sizes) != 1 or not all(8 <= side <= MAX_FRAME_SIDE for side in places[0][2:]):
        return None, ()
    in_a_row = len(frames) <= MAX_FRAMES and all(place[1] == 0 for place in places)
    times = tuple(min(60_000, max(1, each.duration)) for each in frames)
    return sizes.pop(), times if in_a_row else ()


def _row(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_SHEET_ROWS:
        raise BadRequest(f"motion_row must be a whole number from 1 to {MAX_SHEET_ROWS}, the top row is 1")
    return value


def _frames(value: object) -> tuple[int, int | None]:
    """The first frame and how many: from ``8`` or from ``2-9``."""
    if value is None:
        return 1, None
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?", str(value))
    if match is None or isinstance(value, bool):
        raise BadRequest("motion_frames must be a number of frames (8) or the first and the last one (2-9)")
    first, last = (1, int(match[1])) if match[2] is None else (int(match[1]), int(match[2]))
    if first < 1 or not 2 <= last - first + 1 <= MAX_FRAMES:
        raise BadRequest(f"motion_frames must choose 2 to {MAX_FRAMES} frames, the row's first one is 1")
    return first, last - first + 1


def _size(value: object) -> tuple[int, int] | None:
    if value is None:
        return None
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?:[x×]\s*(\d{1,4})\s*)?", str(value))
    sides = (0, 0) if match is None else (int(match[1]), int(match[2] or match[1]))
    if not all(8 <= side <= MAX_FRAME_SIDE for side in sides):
        raise BadRequest(f"motion_size must be the size of one frame such as 64x64, 8 to {MAX_FRAME_SIDE}")
    return sides
