"""A sheet of another figure's frames, read once: its bytes, and what the JSON of Aseprite's beside it tells.

Where the frames lie, which row is performed and which action it is are found by the daemon.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.limits import MAX_FRAME_SIDE, MAX_FRAMES, Limits
from neonworks_protocol.records import MotionSource

from neonworks_editor.studio.sprite import read_sprite

__all__ = ["MotionSheet", "read_motion_sheet"]

_MAX_JSON = 1 << 20
_LEAST_SIDE = 8
_MOST_MS = 60_000
_GIF = b"GIF8"


@dataclass(frozen=True, slots=True)
class MotionSheet:
    """``name`` is the file's, ``sha256`` of its bytes, ``source`` what the daemon is sent."""

    name: str
    sha256: str
    source: MotionSource

    def __repr__(self) -> str:
        return f"MotionSheet({self.name!r}, {len(self.source.sheet)} bytes)"


class _Frame(msgspec.Struct):
    frame: dict[str, int]
    duration: int = 100


class _Sheet(msgspec.Struct):
    frames: dict[str, _Frame] | list[_Frame]


def read_motion_sheet(path: Path, limits: Limits) -> MotionSheet:
    """The sheet in the file ``path``; raises ``BadSprite`` with one line that names it."""
    sheet = read_sprite(path, limits)
    if sheet.data.startswith(_GIF):
        raise BadSprite(f"{path.name} is a GIF; save its frames as a sheet in one PNG and choose that")
    size, durations = _told(path.with_suffix(".json"))
    source = MotionSource(sheet=sheet.data, size=size, durations=durations)
    return MotionSheet(path.name, hashlib.sha256(msgspec.msgpack.encode(source)).hexdigest(), source)


def _told(path: Path) -> tuple[tuple[int, int] | None, tuple[int, ...]]:
    """Size and times of the frames; nothing where there is no such file, or it is of another kind."""
    try:
        with path.open("rb") as file:
            document = msgspec.json.decode(file.read(_MAX_JSON), type=_Sheet)
        frames = document.frames if isinstance(document.frames, list) else list(document.frames.values())
        places = [(each.frame["y"], each.frame["w"], each.frame["h"]) for each in frames]
    except (OSError, ValueError, KeyError, RecursionError):
        return None, ()
    sizes = {place[1:] for place in places}
    if len(sizes) != 1 or not all(_LEAST_SIDE <= side <= MAX_FRAME_SIDE for side in places[0][1:]):
        return None, ()
    in_a_row = len(frames) <= MAX_FRAMES and all(place[0] == 0 for place in places)
    times = tuple(min(_MOST_MS, max(1, each.duration)) for each in frames)
    return sizes.pop(), times if in_a_row else ()
