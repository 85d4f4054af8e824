"""Events: every message a driver must act on is one, whole and unchanged."""

from typing import get_args

from neonworks_protocol import ClientEvent, Hello, RequestLedger, ServerEvent, ServerSession, encode
from neonworks_protocol.events import Closing, Connected, Ignored, Reattached, Rejected, Repeated, Resumed
from neonworks_protocol.messages import ClientMessage, ServerMessage

from tests.protocol.samples import CAPABILITIES, CLIENT_SAMPLES


def test_a_driver_sees_messages_and_what_the_session_did() -> None:
    assert set(get_args(ServerEvent)) == {
        Connected,
        Resumed,
        Reattached,
        Repeated,
        Rejected,
        Closing,
        *get_args(ClientMessage),
    }
    assert set(get_args(ClientEvent)) == {Ignored, *get_args(ServerMessage)}


def test_every_message_that_needs_an_answer_reaches_the_driver() -> None:
    session = ServerSession("s1", CAPABILITIES, RequestLedger(lambda: 0.0))
    hello, *others = CLIENT_SAMPLES
    assert isinstance(hello, Hello)
    assert session.receive(encode(hello)) == (Connected(hello, 1),)
    for message in others:
        assert session.receive(encode(message)) == (message,), type(message).__name__
