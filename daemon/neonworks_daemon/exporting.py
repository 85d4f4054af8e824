"""``Exporter``: clips that are kept, as files for a client.

The frames come from the store, a worker encodes them, one clip after the other, and the files go out under
the client's credit. In memory there is one clip of one export at a time for each client, and what it has not
taken yet.
"""

import asyncio
import hashlib
import logging
from collections.abc import Sequence

from neonworks_models.export.kinds import ExportFormat, file_count
from neonworks_protocol.chunks import file_messages
from neonworks_protocol.errors import AnimatorError, BadRequest, JobCancelled, NotFound, TooLarge, from_wire
from neonworks_protocol.messages import Blob, Cancel, Error, Export
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.desk import JobDesk
from neonworks_daemon.kept_clips import KeptClip, KeptClips
from neonworks_daemon.logs import fields
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import ExportWork, FileMade, FrameMade, JobEnded, JobEvent

__all__ = ["EXPORT_FORMATS", "MAX_CLIP_BYTES", "MAX_EXPORT_BYTES", "Exporter"]

EXPORT_FORMATS = tuple(word.value for word in ExportFormat)
"""What ``export`` knows, as ``welcome`` tells."""
MAX_CLIP_BYTES = 48 << 20
"""Pixels of one clip: 32 frames of 600 × 600, and with the largest sprite within one message of the pipe."""
MAX_EXPORT_BYTES = 128 << 20
"""Pixels of one export: 64 clips of 32 frames of 128 × 128, half of what a client holds of files."""
_WAIT_S = 0.02
"""Before a client that cannot take more is looked at again."""
_SLICE = 8
"""Frames read in a row: about 1 ms where they are large."""

_logger = logging.getLogger(__name__)
_Name = tuple[Session, str]


class Exporter:
    """Exports of all clients; of one client they are made one after the other."""

    def __init__(self, desk: JobDesk) -> None:
        self._desk = desk
        self._clips = KeptClips(desk.table, desk.store)
        self._tasks: dict[_Name, asyncio.Task[None]] = {}
        self._turns: dict[Session, asyncio.Lock] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def export(self, session: Session, message: Export) -> None:
        """Answer by files, or by ``error``. The same question again begins anew: the first was forgotten."""
        name = session, message.request_id
        self._stop(name)
        task = asyncio.get_running_loop().create_task(self._run(session, message))
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._over(name, done))

    def cancel(self, session: Session, message: Cancel) -> bool:
        """Answer by ``error`` ``cancelled``; False when nothing of such an export is still to be sent."""
        running = self._stop((session, message.request_id))
        waiting = session.withdraw(message.request_id)
        if running or waiting:
            _refuse(session, message.request_id, JobCancelled("the export was cancelled"))
        return running or waiting

    def left(self, session: Session) -> None:
        """Its client is gone, unless the session can still be taken up again."""
        if session.open:
            return
        for name in [name for name in self._tasks if name[0] is session]:
            self._stop(name)
        self._turns.pop(session, None)

    def _stop(self, name: _Name) -> bool:
        task = self._tasks.pop(name, None)
        return task is not None and task.cancel()

    def _over(self, name: _Name, task: "asyncio.Task[None]") -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            # A bug here costs its client one export and nobody else anything.
            _logger.error("export_bug", exc_info=error)
            text = f"internal error ({type(error).__name__}); please report it with the daemon's log"
            _refuse(*name, AnimatorError(text))

    async def _run(self, session: Session, message: Export) -> None:
        try:
            fmt = _known(message.format)
            async with self._turns.setdefault(session, asyncio.Lock()):
                clips = await self._clips.find(message.clips)
                _check_size(clips)
                await self._send(session, message, fmt, clips)
        except AnimatorError as error:
            _refuse(session, message.request_id, error)

    async def _send(
        self, session: Session, message: Export, fmt: ExportFormat, clips: Sequence[KeptClip]
    ) -> None:
        total = sum(file_count(fmt, len(clip.frames)) + 1 for clip in clips)
        number, labels = 0, list[str]()
        for clip in clips:
            while not session.may_take_files():
                await asyncio.sleep(_WAIT_S)
            made = await self._encode(session, await self._work(clip, message, fmt, labels))
            for file in made:
                whole = Blob(
                    request_id=message.request_id,
                    name=file.name,
                    data=file.data,
                    file=number,
                    files=total,
                    sha256=file.sha256,
                )
                for blob in file_messages(whole):
                    session.deliver(blob)
                number += 1
            labels += [file.label for file in made[:1]]
        _logger.info(
            "exported", extra=fields(client=session.client_id, format=fmt, clips=len(clips), files=number)
        )

    async def _work(
        self, clip: KeptClip, message: Export, fmt: ExportFormat, labels: Sequence[str]
    ) -> ExportWork:
        """The clip with its pixels. Raises ``NotFound`` when they are no longer kept."""
        frames: list[FrameMade] = []
        for number, frame in enumerate(clip.frames):
            if number % _SLICE == _SLICE - 1:
                await asyncio.sleep(0)
            loaded = self._desk.store.load(frame)
            if loaded is None:
                raise NotFound(f"the frames of clip {clip.clip_id} are no longer kept; make the clip again")
            frames.append(loaded)
        return ExportWork(
            request=self._desk.store.request(clip.job_id).work,
            plan=clip.plan,
            frames=tuple(frames),
            finished=clip.finished,
            format=fmt.value,
            name=message.name,
            taken=tuple(labels),
        )

    async def _encode(self, session: Session, work: ExportWork) -> Sequence[FileMade]:
        sprite = hashlib.sha256(work.request.sprite).hexdigest()
        watcher = _Files(asyncio.get_running_loop().create_future())
        number = self._desk.ask(
            session.client_id,
            work,
            watcher,
            # Nobody types meanwhile: the worker that is kept free for live edits stays free.
            priority=Priority.REQUEST,
            affinity=sprite,
            key=f"export {work.plan.digest} {work.format}",
        )
        try:
            ended = await watcher.ended
        finally:
            self._desk.scheduler.withdraw(number)
        if ended.code is not None:
            # Raised here, not kept in the future: an error that its own frames know keeps their pixels.
            raise from_wire(ended.code, ended.message)
        return tuple(watcher.files.values())


class _Files:
    """A ``Watcher`` that collects the files of one clip; by name, for a worker may have died over it."""

    def __init__(self, ended: "asyncio.Future[JobEnded]") -> None:
        self.ended = ended
        self.files: dict[str, FileMade] = {}

    def job_event(self, event: JobEvent) -> None:
        if isinstance(event, FileMade):
            self.files[event.name] = event

    def job_ended(self, ended: JobEnded) -> None:
        if not self.ended.done():
            self.ended.set_result(ended)


def _known(word: str) -> ExportFormat:
    try:
        return ExportFormat(word)
    except ValueError:
        known = ", ".join(EXPORT_FORMATS)
        raise BadRequest(f"there is no format {word!r}: choose one of {known}") from None


def _check_size(clips: Sequence[KeptClip]) -> None:
    for clip in clips:
        if clip.pixel_bytes > MAX_CLIP_BYTES:
            raise TooLarge(
                f"clip {clip.clip_id} has {clip.pixel_bytes >> 20} MiB of pixels, at most"
                f" {MAX_CLIP_BYTES >> 20} can be exported: use a smaller sprite"
            )
    if sum(clip.pixel_bytes for clip in clips) > MAX_EXPORT_BYTES:
        raise TooLarge(
            f"these clips have more than {MAX_EXPORT_BYTES >> 20} MiB of pixels: export fewer at once"
        )


def _refuse(session: Session, request_id: str, error: AnimatorError) -> None:
    session.withdraw(request_id)
    session.answer(Error(code=error.code, message=error.message, request_id=request_id))
