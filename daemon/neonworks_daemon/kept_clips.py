"""``KeptClips``: finds clips that are kept by the ids that clients know them by."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from neonworks_protocol.errors import BadRequest, NotFound
from neonworks_protocol.records import ClipRef

from neonworks_daemon.feed import job_of_clip
from neonworks_daemon.jobs import JobTable
from neonworks_daemon.store.recording import Recording
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import ClipFinished, ClipPlanned, FrameMade

__all__ = ["KeptClip", "KeptClips"]


@dataclass(frozen=True)
class KeptClip:
    """A clip with all frames of its best finished tier, in order and without pixels."""

    clip_id: str
    job_id: str
    plan: ClipPlanned
    frames: tuple[FrameMade, ...]
    finished: ClipFinished

    @property
    def pixel_bytes(self) -> int:
        """Bytes of its frames as raw RGBA8."""
        return 4 * self.plan.width * self.plan.height * len(self.frames)


class KeptClips:
    """Looks them up in ``table`` (jobs that have not ended) and ``store``."""

    def __init__(self, table: JobTable, store: ResultStore) -> None:
        self._table = table
        self._store = store

    async def find(self, refs: Sequence[ClipRef]) -> tuple[KeptClip, ...]:
        """The clips in the order of ``refs``; lets others run between two jobs.

        Raises ``BadRequest`` for a clip that is named twice or has not ended, ``NotFound`` for one that is
        not kept (any more), or was never finished.
        """
        if len({ref.clip_id for ref in refs}) < len(refs):
            raise BadRequest("a clip is named twice: name each once")
        jobs: dict[str, Recording] = {}
        found: list[KeptClip] = []
        for ref in refs:
            place = job_of_clip(ref.clip_id)
            if place is None or ref.take != 1:
                raise _unknown(ref)
            if place[0] not in jobs:
                await asyncio.sleep(0)
                jobs[place[0]] = self._recording(place[0], ref)
            found.append(_clip_of(jobs[place[0]], place[1], ref))
        return tuple(found)

    def _recording(self, job_id: str, ref: ClipRef) -> Recording:
        if self._table.by_id(job_id) is not None:
            raise BadRequest(f"the job of clip {ref.clip_id} has not ended: export it when it is done")
        recording = self._store.by_job(job_id)
        if recording is None:
            raise _unknown(ref)
        return recording


def _clip_of(recording: Recording, number: int, ref: ClipRef) -> KeptClip:
    plan = next((e for e in recording.events if isinstance(e, ClipPlanned) and e.clip == number), None)
    # Tiers follow each other, each better than the one before.
    ends = [e for e in recording.events if isinstance(e, ClipFinished) and e.clip == number]
    if plan is None:
        raise _unknown(ref)
    if not ends:
        raise NotFound(f"clip {ref.clip_id} was never finished: draw it again with retry")
    # A higher revision follows the frame that it replaces.
    frames = {
        event.index: event
        for event in recording.events
        if isinstance(event, FrameMade) and (event.clip, event.tier) == (number, ends[-1].tier)
    }
    if sorted(frames) != list(range(len(plan.durations))):
        raise NotFound(f"frames of clip {ref.clip_id} are missing: make the clip again")
    ordered = tuple(frames[index] for index in sorted(frames))
    return KeptClip(ref.clip_id, recording.job_id, plan, ordered, ends[-1])


def _unknown(ref: ClipRef) -> NotFound:
    return NotFound(
        f"take {ref.take} of clip {ref.clip_id} is not kept (any more): make the clip again, and pin what"
        " is to stay"
    )
