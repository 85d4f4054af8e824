"""A recorded job is told in slices, once, and to whoever asks last."""

import asyncio
from collections.abc import Iterator

import pytest
from neonworks_daemon.playback import Playbacks
from neonworks_daemon.store.results import ResultStore
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Clip, Done, Failed, Frame, Interrupted

from tests.fakes.events import FakeOutlet, clip_events
from tests.fakes.stores import draw, new_job, opened

ANSWER = Accepted(request_id="r", job_id="a")


@pytest.fixture
def store() -> Iterator[ResultStore]:
    with opened(None) as store:
        yield store


def _begin(store: ResultStore, outlet: FakeOutlet, job: str = "a", request: str = "r") -> Playbacks:
    playbacks = Playbacks(store)
    recording = store.by_job(job)
    assert recording is not None
    playbacks.begin(outlet, request, recording, ANSWER)
    return playbacks


def _kinds(outlet: FakeOutlet, request: str = "r") -> list[str]:
    return [type(message).__name__ for message in outlet.messages(request)]


async def _over(playbacks: Playbacks) -> None:
    async with asyncio.timeout(20):
        while len(playbacks):
            await asyncio.sleep(0.005)


async def test_a_short_job_is_told_at_once(store: ResultStore) -> None:
    draw(store, new_job("a"))
    outlet = FakeOutlet()
    assert len(_begin(store, outlet)) == 0
    assert _kinds(outlet) == ["Accepted", "Spec", "Clip", "Frame", "Frame", "ClipDone", "Done"]
    pixels = [message.data for message in outlet.messages("r") if isinstance(message, Frame)]
    assert pixels == [bytes([0] * 16), bytes([1] * 16)]


async def test_a_long_job_is_told_as_the_client_takes_it(store: ResultStore) -> None:
    events = tuple(event for clip in range(20) for event in clip_events(32, clip=clip))
    draw(store, new_job("a"), events)
    outlet = FakeOutlet()
    playbacks = _begin(store, outlet)
    told = len(outlet.sent)
    assert 10 < told < 60
    outlet.room = False
    await asyncio.sleep(0.1)
    assert len(outlet.sent) == told
    outlet.room = True
    await _over(playbacks)
    assert _kinds(outlet).count("Frame") == 20 * 32
    assert _kinds(outlet)[-1] == "Done"


async def test_a_stopped_one_tells_nothing_more(store: ResultStore) -> None:
    draw(store, new_job("a"), tuple(e for clip in range(9) for e in clip_events(32, clip=clip)))
    outlet = FakeOutlet()
    playbacks = _begin(store, outlet)
    assert playbacks.stop("client", "r")
    assert not playbacks.stop("client", "r")
    told = len(outlet.sent)
    await asyncio.sleep(0.05)
    assert len(outlet.sent) == told


async def test_one_that_moves_is_told_from_the_first_frame(store: ResultStore) -> None:
    draw(store, new_job("a"), tuple(e for clip in range(9) for e in clip_events(32, clip=clip)))
    older, newer = FakeOutlet(), FakeOutlet()
    playbacks = _begin(store, older)
    assert playbacks.move(newer, "r")
    told = len(older.sent)
    await _over(playbacks)
    assert len(older.sent) == told
    assert _kinds(newer).count("Frame") == 9 * 32
    assert _kinds(newer)[0] == "Spec"
    assert not playbacks.move(newer, "r")


async def test_a_client_that_is_gone_costs_no_reading(store: ResultStore) -> None:
    draw(store, new_job("a"), tuple(e for clip in range(9) for e in clip_events(32, clip=clip)))
    outlet = FakeOutlet()
    playbacks = _begin(store, outlet)
    outlet.open = False
    await _over(playbacks)
    assert _kinds(outlet).count("Frame") < 32
    assert _kinds(outlet)[-1] == "Done"


async def test_what_was_cut_off_is_told_as_far_as_it_came(store: ResultStore) -> None:
    store.begin(new_job("a"))
    for event in clip_events()[:3]:
        store.commit("a", event)
    end = Interrupted(request_id="a", message="why")
    store.end("a", JobState.INTERRUPTED, end, clips=1, fraction=0.5)
    outlet = FakeOutlet()
    _begin(store, outlet)
    assert _kinds(outlet) == ["Accepted", "Spec", "Clip", "Frame", "Interrupted"]
    assert outlet.messages("r")[-1] == Interrupted(request_id="r", message="why")


async def test_lost_frames_end_it_and_the_job_is_not_offered_again(store: ResultStore) -> None:
    draw(store, new_job("a", key="k"))
    recording = store.by_job("a")
    assert recording is not None
    store._database.run("UPDATE blobs SET data = x'00' WHERE form = 0")
    outlet = FakeOutlet()
    Playbacks(store).begin(outlet, "r", recording, ANSWER)
    end = outlet.messages("r")[-1]
    assert isinstance(end, Failed)
    assert (end.code, end.retryable) == ("storage_failed", True)
    assert store.by_key("k") is None
    assert store.by_job("a") is None


async def test_the_request_that_began_the_job_finds_its_own_clips(store: ResultStore) -> None:
    draw(store, new_job("a"))
    mine, theirs = FakeOutlet(), FakeOutlet()
    _begin(store, mine, request="a")
    _begin(store, theirs, request="r")
    clips = [m for outlet, name in ((mine, "a"), (theirs, "r")) for m in outlet.messages(name)]
    ids = [(m.clip_id, m.cached) for m in clips if isinstance(m, Clip)]
    assert ids[0] == ("a.0", False)
    assert ids[1][0].startswith("a.0.") and ids[1][1]


async def test_an_end_of_its_own_can_be_given(store: ResultStore) -> None:
    draw(store, new_job("a"))
    recording = store.by_job("a")
    assert recording is not None
    outlet = FakeOutlet()
    Playbacks(store).begin(outlet, "r", recording, None, Done(request_id="r", clips=1, elapsed_ms=5.0))
    assert _kinds(outlet)[0] == "Spec"
    assert outlet.messages("r")[-1] == Done(request_id="r", clips=1, elapsed_ms=5.0)
