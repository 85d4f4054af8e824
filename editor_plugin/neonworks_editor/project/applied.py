"""``AppliedClip``: an animation that lies in the project's files, with all that is needed to play it."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["AppliedClip"]


@dataclass(frozen=True, slots=True)
class AppliedClip:
    """One clip in files. Two values are equal when they name the same files with the same timing.

    ``animation`` is its name among the entity's animations (``walk``, ``attack_slash``, ``walk_left``).
    ``frames`` are absolute paths of PNGs of one ``size`` (width, height in pixels), in playing order;
    ``durations`` has as many entries, milliseconds from 1. ``pivot`` is the ground point under the body's
    core and ``still_offset`` where the still's pixel (0, 0) lies, both in pixels on a frame: a host that
    drew the still at (x, y) draws the frames at (x, y) - ``still_offset`` and the feet stay where they were.
    ``sheet`` is the picture with all frames in a row, where one was written.
    """

    animation: str
    frames: tuple[Path, ...]
    durations: tuple[int, ...]
    loop: bool
    size: tuple[int, int]
    pivot: tuple[float, float]
    still_offset: tuple[int, int] = (0, 0)
    sheet: Path | None = None
    direction: str = ""
    """``up``, ``left``, ``down`` or ``right``: where the character looks; empty when nobody said."""
    cells: tuple[tuple[int, int, int, int], ...] = ()
    """For frames that lie on a sheet: (x, y, width, height) of each on its picture; empty: whole pictures."""

    def __post_init__(self) -> None:
        if not self.frames or len(self.frames) != len(self.durations):
            raise ValueError(f"{self.animation}: one duration for each of at least one frame is needed")
        if self.cells and len(self.cells) != len(self.frames):
            raise ValueError(f"{self.animation}: a cell for each frame is needed, or none")
        if min(self.durations) < 1:
            raise ValueError(f"{self.animation}: durations are 1 ms or longer")

    @property
    def total_ms(self) -> int:
        """Length of one pass."""
        return sum(self.durations)
