"""The values that pass between preparing, drawing and writing a job."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from neonworks_models.export.sidecar import GeneratorUsed
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.records import MotionSource

from neonworks_daemon.local.options import JobOptions

__all__ = ["Artist", "FinishedClip", "Job", "PlannedClip", "Unwatched", "Watcher"]


@dataclass(frozen=True, eq=False)
class PlannedClip:
    """One clip to draw; ``label`` is its own within the job and names its files."""

    label: str
    request: GenerationRequest
    planner: Callable[[GenerationRequest], ClipPlan]
    generator: GeneratorUsed

    @cached_property
    def plan(self) -> ClipPlan:
        """Made when it is first asked for, since planning can cost as much as drawing. Raises as it does."""
        return self.planner(self.request)

    def planned_as(self, plan: ClipPlan) -> "PlannedClip":
        """The clip with a plan that somebody else made."""
        return replace(self, planner=lambda _: plan)


@dataclass(frozen=True, eq=False)
class Job:
    """One sprite and what it should do, checked; unless ``prepare`` was told to leave that to another
    process, all is planned and drawing can no longer be refused.

    ``data`` is the sprite file's content, ``rig`` what the user says of its body. ``refused``: label and
    reason of clips that nobody here can draw.
    """

    options: JobOptions
    data: bytes
    sprite: Sprite
    rig: Rig
    analysis: SpriteAnalysis
    heard: Interpretation
    clips: tuple[PlannedClip, ...]
    refused: tuple[tuple[str, AnimatorError], ...]
    notes: tuple[str, ...]
    source: MotionSource | None = None
    """Whose motion it performs."""

    @property
    def name(self) -> str:
        """What the sprite is called in file names."""
        return self.options.sprite.stem


# asyncio.Runner makes signal.signal format the result of each task: for pixels that takes milliseconds.
@dataclass(frozen=True, eq=False, repr=False)
class FinishedClip:
    """Frames in clip order with their contract report.

    Times are milliseconds from when the clip was asked for: a job that was handed over ahead of its turn
    counts its wait.
    """

    planned: PlannedClip
    frames: tuple[RGBA, ...]
    passed: bool
    contract: dict[str, object]
    first_frame_ms: float
    elapsed_ms: float


class Watcher(Protocol):
    """Shows progress; ``cli.console.Meter`` is one."""

    def restart(self, label: str, total: int) -> None: ...

    def step(self, frame: RGBA) -> None: ...


class Unwatched:
    """Nobody looks."""

    def restart(self, label: str, total: int) -> None:
        return None

    def step(self, frame: RGBA) -> None:
        return None


class Artist(Protocol):
    """Draws jobs, here or elsewhere."""

    def draw(self, job: Job, watcher: Watcher) -> Iterator[FinishedClip]:
        """The clips of ``job`` in order, each when it is complete. Raises ``AnimatorError``."""
        ...

    def begin(self, job: Job) -> Iterator[FinishedClip]:
        """Hand ``job`` over now; the clips come when they are asked for. Both raise ``AnimatorError``."""
        ...

    @property
    def gone(self) -> bool:
        """True once it will never draw again, such as a daemon that has ended."""
        ...

    def room(self) -> int:
        """How many jobs are worth handing over before the first is taken back; at least 1."""
        ...
