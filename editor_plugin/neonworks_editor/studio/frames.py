"""One picture of a strip, and one clip as far as it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from neonworks_protocol.messages import Clip, ClipDone, Frame
from neonworks_protocol.records import ClipRef
from neonworks_protocol.vocabulary import Encoding, Tier

__all__ = ["DrawnClip", "StripFrame"]


@dataclass(frozen=True, slots=True, eq=False)
class StripFrame:
    """One picture. It knows its clip, so pictures of clips with other canvases can be lined up by
    ``pivot``."""

    clip: Clip
    index: int
    tier: Tier
    revision: int
    sha256: str
    """Of the RGBA pixels: equal names mean equal pictures, whatever they were asked for."""
    encoding: Encoding
    data: bytes
    """Straight-alpha RGBA8, rows from the top (``raw``), or a PNG file of that."""

    def __repr__(self) -> str:
        return f"StripFrame({self.index}, {self.tier.value}, {self.sha256[:8]})"

    @classmethod
    def of(cls, clip: Clip, frame: Frame) -> "StripFrame":
        """The picture that a whole frame message carries."""
        return cls(
            clip, frame.index, frame.tier, frame.revision, frame.sha256, frame.encoding, bytes(frame.data)
        )

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.clip.canvas

    @property
    def pivot(self) -> tuple[float, float]:
        """(x, y) of the ground point under the body's core, in pixels of this picture."""
        return self.clip.pivot

    @property
    def still_offset(self) -> tuple[int, int]:
        """(x, y) of the still's pixel (0, 0) in this picture."""
        return self.clip.still_offset

    @property
    def duration_ms(self) -> int:
        """Milliseconds that it is shown for."""
        durations = self.clip.durations
        return durations[min(self.index, len(durations) - 1)]

    @property
    def rank(self) -> tuple[int, int]:
        """Larger is better, among pictures of one index of one clip."""
        return self.tier.rank, self.revision


@dataclass(eq=False)
class DrawnClip:
    """One take of a clip with all pictures that arrived. A complete tier replaces the ones below it."""

    clip: Clip
    passes: dict[Tier, dict[int, StripFrame]] = field(default_factory=dict)
    final: bool = False
    """No better pass follows."""
    reports: dict[Tier, ClipDone] = field(default_factory=dict)
    """The sprite contract in numbers, of every tier that is complete in the daemon."""

    def add(self, frame: StripFrame) -> bool:
        """Takes a picture in; False when it, or a later revision of it, is there already or out of range."""
        pictures = self.passes.setdefault(frame.tier, {})
        earlier = pictures.get(frame.index)
        if earlier is not None and earlier.revision >= frame.revision:
            return False
        best = self.complete_tier
        if frame.index >= self.clip.frame_count or (best is not None and best.rank > frame.tier.rank):
            return False
        pictures[frame.index] = frame
        self._drop_below()
        return True

    def same_clip(self, clip: Clip) -> bool:
        """Whether ``clip`` announces this one again, under whatever id."""
        return _shape(self.clip) == _shape(clip)

    @property
    def complete_tier(self) -> Tier | None:
        """The best tier of which every picture is here."""
        whole = [tier for tier in self.passes if len(self.passes[tier]) == self.clip.frame_count]
        return max(whole, key=lambda tier: tier.rank, default=None)

    def best_at(self, index: int) -> StripFrame | None:
        """The best picture of one index."""
        here = [pictures[index] for pictures in self.passes.values() if index in pictures]
        return max(here, key=lambda frame: frame.rank, default=None)

    @property
    def best(self) -> Mapping[int, StripFrame]:
        """Index -> the best picture that is here."""
        found: dict[int, StripFrame] = {}
        for tier in sorted(self.passes, key=lambda tier: tier.rank):
            found.update(self.passes[tier])
        return found

    @property
    def size_bytes(self) -> int:
        """Memory of the pictures."""
        return sum(len(frame.data) for pictures in self.passes.values() for frame in pictures.values())

    @property
    def ref(self) -> ClipRef:
        """How the daemon calls it, for exports."""
        return ClipRef(clip_id=self.clip.clip_id, take=self.clip.take)

    def _drop_below(self) -> None:
        best = self.complete_tier
        if best is not None:
            self.passes = {tier: pics for tier, pics in self.passes.items() if tier.rank >= best.rank}


def _shape(clip: Clip) -> tuple[object, ...]:
    return (
        *(clip.action, clip.variant, clip.direction, clip.take, clip.frame_count),
        *(clip.canvas, clip.pivot, clip.still_offset, clip.durations, clip.loop),
    )
