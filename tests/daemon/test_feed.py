"""A job's events as a request's messages, checked by the protocol's own rules."""

import pytest
from neonworks_daemon.feed import RequestFeed, job_of_clip
from neonworks_protocol.messages import Accepted, Clip, ClipDone, Done, Frame, Spec
from neonworks_protocol.tracking import RequestTracker

from tests.fakes.events import FakeOutlet, clip_events

FEEDS = (("a", True), ("a", False), ("b", False))


def _fed(
    client: str = "client", *, first: bool = True, cached: bool = False
) -> tuple[RequestFeed, FakeOutlet]:
    outlet = FakeOutlet(client)
    feed = RequestFeed(outlet, "r", "job", first=first, cached=cached)
    feed.accept(Accepted(request_id="r", job_id="job"))
    for event in clip_events(3):
        feed.event(event)
    feed.end(Done(request_id="r", clips=feed.clips))
    return feed, outlet


def test_the_messages_obey_the_protocol() -> None:
    _, outlet = _fed()
    tracker = RequestTracker(max_clips=64)
    tracker.open("r")
    for message in outlet.messages("r"):
        tracker.apply(message)
    assert tracker.open_requests() == {}
    kinds = [type(message) for message in outlet.messages("r")]
    assert kinds == [Accepted, Spec, Clip, Frame, Frame, Frame, ClipDone, Done]


def test_feeds_of_one_job_have_clips_of_their_own() -> None:
    ids = {_fed(client, first=first)[0].clip_id(0) for client, first in FEEDS}
    assert len(ids) == 3
    assert {job_of_clip(clip_id) for clip_id in ids} == {("job", 0)}


def test_a_request_has_the_same_clips_whenever_it_is_told() -> None:
    assert _fed("b", first=False)[0].clip_id(3) == _fed("b", first=False)[0].clip_id(3)


def test_played_back_clips_say_so() -> None:
    _, outlet = _fed(first=False, cached=True)
    assert [m.cached for m in outlet.messages("r") if isinstance(m, Clip)] == [True]


@pytest.mark.parametrize("clip_id", ["", "job", "job.x", "a.1.2.3", "job."])
def test_other_ids_are_not_ours(clip_id: str) -> None:
    assert job_of_clip(clip_id) is None
