"""The demo's stage: a bar for all scenes and, on a terminal with colours, the frames as they arrive."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from neonworks_models.sprites.sprite import RGBA
from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.style import Style
from rich.text import Text

from neonworks_daemon.cli.console import note, stderr
from neonworks_daemon.local.job import Watcher

__all__ = ["half_blocks", "stage"]

_MOST_COLUMNS = 48
"""Sprites are shown at most so wide: beside nothing else they then fit every terminal."""
_BACK = (40, 40, 46)


class _Stage:
    """A ``Watcher`` that draws."""

    def __init__(self, scenes: int, *, pictures: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        )
        self._scenes = self._progress.add_task("scenes", total=scenes)
        self._frames = self._progress.add_task("frames", total=None)
        self._pictures = pictures
        self._picture: RenderableType = Text()
        self._left = 0

    def __rich__(self) -> RenderableType:
        return Group(self._picture, self._progress)

    def restart(self, label: str, total: int) -> None:
        self._left = total
        self._progress.update(self._frames, description=label, total=total, completed=0)

    def step(self, frame: RGBA) -> None:
        self._progress.advance(self._frames)
        if self._pictures:
            self._picture = half_blocks(frame)
        self._left -= 1
        if not self._left:
            self._progress.advance(self._scenes)


class _Log:
    """Without a terminal: one line a clip."""

    def restart(self, label: str, total: int) -> None:
        note(f"  {label}: {total} frames")

    def step(self, frame: RGBA) -> None:
        return None


@contextmanager
def stage(scenes: int) -> Iterator[Watcher]:
    """Show what happens until the block ends."""
    console = stderr()
    if not console.is_terminal:
        yield _Log()
        return
    shown = _Stage(scenes, pictures=console.color_system in ("256", "truecolor"))
    with Live(shown, console=console, refresh_per_second=20, transient=True):
        yield shown


def half_blocks(frame: RGBA) -> Text:
    """The frame in a terminal: one character shows two pixels, the upper one as its foreground.

    Wider frames than 48 pixels are shown at a half or a third, each block by its first pixel.
    """
    stride = -(-frame.shape[1] // _MOST_COLUMNS)
    small = frame[::stride, ::stride]
    if small.shape[0] % 2:
        small = np.concatenate([small, np.zeros_like(small[:1])])
    shown = np.where(small[..., 3:] > 127, small[..., :3], np.array(_BACK, np.uint8))
    text = Text()
    for upper, lower in zip(shown[::2], shown[1::2], strict=True):
        for above, below in zip(upper, lower, strict=True):
            text.append("▀", Style.parse(f"rgb({_rgb(above)}) on rgb({_rgb(below)})"))
        text.append("\n")
    return text


def _rgb(pixel: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> str:
    return ",".join(str(int(channel)) for channel in pixel)
