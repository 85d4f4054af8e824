"""The seam between what makes frames and what schedules them (design §4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest

__all__ = ["Capabilities", "GenerationContext", "Generator", "NullContext"]


@dataclass(frozen=True)
class Capabilities:
    """What a generator can truly do; sent to clients in ``welcome``.

    ``can_turn``: draws directions other than the still's own (a left/right mirror does not count).
    ``cancel_latency_ms``: the longest time between two ``checkpoint`` calls on the reference laptop.
    ``estimated_frame_ms``: cost of one 64×64 frame there.
    """

    name: str
    version: str
    tier: Tier
    archetypes: tuple[Archetype, ...]
    actions: tuple[Action, ...]
    directions: tuple[Direction, ...]
    min_size: int
    max_size: int
    can_turn: bool
    deterministic: bool
    cancel_latency_ms: int
    estimated_frame_ms: float
    needs: tuple[str, ...] = ()


class GenerationContext(Protocol):
    """What a running generator may call. ``checkpoint`` raises ``JobCancelled`` once the job is unwanted."""

    def checkpoint(self) -> None: ...

    def progress(self, fraction: float, note: str = "") -> None:
        """``fraction`` 0..1 of this clip's work in this tier."""
        ...


class NullContext:
    """For use without a daemon: never cancels, reports nowhere."""

    def checkpoint(self) -> None:
        return None

    def progress(self, fraction: float, note: str = "") -> None:
        return None


class Generator(Protocol):
    """Makes the frames of one clip. Adding one = one module and one line in ``registry``."""

    @property
    def capabilities(self) -> Capabilities: ...

    def plan(self, request: GenerationRequest, context: GenerationContext | None = None) -> ClipPlan:
        """Canvas, durations and loop; raises ``UnsupportedAction`` or ``UnsupportedDirection``.

        A generator whose planning takes longer than its cancel latency calls ``context.checkpoint()``.
        """
        ...

    def generate(
        self, request: GenerationRequest, plan: ClipPlan, context: GenerationContext
    ) -> Iterator[GeneratedFrame]:
        """Each frame once, in any order, of the planned size; calls ``context.checkpoint()`` between."""
        ...
