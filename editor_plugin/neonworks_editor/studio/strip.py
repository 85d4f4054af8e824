"""The strip of one clip of one take: the newest best picture of every index, and what the preview plays.

Two rules hold whatever arrives, in whatever order: a picture is never replaced by one of an older change, and
every picture is of one spec. Older pictures stay, and count as superseded, until newer ones replace them
index by index.
"""

from dataclasses import dataclass

from neonworks_protocol.messages import Clip
from neonworks_protocol.vocabulary import Tier

from neonworks_editor.studio.frames import DrawnClip, StripFrame
from neonworks_editor.studio.playback import Playback

__all__ = ["Cell", "Onion", "Strip"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one index shows. ``order`` numbers the changes of the user: a larger one is newer."""

    frame: StripFrame
    order: int
    drawn: DrawnClip


@dataclass(frozen=True, slots=True)
class Onion:
    """Pictures before and after the current one, the nearest first."""

    before: tuple[StripFrame, ...]
    after: tuple[StripFrame, ...]


class Strip:
    """``revision`` grows with every visible change; ``order`` is the newest change with a picture here."""

    def __init__(self) -> None:
        self.playback = Playback()
        self.revision = 0
        self.order = 0
        self.wanted = 0
        """The change that the user waits for; cells below it are superseded."""
        self._drawn: DrawnClip | None = None
        self._cells: list[Cell | None] = []
        self._tier: Tier | None = None
        self._reel: dict[int, StripFrame] = {}
        self._passes = 0

    @property
    def clip(self) -> Clip | None:
        """The clip of the newest picture: its durations, canvas and loop flag hold for the strip."""
        return self._drawn.clip if self._drawn else None

    @property
    def drawn(self) -> DrawnClip | None:
        """The newest clip that has a picture here, for exports."""
        return self._drawn

    @property
    def cells(self) -> tuple[Cell | None, ...]:
        """One per index; None where nothing was ever drawn."""
        return tuple(self._cells)

    @property
    def played_tier(self) -> Tier | None:
        """The tier that plays; None while the newest clip has no complete one and a mixture is shown."""
        return self._tier

    @property
    def superseded(self) -> bool:
        """Whether any picture is of an older change than the one that is waited for."""
        return any(self.is_superseded(index) for index in range(len(self._cells)))

    @property
    def complete(self) -> bool:
        """Whether the change that is waited for has a complete tier here."""
        return self.order >= self.wanted and self._drawn is not None and self._drawn.complete_tier is not None

    def is_superseded(self, index: int) -> bool:
        """Whether the picture at ``index`` is of an older change."""
        cell = self._cells[index]
        return cell is not None and (cell.order < self.wanted or cell.drawn is not self._drawn)

    def want(self, order: int) -> None:
        """The user changed something: what is here is superseded from now on."""
        if order > self.wanted:
            self.wanted = order
            self.revision += 1

    def offer(self, drawn: DrawnClip, frame: StripFrame, order: int, now: float) -> bool:
        """A picture arrived; False when something newer or better is shown in its place."""
        if order < self.order or frame.index >= drawn.clip.frame_count:
            return False
        if order > self.order or drawn is not self._drawn:
            self._begin(drawn, order, now)
        cell = self._cells[frame.index]
        if cell is not None and cell.drawn is drawn and cell.frame.rank >= frame.rank and cell.order == order:
            return False
        self._cells[frame.index] = Cell(frame, order, drawn)
        self._adopt(at_once=self._tier is None)
        self.revision += 1
        return True

    def show(self, drawn: DrawnClip, order: int, now: float) -> bool:
        """Everything that is drawn of a clip, at once; False when something newer is shown."""
        if order < self.order or not drawn.best:
            return False
        for frame in drawn.best.values():
            self.offer(drawn, frame, order, now)
        self._adopt(at_once=True)
        return True

    def tick(self, now: float) -> None:
        """Changes to a better complete tier at the loop point, or at once while paused."""
        passes = self.playback.passes(now)
        turned, self._passes = passes != self._passes, passes
        if turned or not self.playback.playing:
            self._adopt(at_once=True)

    def picture(self, now: float) -> StripFrame | None:
        """What the preview shows now; None before the first picture."""
        return self.at(self.playback.index(now))

    def at(self, index: int) -> StripFrame | None:
        """What plays at ``index``; where the newest clip has nothing yet, the older picture."""
        if not 0 <= index < len(self._cells):
            return None
        if self._tier is not None:
            return self._reel[index]
        cell = self._cells[index]
        return cell.frame if cell is not None else None

    def onion(self, now: float, reach: int = 1) -> Onion:
        """The neighbours of the current picture, ``reach`` to each side; around the ends where it loops."""
        index, count = self.playback.index(now), len(self._cells)
        loop = self.clip is not None and self.clip.loop
        reach = min(reach, max(0, (count - 1) // 2 if loop else count - 1))
        steps = range(1, reach + 1)
        before = [self.at((index - s) % count if loop else index - s) for s in steps]
        after = [self.at((index + s) % count if loop else index + s) for s in steps]
        return Onion(tuple(f for f in before if f), tuple(f for f in after if f))

    def _begin(self, drawn: DrawnClip, order: int, now: float) -> None:
        """The first picture of a newer clip: its length and times hold from now on."""
        count = drawn.clip.frame_count
        self._cells = [*self._cells[:count], *[None] * (count - len(self._cells))]
        self._drawn, self.order, self._tier = drawn, order, None
        self._reel = {}
        self.playback.set_clip(drawn.clip.durations, drawn.clip.loop, now)
        self._passes = self.playback.passes(now)

    def _adopt(self, *, at_once: bool) -> None:
        best = self._drawn.complete_tier if self._drawn else None
        if self._drawn is not None and at_once and best is not None and best is not self._tier:
            self._tier, self._reel = best, dict(self._drawn.passes[best])
            self.revision += 1
