"""Finished work: recordings of jobs, with frames shared by content.

``ResultStore`` is the seam for the durable store (SQLite and files): everything above it asks only these
questions. ``MemoryStore`` lives as long as the daemon.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from neonworks_daemon.worker.messages import FrameMade, JobEvent

__all__ = ["MemoryStore", "Recording", "ResultStore"]

_EVENT_BYTES = 1024
"""One event as Python objects, without pixels."""


@dataclass(frozen=True)
class Recording:
    """All events of a job that ended well, in order. ``key`` is the digest of its request."""

    job_id: str
    key: str
    events: tuple[JobEvent, ...]
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the frames, and what the records around them cost."""
        frames = sum(len(event.data) for event in self.events if isinstance(event, FrameMade))
        return frames + _EVENT_BYTES * (len(self.events) + 1)


class ResultStore(Protocol):
    """Where finished frames and jobs are kept."""

    def commit(self, frame: FrameMade) -> FrameMade:
        """Keep a frame before it is sent; returns it with the stored copy of its bytes."""
        ...

    def put(self, recording: Recording) -> None:
        """Keep a finished job; it answers equal requests from now on."""
        ...

    def by_key(self, key: str) -> Recording | None:
        """The job that answered this request."""
        ...

    def by_job(self, job_id: str) -> Recording | None:
        """The job of that id."""
        ...

    def frame_bytes(self, sha256: str, png: bool) -> bytes | None:
        """The bytes of a kept frame, as PNG or as raw pixels; None when it is not kept in that form."""
        ...


class MemoryStore:
    """Bounded by ``limit`` bytes; the least recently used recording leaves first.

    Equal frames of different recordings share one copy of their bytes, each recording counts them fully.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._recordings: OrderedDict[str, Recording] = OrderedDict()
        self._keys: dict[str, str] = {}
        self._frames: dict[tuple[str, bool], tuple[bytes, int]] = {}

    @property
    def used(self) -> int:
        """Bytes that count against the limit."""
        return self._used

    def commit(self, frame: FrameMade) -> FrameMade:
        known = self._frames.get((frame.sha256, frame.png))
        if known is None:
            return frame
        return FrameMade(
            job=frame.job,
            clip=frame.clip,
            index=frame.index,
            tier=frame.tier,
            sha256=frame.sha256,
            data=known[0],
            png=frame.png,
        )

    def put(self, recording: Recording) -> None:
        if recording.size > self._limit:
            return
        self._drop(self._keys.get(recording.key, ""))
        self._drop(recording.job_id)
        self._recordings[recording.job_id] = recording
        self._keys[recording.key] = recording.job_id
        self._used += recording.size
        for frame in _frames(recording):
            data, count = self._frames.get((frame.sha256, frame.png), (frame.data, 0))
            self._frames[frame.sha256, frame.png] = (data, count + 1)
        while self._used > self._limit:
            self._drop(next(iter(self._recordings)))

    def by_key(self, key: str) -> Recording | None:
        return self.by_job(self._keys.get(key, ""))

    def by_job(self, job_id: str) -> Recording | None:
        recording = self._recordings.get(job_id)
        if recording is not None:
            self._recordings.move_to_end(job_id)
        return recording

    def frame_bytes(self, sha256: str, png: bool) -> bytes | None:
        data, _ = self._frames.get((sha256, png), (None, 0))
        return data

    def _drop(self, job_id: str) -> None:
        recording = self._recordings.pop(job_id, None)
        if recording is None:
            return
        self._used -= recording.size
        del self._keys[recording.key]
        for frame in _frames(recording):
            data, count = self._frames.pop((frame.sha256, frame.png))
            if count > 1:
                self._frames[frame.sha256, frame.png] = (data, count - 1)


def _frames(recording: Recording) -> list[FrameMade]:
    return [event for event in recording.events if isinstance(event, FrameMade)]
