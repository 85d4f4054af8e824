"""What a live channel does with a change: pure policy, fed with events and their times.

One request runs, one waits, the latest wins. The policy never reads a clock: every call says ``now`` in
milliseconds, which never goes back. Its answers are ``Decision`` values in the order to carry them out.

::

    submit ──▶ idle: START ─▶ drafting ─draft_done─▶ refining ─finished─▶ idle, or START of the waiting one
               drafting: HOLD, and CANCEL unless the draft is nearly done or overdue
               refining: HOLD and CANCEL
               an equal request: ATTACH to the one that runs or waits
    CANCEL ──▶ stopping ─stopped─▶ SUPERSEDE of what was stopped, START of the waiting one

No starvation: a draft is cancelled only when the newer one can still be complete ``FRESH_MS`` after the last
complete draft. So under a steady stream of changes a new draft appears at least that often, while one draft
and one cancel fit into that time; where they do not, at least every 1.5 times what they take.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from neonworks_protocol.errors import IllegalTransition

__all__ = [
    "FINISH_MS",
    "FRESH_MS",
    "MAX_ATTACHED",
    "SLACK_MS",
    "ChannelPolicy",
    "Decision",
    "DecisionKind",
    "Phase",
]

FINISH_MS = 40.0
"""A draft this close to its end is let finish: less than stopping it may take, so that the worker is free for
the newer request within 50 ms either way."""
FRESH_MS = 300.0
"""Longest time between two complete drafts while changes arrive."""
SLACK_MS = 60.0
"""What is kept of that time for changes that arrive late and drafts that take longer than they should."""
MAX_ATTACHED = 32
"""Requests that share one piece of work; beyond, the oldest attached one is superseded."""


class DecisionKind(StrEnum):
    """What the driver is to do with ``Decision.request_id``."""

    START = "start"
    """Give it to a worker."""
    HOLD = "hold"
    """Accept it; it waits."""
    CANCEL = "cancel"
    """Stop its worker and then call ``stopped``; no end is sent yet."""
    SUPERSEDE = "supersede"
    """End it as superseded by ``other``."""
    ATTACH = "attach"
    """Accept it as attached to ``other``; it ends as that work ends."""


class Phase(StrEnum):
    """Where a piece of work is."""

    WAITING = "waiting"
    DRAFTING = "drafting"
    REFINING = "refining"
    """The draft is complete; better tiers are being drawn."""
    STOPPING = "stopping"


@dataclass(frozen=True)
class Decision:
    """One thing to do; ``other`` is the request that replaces it, or that it attaches to."""

    kind: DecisionKind
    request_id: str
    other: str | None = None


@dataclass
class _Work:
    """``work_id`` is the request that began it; ``members`` are the requests that want its result."""

    work_id: str
    key: str
    draft_ms: float
    phase: Phase = Phase.WAITING
    draft_end: float = 0.0
    replaced_by: str | None = None
    members: list[str] = field(default_factory=list)


class ChannelPolicy:
    """One channel of one client. ``cancel_ms`` is how long a worker needs to stop, at most."""

    def __init__(
        self, *, cancel_ms: float = 50.0, finish_ms: float = FINISH_MS, fresh_ms: float = FRESH_MS
    ) -> None:
        self._cancel_ms = cancel_ms
        self._finish_ms = finish_ms
        self._fresh_ms = fresh_ms
        self._running: _Work | None = None
        self._waiting: _Work | None = None
        self._fresh_since = 0.0

    @property
    def idle(self) -> bool:
        """Nothing runs and nothing waits: the channel may be forgotten."""
        return self._running is None and self._waiting is None

    def members(self, work_id: str) -> tuple[str, ...]:
        """The requests that work serves, the oldest first; empty when there is no such work."""
        for work in (self._running, self._waiting):
            if work is not None and work.work_id == work_id:
                return tuple(work.members)
        return ()

    def submit(self, request_id: str, key: str, draft_ms: float, now: float) -> tuple[Decision, ...]:
        """A new request. ``key`` is equal for equal content; ``draft_ms`` is what its draft should cost."""
        if self._knows(request_id):
            raise IllegalTransition(f"request {request_id} is on this channel already")
        running = self._running
        if running is None or running.phase is Phase.REFINING:
            self._fresh_since = now
        if running is None:
            return self._start(_Work(request_id, key, draft_ms, members=[request_id]), now)
        if running.key == key and running.phase is not Phase.STOPPING:
            dropped = self._drop_waiting(by=request_id)
            return (*dropped, *self._attach(running, request_id))
        if self._waiting is not None and self._waiting.key == key:
            return self._attach(self._waiting, request_id)
        dropped = self._drop_waiting(by=request_id)
        self._waiting = _Work(request_id, key, draft_ms, members=[request_id])
        return (*dropped, Decision(DecisionKind.HOLD, request_id), *self._make_way(running, now))

    def estimate(self, work_id: str, remaining_ms: float, now: float) -> None:
        """A better estimate of when the running draft will be complete."""
        if self._running is not None and self._running.work_id == work_id:
            self._running.draft_end = now + remaining_ms

    def draft_done(self, work_id: str, now: float) -> tuple[Decision, ...]:
        """The draft of the running work is complete, and better tiers would follow.

        A driver that calls this before it begins the next tier can call ``stopped`` at once on ``CANCEL``.
        """
        running = self._require_running(work_id)
        self._fresh_since = now
        if running.phase is Phase.DRAFTING:
            running.phase = Phase.REFINING
        return self._make_way(running, now)

    def finished(self, work_id: str, now: float, *, failed: bool = False) -> tuple[Decision, ...]:
        """The running work ended by itself; the driver has ended its members. Allowed after ``CANCEL``."""
        running = self._require_running(work_id)
        if running.phase is not Phase.REFINING and not failed:
            self._fresh_since = now
        self._running = None
        return self._start_waiting(now)

    def stopped(self, work_id: str, now: float) -> tuple[Decision, ...]:
        """The worker gave up the work after ``CANCEL``."""
        running = self._require_running(work_id)
        if running.phase is not Phase.STOPPING:
            raise IllegalTransition(f"work {work_id} was not cancelled")
        self._running = None
        by = self._waiting.work_id if self._waiting else running.replaced_by
        ended = tuple(Decision(DecisionKind.SUPERSEDE, member, by) for member in running.members)
        return (*ended, *self._start_waiting(now))

    def cancel(self, request_id: str) -> tuple[Decision, ...]:
        """The user cancelled a request, which the driver has ended. Work that nobody wants is stopped."""
        waiting, running = self._waiting, self._running
        if waiting is not None and request_id in waiting.members:
            waiting.members.remove(request_id)
            if not waiting.members:
                self._waiting = None
        elif running is not None and request_id in running.members:
            running.members.remove(request_id)
            if not running.members and running.phase is not Phase.STOPPING:
                return self._stop(running)
        return ()

    def _require_running(self, work_id: str) -> _Work:
        if self._running is None or self._running.work_id != work_id:
            raise IllegalTransition(f"work {work_id} does not run on this channel")
        return self._running

    def _knows(self, request_id: str) -> bool:
        return any(request_id in work.members for work in (self._running, self._waiting) if work)

    def _start(self, work: _Work, now: float) -> tuple[Decision, ...]:
        work.phase = Phase.DRAFTING
        work.draft_end = now + work.draft_ms
        self._running = work
        return (Decision(DecisionKind.START, work.work_id),)

    def _start_waiting(self, now: float) -> tuple[Decision, ...]:
        waiting, self._waiting = self._waiting, None
        return () if waiting is None else self._start(waiting, now)

    def _drop_waiting(self, by: str) -> tuple[Decision, ...]:
        waiting, self._waiting = self._waiting, None
        members = waiting.members if waiting else []
        return tuple(Decision(DecisionKind.SUPERSEDE, member, by) for member in members)

    def _attach(self, work: _Work, request_id: str) -> tuple[Decision, ...]:
        attached = Decision(DecisionKind.ATTACH, request_id, work.members[0])
        work.members.append(request_id)
        if len(work.members) <= MAX_ATTACHED:
            return (attached,)
        return (attached, Decision(DecisionKind.SUPERSEDE, work.members.pop(1), request_id))

    def _make_way(self, running: _Work, now: float) -> tuple[Decision, ...]:
        """Stops the running work for the waiting one, unless its draft should be finished first."""
        waiting = self._waiting
        if waiting is None or running.phase is Phase.STOPPING:
            return ()
        if running.phase is Phase.DRAFTING and self._finishes_first(running, waiting, now):
            return ()
        running.replaced_by = waiting.work_id
        return self._stop(running)

    def _finishes_first(self, running: _Work, waiting: _Work, now: float) -> bool:
        if running.draft_end - now <= self._finish_ms:
            return True
        takes = self._cancel_ms + waiting.draft_ms
        if takes < running.draft_end - now:
            # Even with the stop the newer one is complete earlier, so nothing can starve by it.
            return False
        patience = self._fresh_ms - SLACK_MS if takes <= self._fresh_ms else 1.5 * takes
        return now + takes > self._fresh_since + patience

    def _stop(self, running: _Work) -> tuple[Decision, ...]:
        running.phase = Phase.STOPPING
        return (Decision(DecisionKind.CANCEL, running.work_id),)
