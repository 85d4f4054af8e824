"""``Questions``: queries that a worker answers."""

from collections.abc import Callable

from neonworks_protocol.errors import AnimatorError, JobCancelled, from_wire
from neonworks_protocol.messages import Error, ServerMessage

from neonworks_daemon.desk import JobDesk
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import JobEnded, JobEvent, Work

__all__ = ["Questions"]

_Name = tuple[Session, str]


class Questions:
    """Those that have not been answered. One (session, request id) has one at most: a client that had to
    ask again is answered once."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk
        self._open: dict[_Name, _Question] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ask(
        self,
        session: Session,
        request_id: str,
        work: Work,
        reply: Callable[[JobEvent], ServerMessage | None],
        *,
        affinity: str = "",
        key: str = "",
    ) -> None:
        """Answer by what ``reply`` makes of the work's events, or by ``error``."""
        name = session, request_id
        self._forget(name)
        question = self._open[name] = _Question(self, session, request_id, reply)
        try:
            question.number = self._desk.ask(session.client_id, work, question, affinity=affinity, key=key)
        except AnimatorError as error:
            question.refuse(error)

    def cancel(self, session: Session, request_id: str) -> bool:
        """Answer by ``error`` ``cancelled``; False when there is no such question."""
        question = self._open.get((session, request_id))
        if question is None:
            return False
        question.refuse(JobCancelled("the question was withdrawn"))
        self._desk.scheduler.withdraw(question.number)
        return True

    def left(self, session: Session) -> None:
        """Its client is gone, unless the session can still be taken up again."""
        if session.open:
            return
        for name in [name for name in self._open if name[0] is session]:
            self._forget(name)

    def answered(self, session: Session, request_id: str) -> None:
        """For the question itself: it waits no longer."""
        self._open.pop((session, request_id), None)

    def _forget(self, name: _Name) -> None:
        question = self._open.pop(name, None)
        if question is not None:
            question.answered = True
            self._desk.scheduler.withdraw(question.number)


class _Question:
    """A ``Watcher`` that answers once. Nothing that it knows knows it for longer than it is open: a still
    goes with its answer."""

    def __init__(
        self,
        owner: Questions,
        session: Session,
        request_id: str,
        reply: Callable[[JobEvent], ServerMessage | None],
    ) -> None:
        self.number = 0
        self.answered = False
        self._session = session
        self._request_id = request_id
        self._reply = reply
        self._owner = owner

    def refuse(self, error: AnimatorError) -> None:
        self._answer(Error(code=error.code, message=error.message, request_id=self._request_id))

    def job_event(self, event: JobEvent) -> None:
        answer = self._reply(event)
        if answer is not None:
            self._answer(answer)

    def job_ended(self, ended: JobEnded) -> None:
        text = ended.message or "the question was not answered; ask again"
        self.refuse(from_wire(ended.code or "internal", text))

    def _answer(self, message: ServerMessage) -> None:
        if not self.answered:
            self.answered = True
            self._owner.answered(self._session, self._request_id)
            self._session.answer(message)
