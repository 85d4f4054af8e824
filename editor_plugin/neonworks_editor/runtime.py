"""Load and play animations that NeonWorks Animator exported. Copy this one file into your game.

    player = Player(load("assets/animations.json"))    # or knight_walk.json, or knight_walk.animator.json
    player.play("knight_walk")
    player.update(dt)                                  # once a frame, dt in seconds
    screen.blit(player.frame, player.top_left(x, y))   # (x, y): the ground under the character's feet

It needs Python 3.11 and, to read pictures, pygame or pygame-ce; with functions of your own for ``read`` and
``cut`` it needs neither. Times in files are milliseconds, times in calls are seconds.
"""

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

__all__ = ["Animation", "AnimationError", "Player", "load"]

SHORTEST_MS = 10
"""Frames that say less last this long: no file can make a loop without length."""
Read = Callable[[Path], Any]
Cut = Callable[[Any, tuple[int, ...]], Any]


class AnimationError(ValueError):
    """The file is not what it should be; the text is one line that says which file and why."""


class Animation:
    """``frames`` in playing order, a duration (ms) for each; ``pivot`` is the ground point on a frame."""

    def __init__(self, frames: Sequence[Any], durations: Sequence[float], loop: bool, pivot: Any) -> None:
        self.frames, self.loop, self.pivot = list(frames), bool(loop), (float(pivot[0]), float(pivot[1]))
        self.durations = [max(SHORTEST_MS, value) for value in durations if 0 <= value < 1e9]
        if not frames or len(frames) != len(self.durations):
            raise AnimationError("an animation needs frames, and for each a duration that is not negative")
        self._ends = list(accumulate(self.durations))
        self.seconds = self._ends[-1] / 1000

    def index_at(self, time: float) -> int:
        """Number of the frame at ``time`` seconds; a one-shot stays on its last frame."""
        ms = (time if math.isfinite(time) else 0.0) * 1000
        ms = ms % self._ends[-1] if self.loop else ms
        return min(bisect_right(self._ends, ms), len(self.frames) - 1)

    def frame_at(self, time: float) -> Any:
        """The picture at ``time`` seconds after the start."""
        return self.frames[self.index_at(time)]


class Player:
    """Plays one of several animations; ``speed`` 2.0 is twice as fast, ``playing`` False is a pause."""

    def __init__(self, animations: Mapping[str, Animation]) -> None:
        self.animations, self.speed, self.playing, self.time = dict(animations), 1.0, True, 0.0
        self.name = next(iter(self.animations), "")

    def play(self, name: str, restart: bool = False) -> None:
        """Switch to an animation; one that plays already goes on, unless ``restart``."""
        if name not in self.animations:
            raise KeyError(f"no animation {name!r}: there are {', '.join(self.animations)}")
        if restart or name != self.name:
            self.name, self.time = name, 0.0
        self.playing = True

    def update(self, dt: float) -> None:
        """Go on by ``dt`` seconds."""
        if self.playing and math.isfinite(dt * self.speed):
            self.time = max(0.0, self.time + dt * self.speed)
            self.time %= self.current.seconds if self.current.loop else math.inf

    @property
    def current(self) -> Animation:
        """The animation that plays."""
        return self.animations[self.name]

    @property
    def frame(self) -> Any:
        """The picture to draw."""
        return self.current.frame_at(self.time)

    @property
    def finished(self) -> bool:
        """A one-shot has come to its end."""
        return not self.current.loop and self.time >= self.current.seconds

    def top_left(self, x: float, y: float) -> tuple[int, int]:
        """Where to draw ``frame`` so that the character stands on (x, y)."""
        return round(x - self.current.pivot[0]), round(y - self.current.pivot[1])


def _read_pygame(path: Path) -> Any:
    import pygame

    picture = pygame.image.load(path)
    return picture.convert_alpha() if pygame.display.get_surface() else picture


def load(
    path: str | Path, read: Read = _read_pygame, cut: Cut = lambda sheet, box: sheet.subsurface(box)
) -> dict[str, Animation]:
    """Name -> ``Animation`` of a manifest, a sheet's JSON or a sidecar (``.animator.json``).

    ``read(path)`` gives a picture, ``cut(picture, (x, y, width, height))`` a part of it. Raises ``OSError``
    for files that cannot be read, ``AnimationError`` for what is wrong inside them.
    """
    path = Path(path)
    try:
        data = json.loads(path.read_bytes())
        if "meta" in data:
            return _sheet(path, data, read, cut)
        if "canvas" in data:
            stem, times = (
                path.name.removesuffix(".animator.json"),
                [each["duration"] for each in data["frames"]],
            )
            frames = [read(_inside(path, f"{stem}_{number:02d}.png")) for number in range(1, len(times) + 1)]
            return {stem: Animation(frames, times, data["loop"], data["pivot"])}
        entries = [entry for entry in data.get("assets", data)["animations"] if "animator" in entry]
        return {str(entry["name"]): _entry(path, entry, read) for entry in entries}
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise AnimationError(f"{path}: {type(error).__name__}: {error}") from error


def _sheet(path: Path, data: Any, read: Read, cut: Cut) -> dict[str, Animation]:
    frames = data["frames"]
    frames = list(frames.values() if isinstance(frames, dict) else frames)
    picture = read(_inside(path, data["meta"]["image"]))
    cells = [cut(picture, tuple(int(frame["frame"][key]) for key in "xywh")) for frame in frames]
    times = [frame["duration"] for frame in frames]
    pivots = [part["keys"][0]["pivot"] for part in data["meta"].get("slices", ()) if part["name"] == "pivot"]
    pivot = (pivots[0]["x"], pivots[0]["y"]) if pivots else (0, 0)
    tags = data["meta"].get("frameTags") or [{"name": path.stem, "from": 0, "to": len(cells) - 1}]
    runs = {str(tag["name"]): (slice(tag["from"], tag["to"] + 1), "repeat" not in tag) for tag in tags}
    return {name: Animation(cells[run], times[run], loop, pivot) for name, (run, loop) in runs.items()}


def _entry(path: Path, entry: Any, read: Read) -> Animation:
    own = entry["animator"]
    frames = [read(_inside(path, name)) for name in own["frames"]]
    return Animation(frames, own["durations_ms"], entry["loop"], own["pivot"])


def _inside(path: Path, name: str) -> Path:
    if Path(name).is_absolute() or ".." in Path(name).parts or "\\" in name or ":" in name:
        raise AnimationError(f"{name!r} leaves its folder")
    return path.parent / name
