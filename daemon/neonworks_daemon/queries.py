"""``QueryService``: questions with one kind of answer."""

import hashlib
import os
import time
from collections.abc import Callable

import msgspec
from neonworks_models.catalog.cards import NetChoice, unused_with
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound, StorageFailed
from neonworks_protocol.messages import (
    Analyse,
    Analysis,
    Cancel,
    Error,
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
    ServerMessage,
    Spec,
    Status,
)
from neonworks_protocol.records import ModelRecord
from neonworks_protocol.vocabulary import ModelState

from neonworks_daemon.desk import JobDesk
from neonworks_daemon.language.keeper import ReaderKeeper
from neonworks_daemon.memory import resident_bytes
from neonworks_daemon.pool import Pool
from neonworks_daemon.questions import Questions
from neonworks_daemon.sessions import Session
from neonworks_daemon.shipped import shipped_models
from neonworks_daemon.worker.messages import (
    Analysed,
    AnalyseWork,
    InterpretWork,
    JobEvent,
    Understood,
)

__all__ = ["QueryService"]


class QueryService:
    """``clients`` tells how many are connected, ``sprite_net`` which net the workers load; ``reader`` keeps
    the larger language model."""

    def __init__(
        self,
        desk: JobDesk,
        pool: Pool,
        clients: Callable[[], int],
        *,
        build: str,
        sprite_net: NetChoice = NetChoice.SPRITE_NET,
        reader: ReaderKeeper | None = None,
    ) -> None:
        self._desk = desk
        self._pool = pool
        self._clients = clients
        self._reader = reader
        self._build = build
        self._questions = Questions(desk)
        self._shipped = shipped_models()
        self._unused = unused_with(sprite_net)
        self._started = time.monotonic()

    def interpret(self, connection: Session, message: Interpret) -> None:
        def reply(event: JobEvent) -> ServerMessage | None:
            if not isinstance(event, Understood):
                return None
            return Spec(request_id=message.request_id, interpretation=event.interpretation)

        work = InterpretWork(
            text=message.text,
            previous=message.previous,
            name=message.name,
            facing=message.facing,
            archetype=message.archetype,
        )
        self._questions.ask(connection, message.request_id, work, reply)

    def analyse(self, connection: Session, message: Analyse) -> None:
        def reply(event: JobEvent) -> ServerMessage | None:
            if not isinstance(event, Analysed):
                return None
            return Analysis(request_id=message.request_id, reading=event.reading)

        work = AnalyseWork(
            sprite=message.sprite, facing=message.facing, archetype=message.archetype, name=message.name
        )
        # The worker that read it draws it, and a still that ends workers is soon left alone.
        sprite = hashlib.sha256(message.sprite).hexdigest()
        key = f"analyse {sprite} {message.facing} {message.archetype} {message.name}"
        self._questions.ask(connection, message.request_id, work, reply, affinity=sprite, key=key)

    def cancel(self, connection: Session, message: Cancel) -> bool:
        """Withdraw a question that a worker is to answer; False when there is none of that id."""
        return self._questions.cancel(connection, message.request_id)

    def left(self, connection: Session) -> None:
        """Its client is gone."""
        self._questions.left(connection)

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
        processes = self._pool.records() + (self._reader.records() if self._reader else ())
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
                memory_bytes=resident_bytes(os.getpid()) + sum(each.memory_bytes for each in processes),
                processes=processes,
                models=tuple(each.name for each in self._models() if each.state is ModelState.LOADED),
                stored_bytes=self._stored(),
                stored_limit=self._desk.store.limit,
            )
        )

    def models(self, connection: Session, message: ModelsList) -> None:
        connection.answer(ModelsCatalog(request_id=message.request_id, models=self._models()))

    def model(self, connection: Session, message: ModelsInstall | ModelsLoad | ModelsUnload) -> None:
        error: AnimatorError = NotFound(f"there is no model {message.name!r} in the catalog")
        if any(record.name == message.name for record in self._models()):
            error = BadRequest(f"{message.name} is a part of the program: it is always there")
        self._refuse(connection, message.request_id, error)

    def _models(self) -> tuple[ModelRecord, ...]:
        loaded, unused = ModelState.LOADED if self._pool.alive else ModelState.INSTALLED, self._unused
        return tuple(
            each if each.name in unused else msgspec.structs.replace(each, state=loaded)
            for each in self._shipped
        )

    def _stored(self) -> int:
        """0 where the store cannot be read: its own errors say more."""
        try:
            return self._desk.store.used
        except StorageFailed:
            return 0

    def _refuse(self, connection: Session, request_id: str, error: AnimatorError) -> None:
        connection.answer(Error(code=error.code, message=error.message, request_id=request_id))
