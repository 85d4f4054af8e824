"""Who asked for what and who gets which message, without sockets."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.client import conversation as module
from neonworks_editor.client.conversation import Conversation
from neonworks_protocol.codec import client_decoder, encode
from neonworks_protocol.errors import AnimatorError, ProtocolError, VersionMismatch
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    AssetChanged,
    Blob,
    Cancelled,
    Done,
    Error,
    Export,
    Failed,
    Frame,
    GetStatus,
    Interrupted,
    ServerMessage,
    Status,
    Superseded,
    TakenOver,
    WatchStatus,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, ClipRef
from neonworks_protocol.vocabulary import Encoding

from tests.fakes.editor_clients import Heard, submit_message
from tests.fakes.hostile_daemon import answer
from tests.protocol.samples import CAPABILITIES, SERVER_SAMPLES

ME = ClientInfo(id="c1", name="editor")
WELCOME = Welcome(
    seq=1, session="s1", version=1, encoding=Encoding.RAW, limits=Limits(), capabilities=CAPABILITIES
)


class Wire:
    """A conversation whose events are delivered at once, and what it wants to send."""

    def __init__(self) -> None:
        self.news: list[object] = []
        self.credit = 0
        self.talk = Conversation(ME, (Encoding.RAW,), self._post, self.news.append)
        self.seq = 0

    def _post(self, call: Callable[[Any], object], event: Any, parts: int, size: int) -> None:
        self.credit += parts
        call(event)

    def connect(self) -> None:
        self.talk.session.connect()
        self.sent()
        self.talk.receive(encode(WELCOME))
        self.seq = 1

    def sent(self) -> list[Any]:
        decoder = client_decoder()
        return [decoder.decode(data) for data in self.talk.session.data_to_send()]

    def say(self, *messages: ServerMessage) -> None:
        for message in messages:
            self.seq += 1
            self.talk.receive(encode(msgspec.structs.replace(message, seq=self.seq)))


@pytest.fixture
def wire() -> Wire:
    made = Wire()
    made.connect()
    return made


def test_a_request_and_its_messages(wire: Wire) -> None:
    heard, message = Heard(), submit_message()
    wire.talk.submit(message, heard.message)
    assert wire.sent() == [message]
    wire.say(*answer(message))
    assert heard.names == ["Accepted", "Clip", *["Frame"] * 4, "ClipDone", "Done"]
    assert wire.credit == 4
    wire.talk.cancel(message.request_id)
    assert wire.sent() == [], "it has ended"


def test_one_listener_may_have_many_requests(wire: Wire) -> None:
    both: list[object] = []

    class Both:
        def message(self, event: ServerMessage) -> None:
            both.append(event)

    listener, first, second = Both(), submit_message(), submit_message()
    wire.talk.submit(first, listener.message)
    wire.talk.submit(second, listener.message)
    wire.say(*answer(first))
    wire.say(*answer(second))
    assert sum(isinstance(event, Frame) for event in both) == 8
    assert sum(isinstance(event, Done) for event in both) == 2


def test_offline_requests_wait_and_live_edits_replace_each_other() -> None:
    wire = Wire()
    old, new, plain, gone = Heard(), Heard(), Heard(), Heard()
    first, second, third, fourth = (submit_message(channel=c) for c in ("live", "live", None, None))
    wire.talk.submit(first, old.message)
    wire.talk.submit(third, plain.message)
    wire.talk.submit(fourth, gone.message)
    wire.talk.submit(second, new.message)
    assert old.end == Superseded(request_id=first.request_id, by=second.request_id)
    wire.talk.cancel(fourth.request_id)
    assert gone.end == Cancelled(request_id=fourth.request_id)
    wire.connect()
    assert wire.sent() == [third, second]
    wire.say(*answer(second))
    assert isinstance(new.end, Done) and plain.end is None


def test_while_the_socket_is_clogged_requests_wait_the_same_way(wire: Wire) -> None:
    wire.talk.congested = True
    old, first, second = Heard(), submit_message(channel="live"), submit_message(channel="live")
    wire.talk.submit(first, old.message)
    wire.talk.submit(second, Heard().message)
    assert isinstance(old.end, Superseded) and wire.sent() == []
    wire.talk.congested = False
    wire.talk.release()
    assert wire.sent() == [second]


def test_a_request_that_cannot_be_sent_fails_with_a_line(wire: Wire) -> None:
    heard, again = Heard(), Heard()
    message = submit_message(keyframes=(b"x" * (8 << 20), b"x" * (8 << 20)))
    wire.talk.submit(message, heard.message)
    assert isinstance(heard.end, Failed) and heard.end.code == "too_large"
    fine = submit_message()
    wire.talk.submit(fine, Heard().message)
    wire.talk.submit(fine, again.message)
    assert isinstance(again.end, Failed) and again.end.code == "duplicate_request"
    assert len(wire.sent()) == 1


def test_a_request_too_large_that_waited_fails_when_its_turn_comes() -> None:
    wire, heard = Wire(), Heard()
    wire.talk.submit(submit_message(keyframes=(b"x" * (8 << 20), b"x" * (8 << 20))), heard.message)
    wire.connect()
    assert isinstance(heard.end, Failed) and heard.end.code == "too_large"


def test_what_may_be_open_is_bounded_in_number_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    wire = Wire()
    for _ in range(module.MAX_OPEN):
        wire.talk.submit(submit_message(), Heard().message)
    heard: list[Any] = []
    late = Heard()
    wire.talk.submit(submit_message(), late.message)
    wire.talk.ask(GetStatus(request_id="q"), heard.append)
    assert isinstance(late.end, Failed) and (late.end.code, late.end.retryable) == ("busy", True)
    assert heard[0].code == "busy"
    monkeypatch.setattr(module, "MAX_OPEN_BYTES", 100)
    heavy, small = Wire(), Heard()
    heavy.talk.submit(submit_message(sprite=b"x" * 99), Heard().message)
    heavy.talk.submit(submit_message(sprite=b"xy"), small.message)
    assert isinstance(small.end, Failed) and "large pictures" in small.end.message


def test_an_error_ends_a_request_only_when_it_never_became_one(wire: Wire) -> None:
    refused, running = Heard(), Heard()
    first, second = submit_message(), submit_message()
    wire.talk.submit(first, refused.message)
    wire.talk.submit(second, running.message)
    wire.say(Error(code="bad_message", message="no", request_id=first.request_id))
    assert isinstance(refused.end, Failed) and refused.end.message == "no"
    wire.say(*answer(second)[:3], Error(code="busy", message="later", request_id=second.request_id))
    assert running.end is None
    wire.say(*answer(second)[3:])
    assert isinstance(running.end, Done)


def test_questions_are_answered_once(wire: Wire) -> None:
    got: list[Any] = []
    wire.talk.ask(GetStatus(request_id="q"), got.append)
    status = next(m for m in SERVER_SAMPLES if isinstance(m, Status))
    wire.say(msgspec.structs.replace(status, request_id="q"))
    assert [type(event) for event in got] == [Status]
    wire.talk.ask(GetStatus(request_id="q"), got.append)
    wire.say(Error(code="unavailable", message="no", request_id="q"))
    assert isinstance(got[-1], Error)
    wire.talk.ask(GetStatus(request_id="q2"), got.append)
    wire.talk.ask(GetStatus(request_id="q2"), got.append)
    assert got[-1].code == "duplicate_request"


def test_every_part_of_an_export_is_handed_on_and_gives_credit_back(wire: Wire) -> None:
    got: list[Any] = []
    export = Export(request_id="x", clips=(ClipRef(clip_id="c"),), format="frames")
    wire.talk.ask(export, got.append)
    blobs = [
        Blob(
            request_id="x",
            name=f"{file}.png",
            data=b"1",
            file=file,
            files=2,
            part=part,
            parts=2,
            sha256="0" * 64,
        )
        for file in range(2)
        for part in range(2)
    ]
    wire.say(*blobs)
    assert [(b.file, b.part) for b in got] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert wire.credit == 4
    wire.talk.ask(export, got.append)
    assert len(got) == 4, "the id is free again"


def test_news_go_to_whoever_listens(wire: Wire) -> None:
    news = [m for m in SERVER_SAMPLES if isinstance(m, AssetChanged)][:1]
    wire.say(*news, WatchStatus(roots=()))
    assert [type(event) for event in wire.news] == [AssetChanged, WatchStatus]


def test_a_daemon_that_refuses_the_greeting_is_told(wire: Wire) -> None:
    fresh = Wire()
    fresh.talk.session.connect()
    with pytest.raises(VersionMismatch, match="mine is 9"):
        fresh.talk.receive(encode(Error(seq=1, code="version_mismatch", message="mine is 9")))


def test_breaking_the_protocol_raises_and_a_new_session_goes_on(wire: Wire) -> None:
    heard, message = Heard(), submit_message()
    wire.talk.submit(message, heard.message)
    wire.sent()
    wire.say(*answer(message)[:4])
    with pytest.raises(ProtocolError):
        wire.say(answer(message)[-1])
    wire.talk.session.lost()
    assert heard.end is None and not wire.talk.online
    wire.connect()
    assert wire.sent() == [message], "asked again in the new session"
    wire.say(*answer(message))
    assert isinstance(heard.end, Done) and heard.complete_clips == 1


_SMALL = [message for message in SERVER_SAMPLES if not isinstance(message, Welcome | TakenOver)]


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(_SMALL), st.sampled_from(["a", "b", "q", "r1"]), st.integers(0, 3)),
        max_size=25,
    ),
    noise=st.binary(max_size=40),
)
def test_whatever_a_daemon_says_each_request_ends_at_most_once_and_nothing_else_is_raised(
    steps: list[tuple[ServerMessage, str, int]], noise: bytes
) -> None:
    """``Heard`` checks that nothing follows an end and no frame comes twice."""
    wire = Wire()
    wire.connect()
    heards, answers = {name: Heard() for name in "ab"}, list[Any]()
    for name, heard in heards.items():
        wire.talk.submit(submit_message(request_id=name), heard.message)
    wire.talk.ask(GetStatus(request_id="q"), answers.append)
    for message, request_id, skip in steps:
        about = {"request_id": request_id} if hasattr(message, "request_id") else {}
        wire.seq += skip
        try:
            wire.say(msgspec.structs.replace(message, **about))
            wire.talk.receive(noise)
        except AnimatorError:
            wire.talk.session.lost()
            wire.connect()
    wire.talk.close()
    assert all(heard.end is not None for heard in heards.values())
    assert len(answers) == 1


def test_take_over_and_welcome_concern_the_connection() -> None:
    wire = Wire()
    wire.talk.session.connect()
    assert [type(e) for e in wire.talk.receive(encode(WELCOME))] == [Welcome]
    assert [type(e) for e in wire.talk.receive(encode(TakenOver(seq=2)))] == [TakenOver]
    assert wire.talk.session.taken_over


def test_the_end_ends_everything(wire: Wire) -> None:
    heard, waiting, got = Heard(), Heard(), list[Any]()
    wire.talk.submit(submit_message(), heard.message)
    wire.talk.congested = True
    wire.talk.submit(submit_message(), waiting.message)
    wire.talk.ask(GetStatus(request_id="q"), got.append)
    wire.talk.close()
    assert isinstance(heard.end, Interrupted) and isinstance(waiting.end, Interrupted)
    assert got[0].code == "unavailable"
    assert not wire.talk.online
