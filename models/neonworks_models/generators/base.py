"""The seam between what makes frames and what schedules them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from neonworks_protocol.records import Capabilities

from neonworks_models.requests import ClipPlan, GeneratedFrame, GenerationRequest

__all__ = ["GenerationContext", "Generator", "NullContext"]


class GenerationContext(Protocol):
    """What a running generator may call. ``checkpoint`` raises ``JobCancelled`` once the job is unwanted."""

    def checkpoint(self) -> None: ...

    def progress(self, fraction: float, note: str = "") -> None:
        """``fraction`` 0..1 of this clip's work in this tier."""
        ...

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it ``stop`` is called, by another thread, as soon as the job is unwanted; at once where it
        is already. For steps that look at no checkpoint."""
        ...


class NullContext:
    """For use without a daemon: never cancels, reports nowhere."""

    def checkpoint(self) -> None:
        return None

    def progress(self, fraction: float, note: str = "") -> None:
        return None

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()


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
        """Each frame, in any order, of the planned size; calls ``context.checkpoint()`` between. A frame that
        comes again, with a higher revision, replaces what came before."""
        ...
