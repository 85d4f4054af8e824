"""``Consulting``: who asks a larger language model, in which order, and what they are told.

Of one client's questions on one channel the newest counts: an older one that waits is answered at once, one
that is being read is stopped between two tokens.
"""

import itertools
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from neonworks_protocol.errors import AnimatorError, Busy, JobCancelled, Unavailable, WorkerFailed, from_wire
from neonworks_protocol.messages import Cancel, Consult, Error, Reading, ServerMessage

from neonworks_daemon.language.choice import Lacking, ReaderPlan
from neonworks_daemon.language.keeper import ReaderKeeper
from neonworks_daemon.logs import fields
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import JobEnded, JobEvent, ReadStep, ReadWork

__all__ = ["MAX_WAITING", "MAX_WAITING_OF_ONE", "Consulting"]

MAX_WAITING = 32
"""Questions that wait: half a minute for a model that takes a second each."""
MAX_WAITING_OF_ONE = 16
"""Of one client, so that a script leaves room for an editor."""

_logger = logging.getLogger(__name__)


@dataclass(eq=False)
class _Question:
    """``number`` names it to the process; ``death`` says why its first process ended."""

    session: Session
    message: Consult
    number: int
    death: str = ""
    open: bool = field(default=True)
    """Nobody has answered it."""

    @property
    def work(self) -> ReadWork:
        asked = self.message
        return ReadWork(
            text=asked.text,
            previous=asked.previous,
            name=asked.name,
            facing=asked.facing,
            archetype=asked.archetype,
        )

    def replaces(self, other: "_Question") -> bool:
        """Whether ``other`` is the same question, or an older one of the same channel."""
        if self.session.client_id != other.session.client_id:
            return False
        channel = self.message.channel
        same = self.message.request_id == other.message.request_id
        return same or (channel is not None and channel == other.message.channel)

    def tell(self, message: ServerMessage) -> None:
        if self.open:
            self.session.answer(message)

    def refuse(self, error: AnimatorError) -> None:
        """Its end, by ``error``."""
        self.tell(Error(code=error.code, message=error.message, request_id=self.message.request_id))
        self.open = False


_Choice = Callable[[_Question], bool]


class Consulting:
    """Implements ``ReaderListener``; the keeper is attached after both exist. ``plan`` is the model, or says
    why there is none."""

    def __init__(self, plan: ReaderPlan | Lacking) -> None:
        self._plan = plan
        self._keeper: ReaderKeeper | None = None
        self._waiting: deque[_Question] = deque()
        self._current: _Question | None = None
        self._numbers = itertools.count(1)

    def __len__(self) -> int:
        return len(self._waiting) + (self._current is not None)

    def attach(self, keeper: ReaderKeeper) -> None:
        """Use ``keeper`` from now on."""
        self._keeper = keeper

    def consult(self, session: Session, message: Consult) -> None:
        """A new question, answered by ``reading`` or ``error``."""
        question = _Question(session, message, next(self._numbers))
        self._drop(question.replaces, JobCancelled("a newer sentence took its place"), but=message.request_id)
        try:
            self._check(session)
            assert self._keeper is not None
            self._keeper.want()
        except AnimatorError as error:
            question.refuse(error)
            return
        self._waiting.append(question)
        self._next()

    def cancel(self, session: Session, message: Cancel) -> bool:
        """Answer by ``error`` ``cancelled``; False when there is no such question."""
        name = session, message.request_id
        return self._drop(lambda q: (q.session, q.message.request_id) == name, _withdrawn())

    def left(self, session: Session) -> None:
        """Its client said goodbye, or the session is over: a model that takes seconds reads for nobody."""
        self._drop(lambda question: question.session is session, _withdrawn())

    def reader_free(self) -> None:
        self._next()

    def reader_said(self, events: Sequence[JobEvent]) -> None:
        question = self._current
        if question is None:
            return
        for event in events:
            if isinstance(event, ReadStep) and event.job == question.number and question.open:
                question.tell(self._reading(question.message.request_id, event))
                question.open = not event.final

    def reader_ended(self, ended: JobEnded) -> None:
        question, self._current = self._current, None
        if question is not None and question.open:
            text = ended.message or "the model ended without an answer; ask again"
            question.refuse(from_wire(ended.code or "internal", text))

    def reader_lost(self, job: int | None, cause: str) -> None:
        """The sentence that was being read is read once more; what ends two processes is refused. A process
        that does not even start is not waited for."""
        question, self._current = self._current, None
        if question is not None and question.open:
            self._once_more(question, cause)
        if job is None:
            self._refuse_all(WorkerFailed(f"the larger language model does not start: {cause}"))
        elif self._waiting:
            self._start_again()

    def close(self) -> None:
        """The daemon stops: nothing that waits will be read."""
        self._refuse_all(JobCancelled("the daemon was stopped; ask again when it runs"))

    def _check(self, session: Session) -> None:
        if isinstance(self._plan, Lacking):
            raise Unavailable(self._plan.line)
        mine = sum(waiting.session.client_id == session.client_id for waiting in self._waiting)
        if len(self._waiting) >= MAX_WAITING or mine >= MAX_WAITING_OF_ONE:
            raise Busy("the larger language model has too much to read; ask again in a moment")

    def _drop(self, unwanted: _Choice, error: AnimatorError, *, but: str = "") -> bool:
        """End the questions that ``unwanted`` names. The one called ``but`` is asked anew: it is forgotten,
        since its answer is the next one's."""
        dropped = [question for question in self._waiting if unwanted(question)]
        for question in dropped:
            self._waiting.remove(question)
        current = self._current
        if current is not None and current.open and unwanted(current):
            dropped.append(current)
            if self._keeper is not None:
                self._keeper.cancel()
        for question in dropped:
            if question.message.request_id != but:
                question.refuse(error)
            question.open = False
        return bool(dropped)

    def _once_more(self, question: _Question, cause: str) -> None:
        if question.death:
            text = f"the sentence ended two processes: first {question.death}, then {cause}; use other words"
            question.refuse(WorkerFailed(text))
            return
        question.death = cause
        self._waiting.appendleft(question)
        _logger.warning("reader_again", extra=fields(request=question.message.request_id, cause=cause))

    def _start_again(self) -> None:
        assert self._keeper is not None
        try:
            self._keeper.want()
        except AnimatorError as error:
            self._refuse_all(error)

    def _refuse_all(self, error: AnimatorError) -> None:
        waiting = tuple(self._waiting)
        self._waiting.clear()
        for question in waiting:
            question.refuse(error)

    def _next(self) -> None:
        if self._keeper is not None and self._current is None and self._waiting and self._keeper.free:
            self._current = question = self._waiting.popleft()
            self._keeper.start(question.number, question.work)

    def _reading(self, request_id: str, step: ReadStep) -> Reading:
        return Reading(
            request_id=request_id,
            interpreter=self._plan.name if isinstance(self._plan, ReaderPlan) else "",
            fields=step.fields,
            final=step.final,
            interpretation=step.interpretation,
            differs=step.differs,
            note=step.note,
            tokens=step.tokens,
            elapsed_ms=step.elapsed_ms,
        )


def _withdrawn() -> JobCancelled:
    return JobCancelled("the question was withdrawn")
