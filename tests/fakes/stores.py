"""Jobs for a store, and stores on the disk."""

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from neonworks_daemon.store.recording import NewJob
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import AnimateWork, JobEvent
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Done
from neonworks_protocol.vocabulary import Tier

from tests.fakes.events import clip_events

__all__ = ["SPRITE_FILE", "draw", "kept_frames", "new_job", "opened"]

SPRITE_FILE = b"a sprite's file"


def new_job(
    name: str,
    *,
    key: str | None = None,
    client: str = "client",
    channel: str | None = None,
    sprite: bytes = SPRITE_FILE,
) -> NewJob:
    """Job ``name`` of request ``name``."""
    return NewJob(
        job_id=name,
        request_id=name,
        client=client,
        channel=channel,
        key=key or f"key {name}",
        sprite=hashlib.sha256(sprite).hexdigest(),
        work=AnimateWork(sprite=sprite, text=f"walk like {name}", seed=7),
        created_s=time.time(),
        accepted=Accepted(request_id=name, job_id=name, tiers=(Tier.DRAFT,)),
    )


def draw(store: ResultStore, job: NewJob, events: tuple[JobEvent, ...] | None = None) -> NewJob:
    """The whole life of a job that ends well."""
    store.begin(job)
    for event in clip_events() if events is None else events:
        store.commit(job.job_id, event)
    store.end(job.job_id, JobState.DONE, Done(request_id=job.request_id, clips=1), clips=1, fraction=1.0)
    return job


def kept_frames(store: ResultStore, job_id: str) -> list[bytes | None]:
    """The pixels of a recorded job, frame by frame; None where they are lost."""
    recording = store.by_job(job_id)
    assert recording is not None
    names = [event.sha256 for event in recording.events if hasattr(event, "sha256")]
    return [store.frame_bytes(name, False) for name in names]


@contextlib.contextmanager
def opened(
    folder: Path | None,
    *,
    limit: int = 1 << 30,
    clock: Callable[[], float] = time.monotonic,
    free: Callable[[Path], int] = lambda _: 1 << 40,
    max_pages: int | None = None,
) -> Iterator[ResultStore]:
    """A store that is closed when the block is left."""
    store = ResultStore(folder, limit=limit, clock=clock, free=free, max_pages=max_pages)
    store.open()
    try:
        yield store
    finally:
        store.close()
