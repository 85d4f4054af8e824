"""``Applier``: Apply, Undo and Redo, as the panel calls them.

Apply asks the daemon for the files of the clips, writes them in a thread of its own, and shows them on the
entity from ``tick``, between two frames; undo and redo go the same way. One thing at a time.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

from neonworks_protocol.errors import AnimatorError, IllegalTransition, NotFound
from neonworks_protocol.messages import Clip

from neonworks_editor.hosts.adapter import HostAdapter, Look
from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.arrival import check_arrival, plain_name
from neonworks_editor.project.exports import Ask, ExportBatch, Files
from neonworks_editor.project.journal import Journal
from neonworks_editor.project.place import ProjectPlace
from neonworks_editor.project.steps import Step, StepStore, journal_folder
from neonworks_editor.project.writing import Written, choose_name, clips_of_step, write_clips

__all__ = ["Applier", "ApplyOutcome", "ApplyRequest", "ApplyState", "Told"]

ANSWER_S = 60.0
"""Seconds without a file of the daemon after which Apply gives up; 64 clips take it 2 s."""
_FORMATS = ("frames", "sheet")


class ApplyState(Enum):
    """What is going on: files are on their way, or are being written."""

    IDLE = "idle"
    ASKING = "asking"
    WRITING = "writing"


_FOLLOWING = MappingProxyType(
    {
        ApplyState.IDLE: {ApplyState.ASKING, ApplyState.WRITING},
        ApplyState.ASKING: {ApplyState.WRITING, ApplyState.IDLE},
        ApplyState.WRITING: {ApplyState.ASKING, ApplyState.IDLE},
    }
)


@dataclass(frozen=True, slots=True)
class ApplyRequest:
    """``clips`` as the daemon announced them. ``name`` is what the files should be called, best the sprite's
    file name without its ending. ``entity`` is who shows them, None for files only; of several clips it plays
    number ``current``."""

    clips: tuple[Clip, ...]
    name: str
    entity: str | None = None
    current: int = 0


@dataclass(frozen=True, slots=True)
class ApplyOutcome:
    """``done``: it has happened. ``text`` is one line for a toast. ``clips`` are what the files hold now."""

    done: bool
    text: str
    clips: tuple[AppliedClip, ...] = ()


Told = Callable[[ApplyOutcome], object]


class Applier:
    """All methods belong to the main thread and return at once; ``told`` is called from ``tick``.

    ``ask`` is ``EditorClient.ask``; ``folder`` says where a project's undo steps are kept; ``clock`` is in
    seconds and never goes back.
    """

    def __init__(
        self,
        host: HostAdapter,
        ask: Ask,
        *,
        folder: Callable[[Path], Path] = journal_folder,
        clock: Callable[[], float] = time.monotonic,
        make_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self._host, self._ask, self._folder = host, ask, folder
        self._clock, self._make_id = clock, make_id
        self._state = ApplyState.IDLE
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="neonworks-files")
        self._place: ProjectPlace | None = None
        self._journal: Journal | None = None
        self._work: tuple[Future[object], Callable[[object], None]] | None = None
        self._told: Told | None = None
        self._arriving: ExportBatch | None = None
        self._labels = ("", "")
        self._looks: dict[int, Look] = {}
        self._deadline = 0.0

    @property
    def state(self) -> ApplyState:
        """While it is not ``IDLE``, nothing new is taken."""
        return self._state

    @property
    def undo_label(self) -> str:
        """What undo would take back, for the tooltip; empty when there is nothing. Known after the first
        ``apply`` or ``prepare``."""
        return self._labels[0]

    @property
    def redo_label(self) -> str:
        """What redo would put again; empty when there is nothing."""
        return self._labels[1]

    def prepare(self) -> None:
        """Open the project's undo steps, so that what was applied the last time can be taken back."""
        place = self._host.project()
        if self._state is ApplyState.IDLE and place is not None:
            self._begin(ApplyState.WRITING, lambda outcome: None)
            self._run(lambda: self._open(place), lambda _: self._end(ApplyOutcome(True, "")))

    def apply(self, request: ApplyRequest, told: Told) -> None:
        """Put the clips into the project's files and on the entity, as one step to undo."""
        place = self._free(told)
        if place is None:
            return
        if not request.clips:
            told(ApplyOutcome(False, "There is nothing to apply yet: wait for the first animation."))
            return
        self._begin(ApplyState.ASKING, told)
        wanted = plain_name(request.name)

        def name() -> str:
            self._open(place)
            return choose_name(place, wanted, request.entity)

        self._run(name, lambda chosen: self._question(place, request, str(chosen)))

    def undo(self, told: Told) -> None:
        """Take back the last step: files, manifest and the entity's animation."""
        self._turn(told, lambda journal: journal.undo(), after=False)

    def redo(self, told: Told) -> None:
        """Put the step again that was taken back last."""
        self._turn(told, lambda journal: journal.redo(), after=True)

    def tick(self) -> None:
        """Take over what the thread and the daemon have finished; from the frame loop."""
        if self._work is not None and self._work[0].done():
            (future, then), self._work = self._work, None
            try:
                then(future.result())
            except AnimatorError as error:
                self._end(ApplyOutcome(False, error.message))
        elif self._state is ApplyState.ASKING and self._work is None and self._clock() > self._deadline:
            self._end(ApplyOutcome(False, "The daemon did not send the files: try again, or see its log."))

    def close(self) -> None:
        """Wait for what is being written, at most some milliseconds; questions are dropped."""
        if self._arriving is not None:
            self._arriving.drop()
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._state is ApplyState.WRITING and self._work is not None and not self._work[0].cancelled():
            # What is in the files now is also what the entity plays when the scene is opened again.
            self.tick()
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _free(self, told: Told) -> ProjectPlace | None:
        """The open project, where something new may begin; else ``told`` has heard why not."""
        if self._state is not ApplyState.IDLE:
            told(ApplyOutcome(False, "The last change is still being written: try again in a moment."))
            return None
        if (place := self._host.project()) is None:
            told(ApplyOutcome(False, "No project is open: open one, then try again."))
        return place

    def _open(self, place: ProjectPlace) -> Journal:
        """The journal of that project. In the thread."""
        if self._journal is None or place != self._place:
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            self._looks.clear()
            self._journal = Journal(place, StepStore(self._folder(place.root)))
            self._place = place
        return self._journal

    def _question(self, place: ProjectPlace, request: ApplyRequest, name: str) -> None:
        self._deadline = self._clock() + ANSWER_S

        def write(files: list[dict[str, Files]]) -> Written:
            arrived = [
                (clip, check_arrival(clip, name, one["frames"], one["sheet"]))
                for clip, one in zip(request.clips, files, strict=True)
            ]
            return write_clips(place, self._open(place), name, arrived, request.entity)

        def arrived(files: list[dict[str, Files]] | AnimatorError) -> None:
            self._arriving = None
            if isinstance(files, AnimatorError):
                self._end(ApplyOutcome(False, files.message))
                return
            self._state = _moved(self._state, ApplyState.WRITING)
            self._run(lambda: write(files), lambda written: self._show(request, written))

        self._arriving = ExportBatch(self._ask, self._make_id, request.clips, _FORMATS, name, arrived)

    def _show(self, request: ApplyRequest, written: object) -> None:
        assert isinstance(written, Written)
        if request.entity is not None:
            look = self._host.remember(request.entity)
            if look is not None:
                self._looks[written.step.number] = look
            current = written.clips[min(request.current, len(written.clips) - 1)]
            for clip in written.clips:
                if clip is not current:
                    self._host.show(request.entity, clip)
            self._host.show(request.entity, current)
            self._host.scene_changed()
        self._end(ApplyOutcome(True, f"{written.step.label.replace('Apply', 'Applied', 1)}.", written.clips))

    def _turn(self, told: Told, turn: Callable[[Journal], Step | None], *, after: bool) -> None:
        place = self._free(told)
        if place is None:
            return
        self._begin(ApplyState.WRITING, told)

        def work() -> Step:
            step = turn(self._open(place))
            if step is None:
                raise NotFound("There is nothing to redo." if after else "There is nothing to undo.")
            return step

        self._run(work, lambda step: self._turned(place, step, after=after))

    def _turned(self, place: ProjectPlace, step: object, *, after: bool) -> None:
        assert isinstance(step, Step)
        clips = clips_of_step(place, step, after=after)
        if step.entity is not None:
            look = None if after else self._looks.pop(step.number, None)
            if after and (before := self._host.remember(step.entity)) is not None:
                self._looks[step.number] = before
            if look is not None:
                self._host.restore(step.entity, look)
            else:
                self._reshow(step.entity, clips)
            self._host.scene_changed()
        text = f"{'Redone' if after else 'Undone'}: {step.label}."
        self._end(ApplyOutcome(True, text, tuple(clip for clip in clips.values() if clip is not None)))

    def _reshow(self, entity: str, clips: "dict[str, AppliedClip | None]") -> None:
        for animation, clip in clips.items():
            if clip is None:
                self._host.drop(entity, animation)
            else:
                self._host.show(entity, clip)

    def _begin(self, state: ApplyState, told: Told) -> None:
        self._state = _moved(self._state, state)
        self._told = told

    def _run(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        self._work = (self._thread.submit(work), then)

    def _end(self, outcome: ApplyOutcome) -> None:
        if self._arriving is not None:
            self._arriving.drop()
            self._arriving = None
        self._state = _moved(self._state, ApplyState.IDLE)
        if self._journal is not None:
            self._labels = (_label(self._journal.undoable), _label(self._journal.redoable))
        told, self._told = self._told, None
        if told is not None:
            told(outcome)


def _label(step: Step | None) -> str:
    return step.label if step is not None else ""


def _moved(state: ApplyState, target: ApplyState) -> ApplyState:
    if target not in _FOLLOWING[state]:
        raise IllegalTransition(f"Apply is {state.value} and cannot become {target.value}")
    return target
