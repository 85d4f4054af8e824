"""A real worker process that follows a script instead of drawing; the script is the job's text.

Steps are separated by ``;``: ``clip N [SIZE]`` (a clip of N square frames), ``frame`` (the next frame),
``frames N``, ``sleep S`` (cancellable), ``deaf S`` (says so, then ignores cancels), ``crash`` (kills
itself), ``crash-once FILE`` (kills itself unless the file is there, and leaves it), ``bug`` (ValueError),
``fail CODE``, ``print`` (to standard output), ``big N`` (a frame of N bytes), ``understood``. Words that are
no step are skipped, so that ordinary sentences run too. An export follows its name, and writes as many files
as it should: ``big N`` (N bytes in the first), ``sleep S``, ``crash``, ``fail CODE``; a still is always read
alike, unless its bytes are such a script. Looks follow their text, or the bytes of the other sprite, and are
bytes that count up.
"""

import hashlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.messages import (
    Analysed,
    AnalyseWork,
    AnimateWork,
    ClipFinished,
    ClipPlanned,
    ExportWork,
    FileMade,
    FrameMade,
    InterpolateWork,
    InterpretWork,
    Progressed,
    Understood,
    VaryWork,
    Work,
)
from neonworks_daemon.worker.process import run_worker
from neonworks_models.export.kinds import ExportFormat, file_count
from neonworks_protocol.errors import from_wire
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import Capabilities, SpriteReading
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

__all__ = ["ScriptedRunner"]

_SPEC = MotionSpec(animation_type=Action.WALK)
_READING = SpriteReading(
    sha256="0" * 64,
    size=(2, 2),
    archetype=Archetype.BIPED,
    archetype_confidence=0.75,
    facing=Direction.LEFT,
    facing_confidence=0.5,
    box=(0, 0, 2, 2),
    foot_line=2,
    core_x=1.0,
)


class ScriptedRunner:
    """Runs scripts; ``warm_up_s`` seconds pass before it is ready."""

    def __init__(self, warm_up_s: float = 0.0, crash_on_start: bool = False) -> None:
        self._warm_up_s = warm_up_s
        self._crash_on_start = crash_on_start

    def warm_up(self) -> tuple[Capabilities, ...]:
        if self._crash_on_start:
            os._exit(3)
        time.sleep(self._warm_up_s)
        return (
            Capabilities(
                name="scripted",
                version="1",
                tier=Tier.DRAFT,
                archetypes=tuple(Archetype),
                actions=tuple(Action),
                directions=tuple(Direction),
                min_size=1,
                max_size=512,
                can_turn=False,
                deterministic=True,
                cancel_latency_ms=50,
                estimated_frame_ms=1.0,
            ),
        )

    def run(self, work: Work, context: JobContext) -> tuple[str, ...]:
        script = _Script(context)
        match work:
            case ExportWork():
                script.export(work)
            case AnalyseWork():
                script.run(work.sprite.decode("ascii", "replace"))
                context.emit(Analysed(job=context.job, reading=_READING))
            case VaryWork():
                script.looks(work.text, work.count)
            case InterpolateWork():
                script.looks(work.other.decode("ascii", "replace"), work.steps + 1)
            case InterpretWork() | AnimateWork():
                script.run(work.text)
        return ("scripted",)


class _Script:
    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._clip = -1
        self._frame = 0
        self._size = 2
        self._steps: dict[str, Callable[[str], None]] = {
            "clip": self._plan,
            "frame": lambda _: self._draw(4 * self._size**2),
            "frames": self._frames,
            "big": lambda size: self._draw(int(size)) if self._clip >= 0 else None,
            "sleep": self._sleep,
            "deaf": self._deaf,
            "crash": lambda _: os.kill(os.getpid(), signal.SIGKILL),
            "crash-once": self._crash_once,
            "bug": self._bug,
            "fail": self._fail,
            "print": lambda _: print("a library that prints"),
            "understood": self._understood,
        }

    def run(self, script: str) -> None:
        for step in script.split(";"):
            name, _, argument = step.strip().partition(" ")
            self._context.checkpoint()
            if name in self._steps:
                self._steps[name](argument)
        self._finish()

    def export(self, work: ExportWork) -> None:
        self.run(work.name)
        step, _, argument = work.name.partition(" ")
        label = f"walk-{len(work.taken) + 1}"
        count = file_count(ExportFormat(work.format), len(work.frames)) + 1
        for number in range(count):
            data = b"".join(frame.data for frame in work.frames) + bytes([number])
            if step == "big" and number == 0:
                data = bytes(int(argument))
            digest = hashlib.sha256(data).hexdigest()
            name = f"{label}_{number}.{work.format}"
            self._context.emit(
                FileMade(job=self._context.job, label=label, name=name, sha256=digest, data=data)
            )

    def looks(self, text: str, count: int) -> None:
        """The script runs after the first picture."""
        for number in range(count):
            data = bytes([number]) * 4
            digest = hashlib.sha256(data).hexdigest()
            self._context.emit(
                FileMade(job=self._context.job, label="", name=f"{number}.png", sha256=digest, data=data)
            )
            self._context.emit(Progressed(job=self._context.job, fraction=(number + 1) / count))
            if number == 0:
                self.run(text)

    def _finish(self) -> None:
        if self._clip >= 0:
            self._context.emit(
                ClipFinished(job=self._context.job, clip=self._clip, tier=Tier.DRAFT, passed=True, report={})
            )

    def _understood(self, _: str) -> None:
        heard = Interpretation(understood=True, sequence=(_SPEC,))
        self._context.emit(Understood(job=self._context.job, interpretation=heard))

    def _plan(self, argument: str) -> None:
        count, _, size = argument.partition(" ")
        self._finish()
        self._understood("")
        self._clip, self._frame, self._size = self._clip + 1, 0, int(size or 2)
        self._context.emit(
            ClipPlanned(
                job=self._context.job,
                clip=self._clip,
                clips=1,
                spec=_SPEC,
                direction=Direction.DOWN,
                tier=Tier.DRAFT,
                generator="scripted",
                width=self._size,
                height=self._size,
                offset=(0, 0),
                pivot=(1.0, 2.0),
                durations=(100,) * int(count),
                loop=True,
                digest="0" * 64,
            )
        )

    def _draw(self, size: int) -> None:
        data = bytes([self._frame % 256]) * size
        self._context.emit(
            FrameMade(
                job=self._context.job,
                clip=self._clip,
                index=self._frame,
                tier=Tier.DRAFT,
                sha256=hashlib.sha256(data).hexdigest(),
                data=data,
            )
        )
        self._frame += 1

    def _frames(self, count: str) -> None:
        for _ in range(int(count)):
            self._draw(4 * self._size**2)

    def _sleep(self, seconds: str) -> None:
        deadline = time.monotonic() + float(seconds)
        while (left := deadline - time.monotonic()) > 0:
            self._context.checkpoint()
            time.sleep(min(left, 0.005))

    def _deaf(self, seconds: str) -> None:
        self._context.emit(Progressed(job=self._context.job, fraction=0.5, note="deaf"))
        time.sleep(float(seconds))

    def _crash_once(self, mark: str) -> None:
        if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def _bug(self, _: str) -> None:
        raise ValueError("a bug in a generator")

    def _fail(self, code: str) -> None:
        raise from_wire(code, "failed as scripted")


if __name__ == "__main__":
    sys.exit(run_worker(ScriptedRunner(crash_on_start="--crash-on-start" in sys.argv)))
