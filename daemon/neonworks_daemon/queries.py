"""``QueryService``: questions with one kind of answer."""

import os
import time
from collections.abc import Callable

from neonworks_protocol.errors import AnimatorError, NotFound, StorageFailed, Unavailable, from_wire
from neonworks_protocol.messages import (
    Error,
    Export,
    GetStatus,
    Interpret,
    Jobs,
    ListJobs,
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    Pin,
    Spec,
    Status,
)

from neonworks_daemon.desk import JobDesk
from neonworks_daemon.memory import tree_bytes
from neonworks_daemon.pool import Pool
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent, Understood

__all__ = ["QueryService"]


class QueryService:
    """``clients`` tells how many are connected."""

    def __init__(self, desk: JobDesk, pool: Pool, clients: Callable[[], int], *, build: str) -> None:
        self._desk = desk
        self._pool = pool
        self._clients = clients
        self._build = build
        self._started = time.monotonic()

    def interpret(self, connection: Session, message: Interpret) -> None:
        watcher = _InterpretWatcher(connection, message.request_id)
        work = InterpretWork(text=message.text, previous=message.previous)
        try:
            self._desk.ask(connection.client_id, work, watcher)
        except AnimatorError as error:
            watcher.refused(error)

    def list_jobs(self, connection: Session, message: ListJobs) -> None:
        try:
            stored = self._desk.store.records(message.limit)
        except StorageFailed as error:
            self._refuse(connection, message.request_id, error)
            return
        running = {job.job_id: job for job in self._desk.table}
        jobs = tuple(running[r.job_id].record() if r.job_id in running else r for r in stored)
        connection.answer(Jobs(request_id=message.request_id, jobs=jobs))

    def pin(self, connection: Session, message: Pin) -> None:
        try:
            record = self._desk.store.pin(message.job_id, message.pinned)
        except AnimatorError as error:
            self._refuse(connection, message.request_id, error)
            return
        connection.answer(Jobs(request_id=message.request_id, jobs=(record,)))

    def status(self, connection: Session, message: GetStatus) -> None:
        scheduler = self._desk.scheduler
        connection.answer(
            Status(
                request_id=message.request_id,
                build_id=self._build,
                uptime_s=time.monotonic() - self._started,
                workers=self._pool.alive,
                workers_busy=self._pool.busy,
                queued=scheduler.queued,
                running=scheduler.running,
                clients=self._clients(),
                memory_bytes=tree_bytes([os.getpid(), *self._pool.pids]),
            )
        )

    def export(self, connection: Session, message: Export) -> None:
        error = Unavailable("this daemon encodes no files; use the animate command's --format")
        self._refuse(connection, message.request_id, error)

    def models(self, connection: Session, message: ModelsList) -> None:
        connection.answer(ModelsCatalog(request_id=message.request_id, models=()))

    def model(self, connection: Session, message: ModelsInstall | ModelsLoad | ModelsUnload) -> None:
        error = NotFound(f"there is no model {message.name!r} in the catalog, which is empty in this version")
        self._refuse(connection, message.request_id, error)

    def _refuse(self, connection: Session, request_id: str, error: AnimatorError) -> None:
        connection.answer(Error(code=error.code, message=error.message, request_id=request_id))


class _InterpretWatcher:
    """Answers one ``interpret``: by ``spec``, or by ``error``."""

    def __init__(self, connection: Session, request_id: str) -> None:
        self._connection = connection
        self._request_id = request_id
        self._answered = False

    def refused(self, error: AnimatorError) -> None:
        self._answered = True
        self._connection.answer(Error(code=error.code, message=error.message, request_id=self._request_id))

    def job_event(self, event: JobEvent) -> None:
        if isinstance(event, Understood) and not self._answered:
            self._answered = True
            self._connection.answer(Spec(request_id=self._request_id, interpretation=event.interpretation))

    def job_ended(self, ended: JobEnded) -> None:
        if not self._answered:
            text = ended.message or "the sentence was not read; ask again"
            self.refused(from_wire(ended.code or "internal", text))
