"""``LiveChannels``: carries out what ``ChannelPolicy`` decides about live edits.

A job is held back here until its channel lets it start; only then does the scheduler see it.
"""

from collections.abc import Callable, Iterable

import msgspec
from neonworks_protocol.channels import ChannelPolicy, Decision, DecisionKind
from neonworks_protocol.errors import Busy
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import EndMessage, Superseded

from neonworks_daemon.admission import Admission
from neonworks_daemon.desk import JobDesk
from neonworks_daemon.feed import Outlet
from neonworks_daemon.jobs import ChannelKey, Job
from neonworks_daemon.pace import expected_frames

__all__ = ["LiveChannels"]


class LiveChannels:
    """Implements ``DeskEvents``. ``clock`` gives seconds and never goes back."""

    def __init__(self, desk: JobDesk, clock: Callable[[], float]) -> None:
        self._desk = desk
        self._clock = clock
        self._policies: dict[ChannelKey, ChannelPolicy] = {}

    def __len__(self) -> int:
        return len(self._policies)

    def submit(self, channel: ChannelKey, job: Job, outlet: Outlet, admission: Admission) -> None:
        """A change on ``channel``, as the new ``job``; an equal one that runs takes its place."""
        policy = self._policies.setdefault(channel, ChannelPolicy())
        draft_ms = self._estimate(channel, policy) * expected_frames(job.work)
        decisions = policy.submit(job.request_id, job.key, draft_ms, self._now_ms())
        for decision in decisions:
            if decision.request_id != job.request_id:
                continue
            if decision.kind is DecisionKind.ATTACH:
                shared = self._desk.table.by_request(channel[0], decision.other or "")
                assert shared is not None
                self._desk.accept(shared, outlet, job.request_id, admission, attached_to=decision.other)
            elif decision.kind in (DecisionKind.START, DecisionKind.HOLD):
                self._desk.accept(job, outlet, job.request_id, admission)
        self._carry_out(channel, decisions)

    def _estimate(self, channel: ChannelKey, policy: ChannelPolicy) -> float:
        """Milliseconds a frame of a new draft; a channel edits one sprite, so what runs there guides."""
        ms_per_frame = self._desk.pace.ms_per_frame
        for job in self._desk.table:
            if job.channel == channel and job.progress is not None and not job.stopping:
                policy.estimate(job.request_id, job.progress.draft_eta_ms, self._now_ms())
                ms_per_frame = max(ms_per_frame, job.progress.draft_ms / job.progress.frames)
        return ms_per_frame

    def withdraw(self, channel: ChannelKey, job: Job, request_id: str, end: EndMessage) -> None:
        """One request leaves; work that nobody wants any more is stopped."""
        for feed in [feed for feed in job.feeds if feed.request_id == request_id]:
            self._desk.leave(job, feed, end)
        policy = self._policies.get(channel)
        if policy is not None:
            self._carry_out(channel, policy.cancel(request_id))
        self._give_up_unwanted(channel, job, JobState.CANCELLED, end)

    def supersede(self, channel: ChannelKey, by: str) -> None:
        """A change was answered from the store: whatever runs or waits on its channel is out of date."""
        for job in self._desk.table:
            for request_id in [feed.request_id for feed in job.feeds if job.channel == channel]:
                self.withdraw(channel, job, request_id, Superseded(request_id=request_id, by=by))

    def job_started(self, job: Job) -> None:
        """Its worker has begun: from here on the policy may reckon with an end."""
        if job.channel is not None and (policy := self._policies.get(job.channel)) is not None:
            whole = self._desk.pace.ms_per_frame * expected_frames(job.work)
            policy.estimate(job.request_id, whole, self._now_ms())

    def job_drafted(self, job: Job) -> None:
        """From here on whatever is newer may stop it."""
        if job.channel is not None and (policy := self._policies.get(job.channel)) is not None:
            self._carry_out(job.channel, policy.draft_done(job.request_id, self._now_ms()))

    def job_finished(self, job: Job, *, failed: bool) -> None:
        if job.channel is not None and (policy := self._policies.get(job.channel)) is not None:
            self._carry_out(job.channel, policy.finished(job.request_id, self._now_ms(), failed=failed))

    def job_stopped(self, job: Job) -> None:
        if job.channel is not None and (policy := self._policies.get(job.channel)) is not None:
            self._carry_out(job.channel, policy.stopped(job.request_id, self._now_ms()))

    def _carry_out(self, channel: ChannelKey, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            if decision.kind is DecisionKind.START:
                self._start(channel, decision.request_id)
            elif decision.kind is DecisionKind.CANCEL:
                job = self._desk.table.by_work(channel, decision.request_id)
                assert job is not None
                self._desk.stop(job)
            elif decision.kind is DecisionKind.SUPERSEDE:
                self._superseded(channel, decision.request_id, decision.other or "")
        if (policy := self._policies.get(channel)) is not None and policy.idle:
            del self._policies[channel]

    def _start(self, channel: ChannelKey, work_id: str) -> None:
        job = self._desk.table.by_work(channel, work_id)
        assert job is not None
        try:
            self._desk.start(job)
        except Busy as error:
            self._desk.fail(job, error.code, error.message)
            self.job_finished(job, failed=True)

    def _superseded(self, channel: ChannelKey, request_id: str, by: str) -> None:
        job = self._desk.table.by_request(channel[0], request_id)
        if job is None:
            return
        end = Superseded(request_id=request_id, by=by)
        for feed in [feed for feed in job.feeds if feed.request_id == request_id]:
            self._desk.leave(job, feed, end)
        self._give_up_unwanted(channel, job, JobState.SUPERSEDED, end)

    def _give_up_unwanted(self, channel: ChannelKey, job: Job, state: JobState, end: EndMessage) -> None:
        """End a job that is held back and that its channel has dropped: it would never start.

        Whoever asked for its result beside the channel is told the same.
        """
        policy = self._policies.get(channel)
        held = job.scheduled is None and self._desk.table.get(job.number) is job
        if not held or (policy is not None and policy.members(job.request_id)):
            return
        self._desk.discard(job, state, end)
        for feed in job.feeds:
            feed.end(msgspec.structs.replace(end, request_id=feed.request_id), drop=True)

    def _now_ms(self) -> float:
        return self._clock() * 1000
