"""``RequestService``: what clients ask of jobs: submit, cancel, look at an earlier result, draw it
again, come back.

Who may run when is the scheduler's, what a live channel does with a change is ``LiveChannels``'s, what was
made before is the store's; the desk follows the jobs that run.
"""

import hashlib
import logging
import secrets

from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound, WorkerFailed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Cancel,
    Cancelled,
    EndMessage,
    Failed,
    GetResult,
    Retry,
    Submit,
)
from neonworks_protocol.vocabulary import Encoding, Priority

from neonworks_daemon.admission import Admission, admit, admit_again, work_key
from neonworks_daemon.desk import JobDesk, accepted, is_retryable
from neonworks_daemon.feed import Outlet
from neonworks_daemon.jobs import ChannelKey, Job
from neonworks_daemon.live import LiveChannels
from neonworks_daemon.logs import fields
from neonworks_daemon.playback import Playbacks
from neonworks_daemon.pool import Pool
from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["JobMessage", "RequestService"]

JobMessage = Submit | GetResult | Retry
"""Requests that are about jobs."""

_logger = logging.getLogger(__name__)


class RequestService:
    """``cache`` answers equal requests from the store; ``build`` is part of what makes requests equal."""

    def __init__(self, desk: JobDesk, live: LiveChannels, pool: Pool, *, build: str, cache: bool) -> None:
        self._desk = desk
        self._live = live
        self._pool = pool
        self._build = build
        self._cache = cache
        self._playbacks = Playbacks(desk.store)

    def request(self, outlet: Outlet, message: JobMessage, encoding: Encoding) -> None:
        """A new request; every problem ends it as ``failed``."""
        try:
            if isinstance(message, Submit):
                self._submit(outlet, message, encoding)
            elif isinstance(message, GetResult):
                self._get_result(outlet, message)
            else:
                self._retry(outlet, message, encoding)
        except AnimatorError as error:
            self._failed(outlet, message.request_id, error)

    def cancel(self, outlet: Outlet, message: Cancel) -> None:
        """End a request that waits, runs or is being sent."""
        end = Cancelled(request_id=message.request_id)
        self._playbacks.stop(outlet.client_id, message.request_id)
        job = self._desk.table.by_request(outlet.client_id, message.request_id)
        if job is not None:
            self._withdraw(job, message.request_id, end)
        elif not self._desk.table.is_leaving(outlet.client_id, message.request_id):
            outlet.end(message.request_id, end, drop=True)
        self._desk.match()

    def reattach(
        self, outlet: Outlet, message: JobMessage, answer: Accepted | None, encoding: Encoding
    ) -> None:
        """A request that has not ended was sent again over a new connection, which gets everything from the
        first frame. ``answer`` was given to it already."""
        if answer is not None and self._playbacks.move(outlet, message.request_id):
            return
        job = self._desk.table.by_request(outlet.client_id, message.request_id)
        if job is None:
            self._reattach_ended(outlet, message, answer, encoding)
            return
        job.feeds = [feed for feed in job.feeds if feed.request_id != message.request_id]
        if answer is None:
            self._desk.accept(job, outlet, message.request_id, Admission())
        else:
            self._desk.replay(job, job.feed_for(outlet, message.request_id))

    def _reattach_ended(
        self, outlet: Outlet, message: JobMessage, answer: Accepted | None, encoding: Encoding
    ) -> None:
        """Its job has ended, and its end did not reach the connection that it was told to."""
        if self._desk.table.move_leaving(outlet, message.request_id):
            return
        if answer is None:
            self.request(outlet, message, encoding)
            return
        recording = self._desk.store.by_job(answer.job_id)
        if recording is None:
            gone = NotFound(f"there is no result of job {answer.job_id}; submit the request under a new id")
            self._failed(outlet, message.request_id, gone)
            return
        self._playbacks.begin(outlet, message.request_id, recording, None)

    def repeat(self, outlet: Outlet, message: JobMessage, answer: Accepted, end: EndMessage) -> None:
        """A request that is done was sent again: its clips are told again, ``answer`` was already."""
        recording = self._desk.store.by_job(answer.job_id)
        if recording is None:
            gone = NotFound(f"the frames of job {answer.job_id} are no longer kept; submit it under a new id")
            self._failed(outlet, message.request_id, gone)
            return
        self._playbacks.begin(outlet, message.request_id, recording, None, end)

    def disconnected(self, outlet: Outlet) -> None:
        """A client is gone: its live edits stop, its ordinary requests go on and are kept."""
        for job in self._desk.table:
            for feed in [feed for feed in job.feeds if feed.outlet is outlet and job.channel is not None]:
                self._withdraw(job, feed.request_id, Cancelled(request_id=feed.request_id))
        self._desk.match()

    def _submit(self, outlet: Outlet, message: Submit, encoding: Encoding) -> None:
        self._check_workers()
        work, admission = admit(message, self._pool.capabilities, encoding)
        channel = (outlet.client_id, message.channel) if message.channel is not None else None
        priority = Priority.INTERACTIVE if channel else message.priority
        self._answer(outlet, message.request_id, work, admission, channel, priority)

    def _retry(self, outlet: Outlet, message: Retry, encoding: Encoding) -> None:
        """Draw a stored request again, as a new job of whoever asks."""
        self._check_workers()
        if self._desk.table.by_id(message.job_id) is not None:
            raise BadRequest(f"job {message.job_id} has not ended; ask for its result with get_result")
        kept = self._desk.store.request(message.job_id)
        if kept.state is JobState.DONE:
            raise BadRequest(f"job {message.job_id} is done; ask for its result with get_result")
        work, admission = admit_again(kept.work, self._pool.capabilities, encoding)
        self._answer(outlet, message.request_id, work, admission, None, Priority.REQUEST)
        self._desk.store.mark_retried(message.job_id)

    def _check_workers(self) -> None:
        if self._pool.broken:
            raise WorkerFailed(f"no worker process starts: {self._pool.broken}; see the daemon's log")

    def _answer(
        self,
        outlet: Outlet,
        request_id: str,
        work: AnimateWork,
        admission: Admission,
        channel: ChannelKey | None,
        priority: Priority,
    ) -> None:
        """From the store, where that has the answer, else by a new job."""
        key = work_key(work, self._build)
        known = self._desk.store.by_key(key) if self._cache else None
        if known is None:
            self._take(self._new_job(outlet, request_id, work, key, channel, priority), outlet, admission)
        else:
            if channel is not None:
                self._live.supersede(channel, request_id)
            answer = accepted(request_id, known.job_id, admission)
            self._playbacks.begin(outlet, request_id, known, answer)
        self._desk.match()

    def _take(self, job: Job, outlet: Outlet, admission: Admission) -> None:
        store = self._desk.store
        store.begin(job.to_keep(accepted(job.request_id, job.job_id, admission)))
        try:
            if job.channel is not None:
                self._live.submit(job.channel, job, outlet, admission)
            else:
                self._desk.start(job)
                self._desk.accept(job, outlet, job.request_id, admission)
        finally:
            # There was no room for it, or an equal job was found.
            if job.state is JobState.SUBMITTED:
                store.withdraw(job.job_id)

    def _new_job(
        self,
        outlet: Outlet,
        request_id: str,
        work: AnimateWork,
        key: str,
        channel: ChannelKey | None,
        priority: Priority,
    ) -> Job:
        job = Job(
            number=self._desk.scheduler.next_number(),
            job_id=secrets.token_hex(8),
            key=key,
            client=outlet.client_id,
            request_id=request_id,
            work=work,
            sprite=hashlib.sha256(work.sprite).hexdigest(),
            priority=priority,
            channel=channel,
        )
        _logger.info(
            "job_taken",
            extra=fields(job=job.job_id, client=job.client, request=job.request_id, text=work.text[:80]),
        )
        return job

    def _withdraw(self, job: Job, request_id: str, end: EndMessage) -> None:
        if job.channel is not None:
            self._live.withdraw(job.channel, job, request_id, end)
            return
        for feed in [feed for feed in job.feeds if feed.request_id == request_id]:
            self._desk.leave(job, feed, end)
        if not job.feeds:
            self._desk.stop(job)

    def _get_result(self, outlet: Outlet, message: GetResult) -> None:
        nothing = Admission()
        job = self._desk.table.by_id(message.job_id)
        if job is not None:
            self._desk.accept(job, outlet, message.request_id, nothing)
            return
        recording = self._desk.store.by_job(message.job_id)
        if recording is None:
            raise NotFound(f"there is no result of job {message.job_id}; submit the request again")
        answer = accepted(message.request_id, message.job_id, nothing)
        self._playbacks.begin(outlet, message.request_id, recording, answer)

    def _failed(self, outlet: Outlet, request_id: str, error: AnimatorError) -> None:
        failed = Failed(
            request_id=request_id,
            code=error.code,
            message=error.message,
            retryable=is_retryable(error.code),
        )
        outlet.end(request_id, failed, drop=False)
