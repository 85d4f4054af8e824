"""Requests -> clips -> frames of one connection, the same rules on both ends.

The server applies every message before it is sent, the client after it arrived; whatever breaks a rule
raises ``IllegalTransition`` and changes nothing. Only what has not ended is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.jobs import ClipState, JobState, transition
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    EndMessage,
    Failed,
    Frame,
    Interrupted,
    Progress,
    ServerMessage,
    Spec,
    Superseded,
)
from neonworks_protocol.vocabulary import Encoding, Tier

__all__ = ["END_STATES", "RequestTracker", "TrackedClip", "TrackedRequest"]

END_STATES: tuple[tuple[type[EndMessage], JobState], ...] = (
    (Done, JobState.DONE),
    (Failed, JobState.FAILED),
    (Cancelled, JobState.CANCELLED),
    (Superseded, JobState.SUPERSEDED),
    (Interrupted, JobState.INTERRUPTED),
)
"""Which message ends a request in which state."""


@dataclass
class TrackedClip:
    """The current take of a clip. ``drawn`` has bit i set per tier once frame i was sent."""

    clip: Clip
    state: ClipState = ClipState.PLANNED
    drawn: dict[Tier, int] = field(default_factory=dict)


@dataclass
class TrackedRequest:
    """A request that has not ended."""

    state: JobState = JobState.SUBMITTED
    channel: str | None = None
    job_id: str | None = None
    cancel_asked: bool = False
    clips: dict[str, TrackedClip] = field(default_factory=dict)


class RequestTracker:
    """All open requests of a connection. ``max_clips`` bounds the takes that one request announces."""

    def __init__(self, max_clips: int) -> None:
        self._max_clips = max_clips
        self._requests: dict[str, TrackedRequest] = {}
        self._clips: dict[str, TrackedClip] = {}
        self._rules: dict[type, Callable[[Any], None]] = {
            Accepted: self._accepted,
            Spec: self._spec,
            Progress: self._progress,
            Clip: self._clip,
            Frame: self.frame,
            ClipDone: self._clip_done,
            **{cls: self._end for cls, _ in END_STATES},
        }
        self._end_states: dict[type, JobState] = dict(END_STATES)

    def __len__(self) -> int:
        return len(self._requests)

    def __contains__(self, request_id: object) -> bool:
        return request_id in self._requests

    def get(self, request_id: str) -> TrackedRequest | None:
        """The open request of that id."""
        return self._requests.get(request_id)

    def open_requests(self) -> dict[str, JobState]:
        """Id -> state of every request that has not ended, the oldest first."""
        return {request_id: request.state for request_id, request in self._requests.items()}

    def accepted(self, request_id: str) -> bool:
        """Whether the request is open and was accepted."""
        request = self._requests.get(request_id)
        return request is not None and request.state is not JobState.SUBMITTED

    def channels(self) -> set[str]:
        """Channels that open requests use."""
        return {r.channel for r in self._requests.values() if r.channel is not None}

    def open(self, request_id: str, channel: str | None = None) -> TrackedRequest:
        """Begins to follow a request; raises ``IllegalTransition`` when it is open already."""
        if request_id in self._requests:
            raise IllegalTransition(f"request {request_id} is open already")
        request = self._requests[request_id] = TrackedRequest(channel=channel)
        return request

    def drop(self, request_id: str) -> None:
        """Forgets a request that never became one (its ``submit`` was answered by ``error``)."""
        request = self._requests.pop(request_id, None)
        if request is not None:
            self._forget_clips(request)

    def governs(self, message: ServerMessage) -> bool:
        """Whether ``message`` is about a request and must be applied."""
        return type(message) in self._rules

    def owner(self, clip_id: str) -> str | None:
        """The request that announced a clip, while that is open."""
        tracked = self._clips.get(clip_id)
        return tracked.clip.request_id if tracked is not None else None

    def apply(self, message: ServerMessage) -> None:
        """Checks and takes over one message; raises ``IllegalTransition``."""
        self._rules[type(message)](message)

    def frame(self, frame: Frame) -> None:
        """``apply`` for a whole (unsplit) frame."""
        tracked = self._clips.get(frame.clip_id)
        if tracked is None or tracked.clip.take != frame.take or tracked.state is ClipState.COMPLETE:
            raise IllegalTransition(f"clip {frame.clip_id} take {frame.take} takes no frames now")
        clip = tracked.clip
        if frame.index >= clip.frame_count:
            raise IllegalTransition(f"clip {frame.clip_id} has {clip.frame_count} frames")
        if frame.encoding is Encoding.RAW and len(frame.data) != 4 * clip.canvas[0] * clip.canvas[1]:
            raise IllegalTransition(f"a raw frame of {frame.clip_id} is width x height x 4 bytes")
        if tracked.state is ClipState.PLANNED:
            tracked.state = transition(tracked.state, ClipState.STREAMING)
        tracked.drawn[frame.tier] = tracked.drawn.get(frame.tier, 0) | 1 << frame.index

    def _require(self, request_id: str) -> TrackedRequest:
        request = self._requests.get(request_id)
        if request is None:
            raise IllegalTransition(f"request {request_id} is not open: unknown, or ended already")
        return request

    def _require_accepted(self, request_id: str) -> TrackedRequest:
        request = self._require(request_id)
        if request.state is JobState.SUBMITTED:
            raise IllegalTransition(f"request {request_id} was not accepted yet")
        return request

    def _accepted(self, message: Accepted) -> None:
        request = self._require(message.request_id)
        request.state = transition(request.state, JobState.QUEUED, f"request {message.request_id}")
        request.job_id = message.job_id

    def _spec(self, message: Spec) -> None:
        self._require_accepted(message.request_id)

    def _progress(self, message: Progress) -> None:
        request = self._require_accepted(message.request_id)
        if message.state not in (JobState.QUEUED, JobState.RUNNING):
            raise IllegalTransition("progress is queued or running")
        if message.state is not request.state:
            request.state = transition(request.state, message.state, f"request {message.request_id}")

    def _clip(self, message: Clip) -> None:
        request = self._require_accepted(message.request_id)
        self._check_clip(message, request)
        earlier = self._clips.get(message.clip_id)
        if earlier is not None and not earlier.state.ended:
            earlier.state = transition(earlier.state, ClipState.ABANDONED)
        if request.state is JobState.QUEUED:
            request.state = transition(request.state, JobState.RUNNING)
        self._clips[message.clip_id] = request.clips[message.clip_id] = TrackedClip(message)

    def _check_clip(self, message: Clip, request: TrackedRequest) -> None:
        if len(message.durations) != message.frame_count:
            raise IllegalTransition(f"clip {message.clip_id} needs one duration per frame")
        earlier = self._clips.get(message.clip_id)
        if earlier is not None and earlier.clip.request_id != message.request_id:
            raise IllegalTransition(f"clip {message.clip_id} belongs to request {earlier.clip.request_id}")
        if earlier is not None and message.take <= earlier.clip.take:
            raise IllegalTransition(f"clip {message.clip_id} needs a take above {earlier.clip.take}")
        if earlier is None and len(request.clips) >= self._max_clips:
            raise IllegalTransition(f"a request has at most {self._max_clips} clips")

    def _clip_done(self, message: ClipDone) -> None:
        tracked = self._require_accepted(message.request_id).clips.get(message.clip_id)
        if tracked is None or tracked.clip.take != message.take:
            raise IllegalTransition(f"clip {message.clip_id} take {message.take} was not announced")
        if tracked.drawn.get(message.tier, 0) != (1 << tracked.clip.frame_count) - 1:
            raise IllegalTransition(f"clip {message.clip_id} lacks frames of tier {message.tier.value}")
        if tracked.state is ClipState.COMPLETE:
            raise IllegalTransition(f"clip {message.clip_id} was complete already")
        if message.final:
            tracked.state = transition(tracked.state, ClipState.COMPLETE)

    def _end(self, message: EndMessage) -> None:
        request = self._require(message.request_id)
        if isinstance(message, Done):
            open_clips = [c for c, tracked in request.clips.items() if not tracked.state.ended]
            if open_clips:
                raise IllegalTransition(f"request {message.request_id} has open clips: {open_clips}")
        end = self._end_states[type(message)]
        request.state = transition(request.state, end, f"request {message.request_id}")
        del self._requests[message.request_id]
        self._forget_clips(request)

    def _forget_clips(self, request: TrackedRequest) -> None:
        for clip_id in request.clips:
            del self._clips[clip_id]
