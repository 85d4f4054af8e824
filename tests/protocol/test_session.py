"""The server's session: greeting, requests sent twice, queries, credit, and what it refuses."""

from typing import Any

import msgpack  # type: ignore[import-untyped]
import msgspec
import pytest
from neonworks_protocol import (
    Accepted,
    Blob,
    Cancel,
    Cancelled,
    ClientInfo,
    ClipDone,
    ClipRef,
    Closing,
    Connected,
    Credit,
    CreditExceeded,
    Done,
    Encoding,
    Error,
    Export,
    Failed,
    GetStatus,
    Hello,
    IllegalTransition,
    Interpret,
    Interpretation,
    Interrupted,
    JobState,
    Limits,
    LinkState,
    ModelsCatalog,
    MotionSpec,
    Reattached,
    Rejected,
    Repeated,
    RequestLedger,
    Resume,
    Resumed,
    ServerSession,
    Spec,
    Step,
    Tier,
    encode,
)
from neonworks_protocol.session import POLICY_VIOLATION
from neonworks_protocol.vocabulary import Action

from tests.protocol.samples import CAPABILITIES, clip, frame, submit

HELLO = Hello(versions=(1,), client=ClientInfo(id="c1", name="test"))


def server(limits: Limits | None = None, ledger: RequestLedger | None = None) -> ServerSession:
    shared = RequestLedger(lambda: 0.0) if ledger is None else ledger
    return ServerSession("s1", CAPABILITIES, shared, limits=limits)


def welcomed(limits: Limits | None = None, ledger: RequestLedger | None = None) -> ServerSession:
    session = server(limits, ledger)
    session.receive(encode(HELLO))
    session.data_to_send()
    return session


def sent(session: ServerSession) -> list[dict[str, Any]]:
    return [msgpack.unpackb(data) for data in session.data_to_send()]


def types(session: ServerSession) -> list[str]:
    return [message["type"] for message in sent(session)]


def running(limits: Limits | None = None) -> ServerSession:
    """A session with request r1 running and clip j1-0 announced."""
    session = welcomed(limits)
    session.receive(encode(submit()))
    session.send(Accepted(request_id="r1", job_id="j1"))
    session.send(clip())
    session.data_to_send()
    return session


def test_greeting_chooses_version_and_encoding() -> None:
    session = server()
    hello = Hello(versions=(99, 1), client=HELLO.client, encodings=(Encoding.PNG, Encoding.RAW))
    assert session.receive(encode(hello)) == (Connected(hello, 1),)
    (welcome,) = sent(session)
    assert (welcome["type"], welcome["seq"], welcome["version"]) == ("welcome", 1, 1)
    assert welcome["encoding"] == "png" and welcome["session"] == "s1"
    assert session.state is LinkState.OPEN and session.client_id == "c1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encode(Hello(versions=(2, 99), client=HELLO.client)), "version_mismatch"),
        (encode(submit()), "not_welcome"),
        (b"garbage", "bad_message"),
        ("text", "bad_message"),
    ],
)
def test_a_failed_greeting_closes(data: bytes | str, code: str) -> None:
    session = server()
    *_, closing = session.receive(data)
    assert closing == Closing(POLICY_VIOLATION, code)
    assert [message["code"] for message in sent(session)] == [code]
    assert session.receive(encode(HELLO)) == () and session.data_to_send() == []


def test_a_second_hello_is_refused_and_the_session_goes_on() -> None:
    session = welcomed()
    (rejected,) = session.receive(encode(HELLO))
    assert isinstance(rejected, Rejected) and rejected.code == "not_welcome"
    assert session.state is LinkState.OPEN


def test_bad_messages_are_answered_with_their_request_id() -> None:
    session = welcomed()
    bad = msgpack.packb({"type": "submit", "request_id": "r1", "sprite": b"x", "actions": ["fly"]})
    session.receive(bad)
    session.receive(msgpack.packb({"type": "dance", "request_id": "r2"}))
    first, second = sent(session)
    assert (first["code"], first["request_id"]) == ("bad_message", "r1") and "fly" in first["message"]
    assert (second["code"], second["request_id"]) == ("unknown_message", "r2")


def test_too_many_bad_messages_close() -> None:
    session = welcomed(Limits(bad_messages=3))
    assert [len(session.receive(b"\xc1")) for _ in range(4)] == [1, 1, 2, 0]


def test_a_request_sent_twice_gets_the_same_answer() -> None:
    session = running()
    assert session.receive(encode(submit())) == ()
    (accepted,) = sent(session)
    assert (accepted["type"], accepted["job_id"]) == ("accepted", "j1")
    session.send(Cancelled(request_id="r1"))
    session.data_to_send()
    assert session.receive(encode(submit())) == ()
    assert types(session) == ["accepted", "cancelled"]


def test_a_request_sent_twice_before_its_answer_is_answered_once() -> None:
    session = welcomed()
    assert session.receive(encode(submit())) == (submit(),)
    assert session.receive(encode(submit())) == ()
    assert session.data_to_send() == []


def test_other_content_under_the_same_id_is_refused() -> None:
    session = running()
    (rejected,) = session.receive(encode(submit(text="run")))
    assert isinstance(rejected, Rejected) and rejected.code == "duplicate_request"
    assert session.open_requests() == {"r1": JobState.RUNNING}


def test_a_refusal_that_may_pass_leaves_the_id_free() -> None:
    session = welcomed()
    session.receive(encode(submit()))
    session.send(Failed(request_id="r1", code="busy", message="try later", retryable=True))
    assert session.receive(encode(submit())) == (submit(),)
    session.send(Failed(request_id="r1", code="bad_sprite", message="not a PNG"))
    session.data_to_send()
    assert session.receive(encode(submit())) == ()
    assert types(session) == ["failed"]


@pytest.mark.parametrize("accepted_before", [True, False])
def test_a_running_request_moves_to_a_new_connection(accepted_before: bool) -> None:
    ledger = RequestLedger(lambda: 0.0)
    first = welcomed(ledger=ledger)
    first.receive(encode(submit()))
    answer = Accepted(request_id="r1", job_id="j1")
    if accepted_before:
        first.send(answer)
    first.close()
    second = welcomed(ledger=ledger)
    (event,) = second.receive(encode(submit()))
    assert event == Reattached(submit(), answer if accepted_before else None)
    assert types(second) == (["accepted"] if accepted_before else [])
    if not accepted_before:
        second.send(answer)
    second.send(clip())
    second.send(frame())
    second.send(Interrupted(request_id="r1"))
    assert second.open_requests() == {}


def test_ends_are_remembered_after_the_connection_is_gone() -> None:
    ledger = RequestLedger(lambda: 0.0)
    first = welcomed(ledger=ledger)
    first.receive(encode(submit()))
    first.send(Accepted(request_id="r1", job_id="j1"))
    first.close()
    first.send(Interrupted(request_id="r1", message="gone"))
    with pytest.raises(IllegalTransition):
        first.send(Done(request_id="r1"))
    second = welcomed(ledger=ledger)
    assert second.receive(encode(submit())) == ()
    assert types(second) == ["accepted", "interrupted"]


def test_cancel_is_told_once_and_crossing_ends_are_silent() -> None:
    session = running()
    assert session.receive(encode(Cancel(request_id="r1"))) == (Cancel(request_id="r1"),)
    assert session.receive(encode(Cancel(request_id="r1"))) == ()
    session.send(Cancelled(request_id="r1"))
    session.data_to_send()
    assert session.receive(encode(Cancel(request_id="r1"))) == () and session.data_to_send() == []
    (rejected,) = session.receive(encode(Cancel(request_id="r9")))
    assert isinstance(rejected, Rejected) and rejected.code == "not_found"


def test_open_requests_and_channels_are_bounded() -> None:
    session = welcomed(Limits(requests_open=3, channels=2))
    session.receive(encode(submit("r1", channel="a")))
    session.receive(encode(submit("r2", channel="b")))
    (third_channel,) = session.receive(encode(submit("r3", channel="c")))
    assert session.receive(encode(submit("r4", channel="b"))) == (submit("r4", channel="b"),)
    (fourth,) = session.receive(encode(submit("r5")))
    assert isinstance(third_channel, Rejected) and third_channel.code == "busy"
    assert isinstance(fourth, Rejected) and "3 requests" in fourth.message
    assert [(m["type"], m["retryable"]) for m in sent(session)] == [("failed", True)] * 2


def test_requests_that_move_here_are_bounded_too() -> None:
    ledger = RequestLedger(lambda: 0.0)
    first = welcomed(Limits(requests_open=1), ledger)
    first.receive(encode(submit("r1")))
    first.send(Accepted(request_id="r1", job_id="j1"))
    first.close()
    second = welcomed(Limits(requests_open=1), ledger)
    second.receive(encode(submit("r2")))
    (rejected,) = second.receive(encode(submit("r1")))
    assert isinstance(rejected, Rejected) and rejected.code == "busy"
    assert types(second) == ["error"] and set(second.open_requests()) == {"r2"}
    second.send(Interrupted(request_id="r2"))
    (event,) = second.receive(encode(submit("r1")))
    assert isinstance(event, Reattached)


def test_an_open_request_that_the_ledger_forgot_is_in_use() -> None:
    """A done request is told again here while its day of being remembered ends."""
    now = [0.0]
    ledger = RequestLedger(lambda: now[0], keep_s=10.0)
    first = welcomed(ledger=ledger)
    first.receive(encode(submit("r1")))
    first.send(Accepted(request_id="r1", job_id="j1"))
    first.send(Done(request_id="r1"))
    second = welcomed(ledger=ledger)
    second.receive(encode(submit("r1")))
    assert set(second.open_requests()) == {"r1"}
    now[0] = 11.0
    (rejected,) = second.receive(encode(submit("r1")))
    assert isinstance(rejected, Rejected) and rejected.code == "duplicate_request"


INTERPRETATION = Interpretation(understood=True, sequence=(MotionSpec(animation_type=Action.WALK),))


def test_a_query_takes_its_answer_once() -> None:
    session = welcomed()
    ask = Interpret(request_id="q1", text="walk")
    assert session.receive(encode(ask)) == (ask,)
    with pytest.raises(IllegalTransition, match="does not answer"):
        session.send(Cancelled(request_id="q1"))
    session.send(Spec(request_id="q1", interpretation=INTERPRETATION))
    with pytest.raises(IllegalTransition):
        session.send(Spec(request_id="q1", interpretation=INTERPRETATION))


def test_an_error_answers_any_query_and_ids_are_not_shared() -> None:
    session = welcomed()
    session.receive(encode(GetStatus(request_id="q1")))
    for message in (GetStatus(request_id="q1"), submit("q1")):
        (rejected,) = session.receive(encode(message))
        assert isinstance(rejected, Rejected) and rejected.code == "duplicate_request"
    session.send(Error(code="unavailable", message="no status", request_id="q1"))
    assert session.receive(encode(GetStatus(request_id="q1"))) == (GetStatus(request_id="q1"),)


def test_queries_are_bounded() -> None:
    session = welcomed(Limits(requests_open=1))
    session.receive(encode(GetStatus(request_id="q1")))
    (rejected,) = session.receive(encode(GetStatus(request_id="q2")))
    assert isinstance(rejected, Rejected) and rejected.code == "busy"


def test_an_export_ends_with_the_last_part_of_the_last_file() -> None:
    session = welcomed(Limits(credit_initial=3))
    session.receive(encode(Export(request_id="q1", clips=(ClipRef(clip_id="j1-0"),), format="gif")))
    for file, part in ((0, 0), (0, 1), (1, 0)):
        parts = 2 if file == 0 else 1
        session.send(
            Blob(
                request_id="q1",
                name=f"{file}.gif",
                data=b"x",
                file=file,
                files=2,
                part=part,
                parts=parts,
                sha256="0" * 64,
            )
        )
    assert session.credit == 0
    session.receive(encode(Credit(messages=1)))
    with pytest.raises(IllegalTransition, match="did not ask"):
        session.send(Blob(request_id="q1", name="x", data=b"", sha256="0" * 64))


def test_news_needs_no_question() -> None:
    session = welcomed()
    session.send(ModelsCatalog(models=()))
    with pytest.raises(IllegalTransition, match="answers nothing"):
        session.send(ModelsCatalog(models=(), request_id="q1"))


def test_frames_use_credit_and_the_client_grants_more() -> None:
    session = running(Limits(credit_initial=1, credit_max=3))
    session.send(frame(index=0))
    with pytest.raises(CreditExceeded):
        session.send(frame(index=1))
    assert session.receive(encode(Credit(messages=3))) == (Credit(messages=3),)
    (rejected,) = session.receive(encode(Credit(messages=1)))
    assert isinstance(rejected, Rejected) and rejected.code == "credit_exceeded"
    assert session.credit == 3


def test_a_large_frame_is_split_and_costs_a_credit_a_chunk() -> None:
    session = welcomed(Limits(credit_initial=4))
    session.receive(encode(submit()))
    session.send(Accepted(request_id="r1", job_id="j1"))
    session.send(msgspec.structs.replace(clip(frames=1), canvas=(512, 300)))
    session.data_to_send()
    large = frame(data=bytes(4 * 512 * 300))
    assert session.cost(large) == 3
    session.send(large)
    assert session.credit == 1
    messages = sent(session)
    assert [m["type"] for m in messages] == ["frame", "frame_chunk", "frame_chunk"]
    assert messages[0]["parts"] == 3 and sum(len(m["data"]) for m in messages) == len(large.data)


def test_a_driver_that_does_not_collect_is_told() -> None:
    session = welcomed()
    with pytest.raises(IllegalTransition, match="collect"):
        for _ in range(10_000):
            session.send(Error(code="internal", message="x"))


def test_nothing_is_sent_before_the_welcome() -> None:
    with pytest.raises(IllegalTransition, match="welcomed"):
        server().send(Error(code="internal", message="x"))


def resumed(session: ServerSession, seq: int, **changes: Any) -> ServerSession:
    session.detach()
    hello = Hello(versions=(1,), client=HELLO.client, resume=Resume(session="s1", seq=seq, **changes))
    assert session.can_resume(hello)
    (event,) = session.resume(hello)
    assert event == Resumed(hello, gap=False)
    return session


def test_a_session_goes_on_over_another_socket() -> None:
    session = resumed(running(), seq=2)
    while session.replay(lambda _: None) is Step.SENT:
        pass
    welcome, again = sent(session)
    assert (welcome["type"], welcome["seq"]) == ("welcome", 2)
    assert (welcome["resumed"], welcome["received"]) == (True, 1)
    assert (again["type"], again["seq"]) == ("clip", 3)
    assert session.open_requests() == {"r1": JobState.RUNNING}


@pytest.mark.parametrize(
    "change",
    [
        {"client": ClientInfo(id="c2", name="test")},
        {"resume": Resume(session="s2", seq=1)},
        {"resume": Resume(session="s1", seq=9)},
        {"resume": None},
        {"versions": (2,)},
        {"encodings": (Encoding.PNG,)},
    ],
)
def test_nobody_else_and_nothing_else_resumes(change: dict[str, Any]) -> None:
    session = running()
    session.detach()
    hello = Hello(versions=(1,), client=HELLO.client, resume=Resume(session="s1", seq=1))
    assert session.can_resume(hello)
    assert not session.can_resume(msgspec.structs.replace(hello, **change))
    session.close()
    assert not session.can_resume(hello)


def test_the_client_says_how_much_credit_is_left() -> None:
    assert resumed(running(), seq=3, credit=5).credit == 5
    assert resumed(running(), seq=3).credit == Limits().credit_initial


def test_a_gap_names_what_is_lost_and_forgets_what_was_open() -> None:
    session = running()
    session.receive(encode(GetStatus(request_id="q1")))
    session.send(frame())
    resumed(session, seq=3)
    session.data_to_send()
    assert session.replay(lambda _: None) is Step.LOST
    session.give_up()
    (gap,) = sent(session)
    assert (gap["type"], gap["seq"], gap["first_seq"], gap["last_seq"]) == ("gap", 5, 4, 4)
    assert gap["received"] == 2 and gap["requests"] == [{"request_id": "r1", "job_id": "j1"}]
    assert not session.serves("r1") and not session.serves("q1")
    (event,) = session.receive(encode(submit()))
    assert isinstance(event, Reattached)


def test_a_request_that_is_done_is_told_again_by_the_driver() -> None:
    session = running(Limits())
    for index in range(2):
        session.send(frame(index=index))
    session.send(ClipDone(request_id="r1", clip_id="j1-0", tier=Tier.DRAFT, passed=True, report={}))
    session.send(Done(request_id="r1", clips=1))
    session.data_to_send()
    (event,) = session.receive(encode(submit()))
    assert isinstance(event, Repeated) and event.accepted.job_id == "j1"
    assert types(session) == ["accepted"]
    session.send(clip())
    session.send(Failed(request_id="r1", code="not_found", message="no longer kept"))


def test_a_take_over_uses_a_number_that_the_newer_socket_does_not_see() -> None:
    session = running()
    (last,) = session.take_over()
    message = msgpack.unpackb(last)
    assert (message["type"], message["seq"]) == ("taken_over", 4)
    assert session.state is LinkState.DETACHED
    resumed(session, seq=3)
    session.send(Cancelled(request_id="r1"))
    assert [m["seq"] for m in sent(session)] == [3, 5]


def test_without_a_socket_nothing_is_read_or_sent() -> None:
    session = running()
    session.detach()
    assert session.receive(encode(submit("r2"))) == ()
    with pytest.raises(IllegalTransition, match="without a socket"):
        session.send(Cancelled(request_id="r1"))


def test_the_same_bytes_again_at_once_count_once() -> None:
    session = running()
    for data in (encode(submit()), encode(submit()), encode(submit("r2")), encode(submit("r2"))):
        session.receive(data)
    for _ in range(2):
        session.receive(encode(Credit(messages=1)))
    assert resumed(session, seq=3)._received == 4


def test_answers_that_follow_what_waits_for_credit_are_bounded() -> None:
    session = running()
    session.send(frame())
    resumed(session, seq=3, credit=0)
    closing = None
    for _ in range(10_000):
        events = session.receive(encode(submit()))
        closing = events[-1] if events else None
        if closing is not None:
            break
    assert isinstance(closing, Closing) and "credit" in closing.reason


def test_a_request_that_was_forgotten_can_still_be_cancelled() -> None:
    session = running()
    session.detach()
    session.resume(Hello(versions=(1,), client=HELLO.client, resume=Resume(session="s1", seq=3)))
    session.give_up()
    assert session.receive(encode(Cancel(request_id="r1"))) == (Cancel(request_id="r1"),)


def test_a_question_is_cancelled_while_it_is_open_and_silently_after_its_answer() -> None:
    session = welcomed()
    cancel = Cancel(request_id="q1")
    session.receive(encode(Interpret(request_id="q1", text="walk")))
    assert session.asks("q1") and not session.asks("r1")
    assert session.receive(encode(cancel)) == (cancel,)
    session.send(Error(code="cancelled", message="x", request_id="q1"))
    session.data_to_send()
    assert session.receive(encode(cancel)) == () and session.data_to_send() == []
    assert not session.asks("q1")
    session.receive(encode(Interpret(request_id="q1", text="walk")))
    assert session.asks("q1"), "the id is free again"
