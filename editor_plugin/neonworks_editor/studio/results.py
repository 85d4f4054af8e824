"""What was drawn for one content of a request, and a bounded memory of such results.

A result belongs to *what* was asked, not to a request: the same content asked for twice, or told again by the
next daemon, fills the same result. Finished work is therefore never thrown away while it may be wanted again.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from neonworks_protocol.messages import Clip, Submit
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.records import UnavailableTier

from neonworks_editor.studio.frames import DrawnClip, StripFrame

__all__ = ["MAX_RESULTS", "MAX_RESULT_BYTES", "Result", "ResultMemory"]

MAX_RESULTS = 64
"""As many live takes as the daemon keeps of one client (SPEC, Requests 6)."""
MAX_RESULT_BYTES = 64 * 1024 * 1024
"""Raw 64 x 64 frames are 16 KiB: 64 results of 4 clips of 16 frames; of large sprites fewer are kept."""


@dataclass(eq=False)
class Result:
    """``key`` names the content of ``message``, whose ``request_id`` and ``channel`` mean nothing here."""

    key: str
    message: Submit
    clips: list[DrawnClip] = field(default_factory=list)
    interpretation: Interpretation | None = None
    job_id: str | None = None
    """The newest job that drew it."""
    unavailable: tuple[UnavailableTier, ...] = ()
    """Wanted tiers that the daemon does not have."""
    done: bool = False
    """Everything that was asked for is here."""

    def __repr__(self) -> str:
        return f"Result({self.key[:8]}, {len(self.clips)} clips, done={self.done})"

    def announce(self, place: int, clip: Clip) -> DrawnClip:
        """The clip at ``place`` (0, 1, ... in the order announced): a new one, or the same told again."""
        if place < len(self.clips):
            drawn = self.clips[place]
            if drawn.same_clip(clip):
                drawn.clip = clip
                return drawn
        drawn = DrawnClip(clip)
        self.clips[place : place + 1] = [drawn]
        return drawn

    @property
    def playable(self) -> bool:
        """At least one clip, and a complete tier of each."""
        return bool(self.clips) and all(drawn.complete_tier is not None for drawn in self.clips)

    @property
    def thumbnail(self) -> StripFrame | None:
        """A picture that tells results apart: the middle of the first clip, else the first that is here."""
        for drawn in self.clips:
            best = drawn.best
            picture = best.get(drawn.clip.frame_count // 2) or next(iter(best.values()), None)
            if picture is not None:
                return picture
        return None

    @property
    def size_bytes(self) -> int:
        """Memory of all pictures."""
        return sum(drawn.size_bytes for drawn in self.clips)


class ResultMemory:
    """The results used last, by key; bounded by number and by bytes."""

    def __init__(self, most: int = MAX_RESULTS, most_bytes: int = MAX_RESULT_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._results: OrderedDict[str, Result] = OrderedDict()
        self._sizes: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._results)

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results.values())

    def get(self, key: str) -> Result | None:
        """The result of that content; it counts as used now."""
        result = self._results.get(key)
        if result is not None:
            self._results.move_to_end(key)
        return result

    def keep(self, result: Result) -> None:
        """Takes a result in, or its new size, as the one used last; the ones used longest ago leave, never
        it."""
        self._results[result.key] = result
        self._results.move_to_end(result.key)
        self._sizes[result.key] = result.size_bytes
        while len(self._results) > 1 and self._too_much():
            key, _ = self._results.popitem(last=False)
            self._sizes.pop(key, None)

    def forget(self, key: str) -> None:
        """The daemon has lost it, or it is to be drawn again."""
        self._results.pop(key, None)
        self._sizes.pop(key, None)

    def _too_much(self) -> bool:
        return len(self._results) > self._most or sum(self._sizes.values()) > self._most_bytes
