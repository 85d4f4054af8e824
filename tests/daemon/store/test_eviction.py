"""Who leaves, and that nothing is left of it."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from neonworks_daemon.store.eviction import LIVE_TAKES, SLICE
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import FrameMade
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Cancelled

from tests.fakes.events import clip_events, frame_made
from tests.fakes.stores import draw, kept_frames, new_job, opened


def _tidied(store: ResultStore) -> None:
    while store.tidy():
        pass


def _rows(store: ResultStore, table: str) -> int:
    count: int = store._database.value(f"SELECT count(*) FROM {table}")
    return count


def _noisy(name: str, frames: int) -> tuple[FrameMade, ...]:
    """Frames that no packing makes small."""
    import random

    random_ = random.Random(name)
    return tuple(frame_made(i, data=random_.randbytes(16_384)) for i in range(frames))


def test_the_least_recently_used_leaves_first_and_nothing_of_it_stays() -> None:
    with opened(None, limit=1_200_000) as store:
        draw(store, new_job("a"), _noisy("a", 20))
        draw(store, new_job("b"), _noisy("b", 20))
        assert store.by_job("a")
        draw(store, new_job("c"), _noisy("c", 40))
        assert store.used > 1_200_000
        _tidied(store)
        assert store.used <= 1_200_000
        assert [name for name in "abc" if store.by_job(name)] == ["a", "c"]
        assert _rows(store, "jobs") == 2
        assert _rows(store, "events") == 60
        assert _rows(store, "blobs") == 61


def test_a_slice_is_a_slice() -> None:
    with opened(None) as store:
        draw(store, new_job("a"), _noisy("a", 3 * SLICE))
        store.forget("a")
        assert store.by_job("a") is None
        assert store.tidy()
        assert _rows(store, "events") == 2 * SLICE
        _tidied(store)
        assert (_rows(store, "events"), _rows(store, "blobs"), _rows(store, "jobs")) == (0, 0, 0)


def test_pinned_and_open_jobs_stay_and_pinned_ones_do_not_count() -> None:
    with opened(None, limit=600_000) as store:
        draw(store, new_job("pinned"), _noisy("p", 40))
        store.pin("pinned", True)
        store.begin(new_job("open"))
        for event in _noisy("o", 20):
            store.commit("open", event)
        draw(store, new_job("other"), _noisy("x", 30))
        _tidied(store)
        assert store.by_job("other") is None
        assert len(kept_frames(store, "pinned")) == 40
        assert {record.job_id for record in store.records(9)} == {"pinned", "open"}
        store.pin("pinned", False)
        _tidied(store)
        assert store.by_job("pinned") is None


def test_shared_frames_stay_with_the_one_that_is_left() -> None:
    with opened(None) as store:
        draw(store, new_job("a"))
        draw(store, new_job("b"))
        store.forget("a")
        _tidied(store)
        assert kept_frames(store, "b") == [bytes([0] * 16), bytes([1] * 16)]
        assert store.request("b").work.sprite == new_job("b").work.sprite


def test_live_takes_live_in_a_ring_of_each_client() -> None:
    with opened(None) as store:
        draw(store, new_job("applied"))
        for number in range(LIVE_TAKES + 10):
            draw(store, new_job(f"mine{number}", channel="live"))
        draw(store, new_job("theirs", client="other", channel="live"))
        store.pin("mine70", True)
        draw(store, new_job("last", channel="live"))
        _tidied(store)
        kept = {record.job_id for record in store.records(500)}
        mine = {name for name in kept if name.startswith("mine")}
        assert {"applied", "theirs", "last", "mine70", "mine73"} <= kept
        assert "mine9" not in kept
        assert len(mine | {"last"}) == LIVE_TAKES + 1


def test_cancelled_live_takes_are_in_the_ring_too() -> None:
    with opened(None) as store:
        for number in range(LIVE_TAKES + 1):
            job = new_job(f"j{number}", channel="live")
            store.begin(job)
            store.end(
                job.job_id, JobState.CANCELLED, Cancelled(request_id=job.request_id), clips=0, fraction=0.0
            )
        _tidied(store)
        assert len(store.records(500)) == LIVE_TAKES


@pytest.mark.parametrize("keep", [0, 1, 5])
def test_the_newest_can_be_spared(keep: int) -> None:
    with opened(None) as store:
        for name in "abc":
            draw(store, new_job(name))
        while store._evictor.condemn(keep=keep):
            pass
        assert len(store.records(9)) == min(keep, 3)


class Books(RuleBasedStateMachine):
    """However jobs come and go, references and frames are in order."""

    def __init__(self) -> None:
        super().__init__()
        self.store = ResultStore(None, limit=1 << 30)
        self.store.open()
        self.number = 0
        self.names: list[str] = []

    @rule(clips=st.integers(0, 3), frames=st.integers(0, 5), live=st.booleans(), ends=st.booleans())
    def drawn(self, clips: int, frames: int, live: bool, ends: bool) -> None:
        self.number += 1
        job = new_job(f"j{self.number}", channel="live" if live else None)
        events = [event for clip in range(clips) for event in clip_events(frames, clip=clip)]
        if ends:
            draw(self.store, job, tuple(events))
        else:
            self.store.begin(job)
            for event in events:
                self.store.commit(job.job_id, event)
        self.names.append(job.job_id)

    @rule(data=st.data(), pinned=st.booleans())
    def pinned(self, data: st.DataObject, pinned: bool) -> None:
        ended = [name for name in self.names if self.store.by_job(name)]
        if ended:
            self.store.pin(data.draw(st.sampled_from(ended)), pinned)

    @rule(data=st.data())
    def forgotten(self, data: st.DataObject) -> None:
        if self.names:
            self.store.forget(data.draw(st.sampled_from(self.names)))

    @rule()
    def condemned(self) -> None:
        self.store._evictor.condemn()

    @rule()
    def tidied(self) -> None:
        self.store.tidy()

    @invariant()
    def every_reference_is_counted(self) -> None:
        wrong = self.store._database.run(
            "SELECT b.id, b.refs, (SELECT count(*) FROM events WHERE blob = b.id)"
            " + (SELECT count(*) FROM jobs WHERE sprite = b.id) AS used FROM blobs b WHERE b.refs <> used"
        ).fetchall()
        assert wrong == []
        orphans = "SELECT count(*) FROM events WHERE job NOT IN (SELECT id FROM jobs)"
        assert self.store._database.value(orphans) == 0

    def teardown(self) -> None:
        self.store.close()


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
