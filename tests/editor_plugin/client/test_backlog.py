"""Requests that wait for a connection."""

from neonworks_editor.client.backlog import Backlog
from neonworks_protocol.messages import GetResult

from tests.fakes.editor_clients import submit_message


def test_they_are_released_in_order_and_once() -> None:
    backlog = Backlog()
    messages = (submit_message(), GetResult(request_id="g", job_id="j"), submit_message())
    for message in messages:
        assert backlog.add(message) is None
    assert len(backlog) == 3 and "g" in backlog
    assert backlog.release() == messages
    assert backlog.release() == () and len(backlog) == 0


def test_of_live_edits_on_one_channel_only_the_newest_waits() -> None:
    backlog = Backlog()
    old, other, plain = (submit_message(channel=channel) for channel in ("a", "b", None))
    new, plain2 = submit_message(channel="a"), submit_message()
    assert [backlog.add(m) for m in (old, other, plain)] == [None, None, None]
    assert backlog.add(new) == old.request_id
    assert backlog.add(plain2) is None
    assert backlog.release() == (other, plain, new, plain2)


def test_one_can_be_taken_out() -> None:
    backlog = Backlog()
    message = submit_message()
    backlog.add(message)
    assert backlog.remove(message.request_id)
    assert not backlog.remove(message.request_id)
    assert backlog.release() == ()
