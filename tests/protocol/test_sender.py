"""Numbers, credit, and sending again."""

from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from neonworks_protocol import (
    Accepted,
    Blob,
    Cancelled,
    CreditExceeded,
    Encoding,
    Frame,
    IllegalTransition,
    Limits,
    ReplayRing,
    Step,
    Welcome,
)
from neonworks_protocol.sender import Sender

from tests.protocol.samples import CAPABILITIES, frame

WELCOME = Welcome(session="s", version=1, encoding=Encoding.RAW, limits=Limits(), capabilities=CAPABILITIES)
ACCEPTED = Accepted(request_id="r1", job_id="j1")
LARGE = bytes(range(250)) * 2400


def sent(sender: Sender) -> list[tuple[str, int]]:
    return [(m["type"], m["seq"]) for m in messages(sender)]


def messages(sender: Sender) -> list[dict[str, Any]]:
    return [msgpack.unpackb(data) for data in sender.collect()]


def busy(credit: int = 8) -> Sender:
    """Has sent 1: accepted, 2..4: a large frame, 5: a small one, 6: cancelled."""
    sender = Sender(ReplayRing(), credit)
    sender.emit(ACCEPTED)
    sender.emit_frame(frame(data=LARGE))
    sender.emit_frame(frame())
    sender.emit(Cancelled(request_id="r1"))
    sender.collect()
    sender.detach()
    return sender


def source(wanted: Frame) -> bytes | None:
    return LARGE if wanted.index == 0 else frame().data


def test_every_chunk_has_its_number_and_takes_its_credit() -> None:
    sender = Sender(ReplayRing(), 8)
    sender.emit(ACCEPTED)
    sender.emit_frame(frame(data=LARGE))
    assert sent(sender) == [("accepted", 1), ("frame", 2), ("frame_chunk", 3), ("frame_chunk", 4)]
    assert (sender.credit, sender.last_seq) == (5, 4)
    with pytest.raises(CreditExceeded, match="6 credits needed, 5 left"):
        sender.check_credit(6)


@pytest.mark.parametrize("seq", range(7))
def test_exactly_what_is_missing_is_sent_again(seq: int) -> None:
    whole = [("accepted", 1), ("frame", 2), ("frame_chunk", 3), ("frame_chunk", 4), ("frame", 5)]
    sender = busy()
    assert sender.resume(WELCOME, seq, 8)
    assert sent(sender) == [("welcome", seq)]
    large = iter((LARGE, frame().data) if seq < 4 else (frame().data,))
    while sender.step(lambda _: next(large)) is Step.SENT:
        pass
    assert sent(sender) == [*whole, ("cancelled", 6)][seq:]
    assert sender.replaying == 0 and sender.credit == 8 - len([n for _, n in whole[1:] if n > seq])


def test_chunks_are_cut_again_where_they_were() -> None:
    first = Sender(ReplayRing(), 8)
    first.emit_frame(frame(data=LARGE))
    pieces = [m["data"] for m in messages(first)]
    first.detach()
    first.resume(WELCOME, 1, 8)
    first.step(lambda _: LARGE)
    assert [m.get("data") for m in messages(first)][1:] == pieces[1:]


def test_sending_again_waits_for_credit_and_new_messages_wait_for_it() -> None:
    sender = busy()
    sender.resume(WELCOME, 1, 2)
    sender.collect()
    assert sender.step(lambda _: LARGE) is Step.WAITS
    sender.emit(Cancelled(request_id="r2"))
    assert sender.collect() == [] and sender.replaying == 4
    with pytest.raises(IllegalTransition, match="missed"):
        sender.emit_frame(frame())
    sender.credit += 2
    assert sender.step(lambda _: LARGE) is Step.SENT
    while sender.step(lambda _: frame().data) is Step.SENT:
        pass
    assert sent(sender)[-2:] == [("cancelled", 6), ("cancelled", 7)]


@pytest.mark.parametrize("data", [None, b"shorter"])
def test_bytes_that_are_gone_or_others_are_lost(data: bytes | None) -> None:
    sender = busy()
    sender.resume(WELCOME, 1, 8)
    assert sender.step(lambda _: data) is Step.LOST
    assert sender.give_up() == (2, 6)
    assert sender.step(source) is Step.COMPLETE
    sender.emit(ACCEPTED)
    assert sent(sender)[-1] == ("accepted", 7)


def test_a_file_is_not_sent_again() -> None:
    sender = Sender(ReplayRing(), 8)
    sender.emit(Blob(request_id="q", name="x", data=b"1", sha256="0" * 64))
    sender.detach()
    sender.resume(WELCOME, 0, 8)
    assert sender.step(source) is Step.LOST


def test_a_ring_that_is_too_short_says_so() -> None:
    sender = Sender(ReplayRing(max_notes=1), 8)
    for _ in range(3):
        sender.emit(ACCEPTED)
    sender.detach()
    assert not sender.resume(WELCOME, 0, 8)
    assert sender.give_up() == (1, 3)


def test_without_a_socket_nothing_is_sent() -> None:
    sender = busy()
    with pytest.raises(IllegalTransition, match="without a socket"):
        sender.emit(ACCEPTED)
    assert sender.skip() == 7


def test_a_driver_that_does_not_collect_is_told() -> None:
    sender = Sender(ReplayRing(), 8)
    for _ in range(4096):
        sender.emit(ACCEPTED)
    with pytest.raises(IllegalTransition, match="collect"):
        sender.check()
