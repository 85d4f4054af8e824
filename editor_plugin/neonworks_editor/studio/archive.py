"""What the daemon still holds, from this session or an earlier one: listed, looked at again, pinned."""

from collections.abc import Callable

from neonworks_protocol.messages import (
    ClipDone,
    Done,
    EndMessage,
    Error,
    Failed,
    GetResult,
    Jobs,
    ListJobs,
    Pin,
    ServerMessage,
    Submit,
)
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.records import JobRecord

from neonworks_editor.studio.flight import Flight
from neonworks_editor.studio.history import History
from neonworks_editor.studio.link import Link
from neonworks_editor.studio.notices import Level, NoticeBoard
from neonworks_editor.studio.problems import problem_of
from neonworks_editor.studio.results import Result

__all__ = ["MAX_LISTED", "Archive"]

MAX_LISTED = 100
"""Jobs asked for: more than the live takes that the daemon keeps of one client."""


class Archive:
    """``jobs`` are the newest first, as of the last ``refresh``."""

    def __init__(
        self,
        link: Link,
        new_id: Callable[[], str],
        clock: Callable[[], float],
        history: History,
        notices: NoticeBoard,
    ) -> None:
        self.jobs: tuple[JobRecord, ...] = ()
        self.revision = 0
        self._link = link
        self._new_id = new_id
        self._clock = clock
        self._history = history
        self._notices = notices
        self._opening: dict[str, JobRecord] = {}

    def refresh(self) -> None:
        """Asks for the list."""
        self._link.ask(ListJobs(request_id=self._new_id(), limit=MAX_LISTED), self._listed)

    def open(self, job_id: str) -> None:
        """Fetches a job's pictures into the history; a notice says when they are gone."""
        record = next((job for job in self.jobs if job.job_id == job_id), None)
        if record is None or any(job.job_id == job_id for job in self._opening.values()):
            return
        request_id = self._new_id()
        blank = Submit(request_id="-", sprite=b"-", text=record.text)
        flight = Flight(request_id, Result(f"job-{job_id}", blank, job_id=job_id), self._clock(), self)
        self._opening[request_id] = record
        self._link.submit(GetResult(request_id=request_id, job_id=job_id), flight)

    def pin(self, number: int, pinned: bool) -> None:
        """Keeps the frames of a history entry in the daemon whatever their age, or lets them go."""
        entry = self._history.get(number)
        if entry is None or entry.result.job_id is None:
            return

        def answered(answer: ServerMessage) -> None:
            if isinstance(answer, Jobs):
                self._history.pin(number, pinned)
            elif isinstance(answer, Error):
                self._complain(answer.code, answer.message)

        self._link.ask(Pin(request_id=self._new_id(), job_id=entry.result.job_id, pinned=pinned), answered)

    def flight_read(self, flight: Flight, reading: Interpretation) -> None:
        """Nothing to do: the result has it."""

    def flight_drew(self, flight: Flight, place: int, index: int) -> None:
        """Nothing to do: the result has it."""

    def flight_passed(self, flight: Flight, place: int, done: ClipDone) -> None:
        """Nothing to do: the result has it."""

    def flight_ended(self, flight: Flight, end: EndMessage) -> None:
        """Into the history, whole or as far as it was drawn."""
        record = self._opening.pop(flight.request_id)
        if flight.result.thumbnail is not None:
            label = record.text.strip() or "from the daemon"
            self._history.add(label, flight.result, None, record.created_s)
        elif isinstance(end, Failed):
            self._complain(end.code, end.message)
        elif not isinstance(end, Done):
            self._notices.say(Level.WARNING, "nothing of this job was drawn before it ended")

    def _listed(self, answer: ServerMessage) -> None:
        if isinstance(answer, Jobs):
            self.jobs = answer.jobs
            self.revision += 1
        elif isinstance(answer, Error):
            self._complain(answer.code, answer.message)

    def _complain(self, code: str, message: str) -> None:
        problem = problem_of(code, message)
        self._notices.say(Level.WARNING, f"{problem.text}: {problem.advice}", problem.action)
