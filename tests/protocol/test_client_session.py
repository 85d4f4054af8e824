"""The client's session: greeting, what it may send, and a server that breaks the protocol."""

import msgpack  # type: ignore[import-untyped]
import msgspec
import pytest
from neonworks_protocol import (
    Accepted,
    Blob,
    Cancel,
    Cancelled,
    ClientInfo,
    ClientSession,
    Clip,
    Credit,
    Done,
    DuplicateRequest,
    Encoding,
    Error,
    Frame,
    Hello,
    Ignored,
    Interpret,
    Interpretation,
    JobState,
    Limits,
    LinkState,
    MotionSpec,
    NotWelcome,
    ProtocolError,
    RequestLedger,
    Resume,
    ServerMessage,
    ServerSession,
    Spec,
    TooLarge,
    Variations,
    Welcome,
    encode,
    split_frame,
)
from neonworks_protocol.vocabulary import Action

from tests.protocol.samples import CAPABILITIES, clip, connect, frame, pump, submit

WELCOME = Welcome(
    seq=1, session="s1", version=1, encoding=Encoding.RAW, limits=Limits(), capabilities=CAPABILITIES
)


def client(auto_credit: bool = True) -> ClientSession:
    return ClientSession(ClientInfo(id="c1", name="test"), auto_credit=auto_credit)


def welcomed(limits: Limits | None = None, auto_credit: bool = True) -> ClientSession:
    session = client(auto_credit)
    session.connect()
    welcome = msgspec.structs.replace(WELCOME, limits=limits or Limits())
    assert session.receive(encode(welcome)) == (welcome,)
    session.data_to_send()
    return session


def hear(session: ClientSession, *messages: ServerMessage) -> list[object]:
    """Numbers the messages and lets the session read them."""
    events: list[object] = []
    for message in messages:
        events += session.receive(encode(msgspec.structs.replace(message, seq=session.last_seq + 1)))
    return events


def running(limits: Limits | None = None, announced: Clip | None = None) -> ClientSession:
    session = welcomed(limits)
    session.send(submit())
    hear(session, Accepted(request_id="r1", job_id="j1"), announced or clip())
    session.data_to_send()
    return session


def test_hello_offers_versions_encodings_and_resume() -> None:
    session = client()
    session.connect(Resume(session="s0", seq=7))
    (data,) = session.data_to_send()
    hello = msgpack.unpackb(data)
    assert (hello["type"], hello["versions"], hello["encodings"]) == ("hello", [1], ["raw", "png"])
    assert hello["resume"] == {"session": "s0", "seq": 7}
    with pytest.raises(NotWelcome):
        session.connect()


def test_welcome_opens() -> None:
    session = welcomed()
    assert session.state is LinkState.OPEN and session.welcome == WELCOME


def test_a_refused_greeting_closes() -> None:
    session = client()
    session.connect()
    refusal = Error(seq=1, code="version_mismatch", message="this server speaks protocol version 2")
    assert session.receive(encode(refusal)) == (refusal,)
    assert session.state is LinkState.CLOSED and session.receive(encode(WELCOME)) == ()


@pytest.mark.parametrize(
    "answer",
    [
        msgspec.structs.replace(WELCOME, version=2),
        Done(seq=1, request_id="r1"),
        b"garbage",
        "text",
    ],
)
def test_a_wrong_greeting_is_a_protocol_error(answer: ServerMessage | bytes | str) -> None:
    session = client()
    session.connect()
    with pytest.raises(ProtocolError):
        session.receive(answer if isinstance(answer, bytes | str) else encode(answer))
    assert session.state is LinkState.CLOSED


def test_an_encoding_that_was_not_offered_is_a_protocol_error() -> None:
    session = ClientSession(ClientInfo(id="c1", name="test"), encodings=(Encoding.PNG,))
    session.connect()
    with pytest.raises(ProtocolError, match="not offered"):
        session.receive(encode(WELCOME))


def test_nothing_but_hello_before_welcome() -> None:
    session = client()
    session.connect()
    with pytest.raises(NotWelcome):
        session.send(submit())
    with pytest.raises(NotWelcome):
        welcomed().send(Hello(versions=(1,), client=session.client))


def test_an_open_request_is_sent_once_and_keeps_its_content() -> None:
    session = welcomed()
    session.send(submit())
    session.send(submit())
    assert len(session.data_to_send()) == 1
    with pytest.raises(DuplicateRequest):
        session.send(submit(text="run"))
    hear(session, Accepted(request_id="r1", job_id="j1"), Cancelled(request_id="r1"))
    session.send(submit(text="run"))
    assert session.open_requests() == {"r1": JobState.SUBMITTED}


def test_messages_over_the_servers_limit_are_not_sent() -> None:
    session = welcomed(Limits(submit_bytes=1000))
    with pytest.raises(TooLarge, match="variations: at most 1000 bytes"):
        session.send(Variations(request_id="r1", sprite=bytes(1000)))
    assert session.open_requests() == {} and session.data_to_send() == []


def test_an_error_ends_a_request_that_never_became_one() -> None:
    session = welcomed()
    session.send(submit())
    refusal = Error(code="bad_message", message="x", request_id="r1")
    hear(session, refusal)
    assert session.open_requests() == {}
    session.send(submit())
    hear(session, Accepted(request_id="r1", job_id="j1"), refusal)
    assert session.open_requests() == {"r1": JobState.QUEUED}


def test_the_same_answer_again_is_fine() -> None:
    session = running()
    again = Accepted(request_id="r1", job_id="j1")
    assert len(hear(session, again)) == 1
    with pytest.raises(ProtocolError):
        hear(session, Accepted(request_id="r1", job_id="j2"))


def test_answers_to_queries_pass_through() -> None:
    session = welcomed()
    session.send(Interpret(request_id="q1", text="walk"))
    meaning = Interpretation(understood=True, sequence=(MotionSpec(animation_type=Action.WALK),))
    assert len(hear(session, Spec(request_id="q1", interpretation=meaning))) == 1


def test_messages_of_the_future_are_ignored() -> None:
    (event,) = welcomed().receive(msgpack.packb({"type": "dance", "seq": 2}))
    assert isinstance(event, Ignored)


BREAKS: dict[str, ServerMessage] = {
    "second welcome": WELCOME,
    "end of nothing": Done(request_id="r9"),
    "frame of nothing": frame("j9-0"),
    "chunk of nothing": tuple(split_frame(frame(data=bytes(300_000))))[1],
    "frame beyond the end": frame(index=2),
    "frame of another size": frame(data=b"1"),
    "done without frames": Done(request_id="r1"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_server_that_breaks_the_protocol_is_left(name: str) -> None:
    session = running()
    with pytest.raises(ProtocolError):
        hear(session, BREAKS[name])
    assert session.state is LinkState.CLOSED


def test_numbers_must_rise() -> None:
    session = running()
    with pytest.raises(ProtocolError, match="came after"):
        session.receive(encode(msgspec.structs.replace(frame(), seq=session.last_seq)))


def test_a_frame_after_the_end_is_a_protocol_error() -> None:
    session = running()
    hear(session, Cancelled(request_id="r1"))
    with pytest.raises(ProtocolError):
        hear(session, frame())


def test_chunks_are_joined() -> None:
    pixels = bytes(range(256)) * 2400
    session = running(announced=msgspec.structs.replace(clip(), canvas=(512, 300)))
    parts = list(split_frame(frame(data=pixels)))
    assert [len(hear(session, part)) for part in parts[:-1]] == [0, 0]
    (whole,) = hear(session, parts[-1])
    assert isinstance(whole, Frame) and whole.data == pixels and whole.parts == 1


def test_another_payload_between_chunks_is_a_protocol_error() -> None:
    session = running(announced=msgspec.structs.replace(clip(), canvas=(512, 300)))
    first, _, last = split_frame(frame(data=bytes(512 * 300 * 4)))
    hear(session, first)
    with pytest.raises(ProtocolError, match="in order"):
        hear(session, last)


def test_credit_is_granted_half_a_window_at_a_time() -> None:
    session = running(Limits(credit_initial=4))
    hear(session, frame())
    assert session.data_to_send() == []
    hear(session, frame())
    assert [msgpack.unpackb(d) for d in session.data_to_send()] == [{"type": "credit", "messages": 2}]


def test_payload_beyond_the_credit_is_a_protocol_error() -> None:
    session = welcomed(Limits(credit_initial=1), auto_credit=False)
    blob = Blob(request_id="q1", name="x", data=b"", sha256="0" * 64)
    hear(session, blob)
    session.grant(1)
    assert [msgpack.unpackb(d) for d in session.data_to_send()] == [{"type": "credit", "messages": 1}]
    hear(session, blob)
    with pytest.raises(ProtocolError, match="granted"):
        hear(session, blob)


def test_a_stream_far_beyond_the_first_credit_arrives() -> None:
    server = ServerSession("s1", CAPABILITIES, RequestLedger(lambda: 0.0), limits=Limits(credit_initial=3))
    session = client()
    connect(server, session)
    session.send(submit())
    pump(server, session)
    server.send(Accepted(request_id="r1", job_id="j1"))
    server.send(clip())
    arrived = 0
    for number in range(100):
        server.send(frame(index=number % 2))
        arrived += sum(isinstance(event, Frame) for event in pump(server, session)[1])
    assert arrived == 100


def test_after_close_nothing_is_read_or_sent() -> None:
    session = running()
    session.close()
    session.close()
    assert session.receive(encode(frame())) == ()
    with pytest.raises(NotWelcome):
        session.send(Cancel(request_id="r1"))
    with pytest.raises(NotWelcome):
        session.send(Credit(messages=1))
