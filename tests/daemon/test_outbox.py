"""The order in which messages leave."""

from neonworks_daemon.outbox import Outbox
from neonworks_protocol.messages import Done, Frame, ServerMessage
from neonworks_protocol.vocabulary import Encoding, Tier


def _frame(clip: str, index: int, size: int = 16) -> Frame:
    return Frame(
        clip_id=clip,
        take=1,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256="0" * 64,
        encoding=Encoding.RAW,
        data=bytes(size),
    )


def _cost(message: ServerMessage) -> int:
    return 1 if isinstance(message, Frame) else 0


def _box(*messages: tuple[str, ServerMessage]) -> Outbox:
    box = Outbox(_cost)
    for request, message in messages:
        box.put(request, message)
    return box


def test_requests_take_turns_and_keep_their_order() -> None:
    box = _box(
        ("a", _frame("a", 0)), ("a", _frame("a", 1)), ("b", _frame("b", 0)), ("b", Done(request_id="b"))
    )
    taken = [box.take(9) for _ in range(5)]
    assert [(m.clip_id, m.index) if isinstance(m, Frame) else m for m in taken] == [
        ("a", 0),
        ("b", 0),
        ("a", 1),
        Done(request_id="b"),
        None,
    ]


def test_without_credit_free_messages_pass_the_waiting_frames() -> None:
    box = _box(("a", _frame("a", 0)), ("a", Done(request_id="a")), ("b", Done(request_id="b")))
    assert box.take(0) == Done(request_id="b")
    assert box.take(0) is None
    assert isinstance(box.take(1), Frame)
    assert box.take(0) == Done(request_id="a")


def test_bytes_are_counted_in_and_out() -> None:
    box = _box(("a", _frame("a", 0, 100)), ("b", _frame("b", 0, 50)))
    assert box.pending_bytes == 150
    box.take(1)
    assert box.pending_bytes == 50
    box.drop("b")
    box.drop("never there")
    assert (box.pending_bytes, len(box)) == (0, 0)


def test_clearing_gives_back_what_waited() -> None:
    box = _box(("a", Done(request_id="a")), ("b", _frame("b", 0)))
    assert len(box.clear()) == 2
    assert (box.pending_bytes, len(box)) == (0, 0)
