"""A client's requests over sockets that break anywhere: nothing lost, nothing twice."""

import random
from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_protocol import (
    Accepted,
    AssetChanged,
    Cancel,
    Cancelled,
    ClientInfo,
    Clip,
    ClipDone,
    ContinuousSession,
    Credit,
    Done,
    DuplicateRequest,
    GetStatus,
    Hello,
    Interrupted,
    LinkState,
    NotWelcome,
    RequestLedger,
    ServerMessage,
    Status,
    Submit,
    TakenOver,
    TooLarge,
    encode,
)

from tests.protocol.links import TinyDaemon, User, frames_of, scramble

WHOLE = [Accepted, Clip, ClipDone, Done]


def ask(user: User, request_id: str = "r1", text: str = "12") -> Submit:
    message = Submit(request_id=request_id, sprite=b"x", text=text)
    user.send(message)
    return message


def check_whole(user: User, request_id: str, text: str) -> None:
    assert user.told[request_id] == WHOLE
    mine = {mark: n for mark, n in user.frames.items() if mark[0] == f"job-{request_id}"}
    assert sorted(mark[1] for mark in mine) == list(range(len(frames_of(text))))
    assert set(mine.values()) == {1}


@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("text", ["12", "3 large"])
@pytest.mark.parametrize("notes", [4096, 3])
def test_a_cut_after_any_message_loses_and_repeats_nothing(text: str, noticed: bool, notes: int) -> None:
    """Up to 30 messages down: every place where the link can break, with a ring that holds all and one that
    does not."""
    for ups in (0, 1, 2, 3):
        for downs in range(30):
            user = User(TinyDaemon(notes=notes))
            user.plug()
            ask(user, text=text)
            user.send(GetStatus(request_id="q1"))
            for _ in range(ups):
                user.move_up()
            for _ in range(downs):
                user.move_down()
            user.cut(noticed=noticed)
            user.settle()
            check_whole(user, "r1", text)
            assert user.told["q1"] == [Status]
            assert user.daemon.drawn == Counter({"r1": 1})
            assert user.session.open_requests() == ()


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32), notes=st.sampled_from([4096, 40, 5]))
def test_random_traffic_over_a_breaking_link(seed: int, notes: int) -> None:
    """About 100 steps of up to 18 messages each: in all more than 10,000 inputs."""
    user = User(TinyDaemon(notes=notes))
    scramble(user, random.Random(seed), 100)
    user.settle()
    assert user.session.open_requests() == ()
    assert set(user.frames.values()) <= {1}
    assert set(user.daemon.drawn.values()) <= {1}
    for request_id, told in user.told.items():
        if request_id.startswith("q"):
            assert told == [Status]
        else:
            assert told == WHOLE or (told[-1] is Cancelled and told.count(Accepted) <= 1), request_id


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_frames_that_left_the_store_are_drawn_anew_and_told_once(seed: int) -> None:
    user = User(TinyDaemon())
    user.plug()
    ask(user, text="12")
    chance = random.Random(seed)
    for _ in range(20):
        user.move_up()
        for _ in range(chance.randrange(6)):
            user.move_down()
        if chance.random() < 0.4:
            user.daemon.attic.burn()
            user.cut(noticed=True)
            user.plug()
    user.settle()
    check_whole(user, "r1", "12")


def test_a_client_that_grants_by_itself_is_never_stuck() -> None:
    user = User(TinyDaemon(), auto_credit=False)
    user.plug()
    ask(user, text="12")
    user.settle()
    assert sum(user.frames.values()) == 8
    user.session.consumed(8)
    user.cut(noticed=True)
    user.settle()
    check_whole(user, "r1", "12")


def test_held_frames_are_not_paid_for_again_by_coming_back() -> None:
    """A client that uses nothing holds one window, however often it comes back."""
    user = User(TinyDaemon(), auto_credit=False)
    user.plug()
    ask(user, text="12")
    for _ in range(5):
        user.settle()
        user.cut(noticed=True)
    assert sum(user.frames.values()) == 8


def test_a_new_daemon_that_knows_the_request_goes_on() -> None:
    user = User(TinyDaemon())
    user.plug()
    ask(user)
    for _ in range(8):
        user.move_up()
        user.move_down()
    user.cut(noticed=True)
    ledger = user.daemon.ledger
    user.daemon = TinyDaemon()
    user.daemon.ledger = ledger
    user.settle()
    check_whole(user, "r1", "12")


def _daemon_that_says(*messages: ServerMessage) -> User:
    """A user whose request was accepted by a daemon that died; the next one answers as told."""
    user = User(TinyDaemon())
    user.plug()
    ask(user)
    while Accepted not in user.told.get("r1", []):
        user.move_up()
        user.move_down()
    user.cut(noticed=True)
    user.daemon = TinyDaemon()
    user.plug()
    user.move_up()
    user.move_down()
    for number, message in enumerate(messages):
        events = user.session.receive(encode(msgspec.structs.replace(message, seq=2 + number)))
        for event in events:
            user._note(event)
    return user


def test_a_request_that_a_restart_interrupted_ends_so() -> None:
    accepted = Accepted(request_id="r1", job_id="job-r1")
    user = _daemon_that_says(accepted, Interrupted(request_id="r1"))
    assert user.told["r1"][-1] is Interrupted and user.told["r1"].count(Accepted) == 1


def test_a_daemon_that_has_forgotten_everything_interrupts_and_is_told_to_stop() -> None:
    user = _daemon_that_says(Accepted(request_id="r1", job_id="another"))
    assert user.told["r1"][-1] is Interrupted
    sent = [msgspec.msgpack.decode(data)["type"] for data in user.session.data_to_send()]
    assert sent == ["submit", "cancel"]
    again = user.session.receive(encode(Cancelled(seq=3, request_id="r1")))
    assert again == () and user.session.open_requests() == ()


def test_a_publishing_that_the_next_daemon_tells_again_is_heard_once() -> None:
    first, second = (
        AssetChanged(root="art", path="a.png", sha256="a" * 64, recipe="b" * 64, outputs=(), publish=name)
        for name in ("p1", "p2")
    )
    user = _daemon_that_says(Accepted(request_id="r1", job_id="job-r1"))
    heard = [
        user.session.receive(encode(msgspec.structs.replace(change, seq=3 + number)))
        for number, change in enumerate((first, first, second))
    ]
    assert [[event.publish for event in events] for events in heard] == [["p1"], [], ["p2"]]  # type: ignore[union-attr]


def test_what_is_sent_while_there_is_no_socket_is_sent_later() -> None:
    user = User(TinyDaemon())
    ask(user, "r1")
    ask(user, "r2")
    user.send(Cancel(request_id="r2"))
    user.settle()
    check_whole(user, "r1", "12")
    assert user.told["r2"][-1] is Cancelled


def test_what_the_user_may_not_send_is_refused_here() -> None:
    user = User(TinyDaemon())
    message = ask(user)
    user.send(message)
    with pytest.raises(DuplicateRequest):
        ask(user, text="other")
    with pytest.raises(DuplicateRequest):
        user.send(GetStatus(request_id="r1"))
    with pytest.raises(TooLarge):
        user.send(Submit(request_id="r3", sprite=bytes(17 << 20), text=""))
    for own in (Credit(messages=1), Hello(versions=(1,), client=ClientInfo(id="c", name="n"))):
        with pytest.raises(NotWelcome):
            user.send(own)
    user.session.close()
    with pytest.raises(NotWelcome):
        ask(user, "r4")


def test_after_a_take_over_the_older_end_stays_away() -> None:
    user = User(TinyDaemon())
    user.plug()
    user.settle()
    event = TakenOver(seq=user.session.last_seq + 1)
    assert user.session.receive(encode(event)) == (event,)
    user.session.lost()
    assert user.session.taken_over and user.session.state is LinkState.CLOSED


def test_what_was_taken_over_can_be_taken_back() -> None:
    user = User(TinyDaemon())
    user.plug()
    ask(user)
    for _ in range(2):
        user.move_up()
    for _ in range(5):
        user.move_down()
    user.session.receive(encode(TakenOver(seq=user.session.last_seq + 1)))
    user.cut(noticed=True)
    user.session.take_back()
    assert not user.session.taken_over
    user.settle()
    check_whole(user, "r1", "12")
    assert user.daemon.drawn == Counter({"r1": 1})


def test_a_request_of_which_more_and_more_is_sent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neonworks_protocol.continuity._MARKS", 6)
    user = User(TinyDaemon())
    user.plug()
    ask(user)
    user.settle()
    assert user.told["r1"] == [Accepted, Clip, Interrupted]
    assert sum(user.frames.values()) == 4, "accepted, clip and four frames are six"
    assert user.session.open_requests() == ()


def test_a_server_that_breaks_the_protocol_gets_a_new_session() -> None:
    user = User(TinyDaemon())
    user.plug()
    ask(user)
    user.move_up()
    user.move_down()
    with pytest.raises(Exception, match="broke the protocol"):
        user.session.receive(encode(Done(seq=99, request_id="never")))
    user.cut(noticed=True)
    user.settle()
    check_whole(user, "r1", "12")
    assert len(user.daemon.lines) == 2


def test_the_shared_ledger_is_what_makes_requests_one() -> None:
    assert isinstance(TinyDaemon().ledger, RequestLedger)
    assert isinstance(User(TinyDaemon()).session, ContinuousSession)
