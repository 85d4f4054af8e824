"""Whether a message is under way, told from any cutting of the bytes; frames made by websockets itself."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.frame_meter import FrameMeter
from websockets.frames import Frame, Opcode

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def _bytes(opcode: Opcode, size: int, *, fin: bool = True) -> bytes:
    return Frame(opcode, bytes(size), fin).serialize(mask=True)


def _fed(*pieces: bytes) -> FrameMeter:
    meter = FrameMeter()
    for piece in (REQUEST, *pieces):
        meter.feed(piece)
    return meter


def test_nothing_is_under_way_before_and_between_messages() -> None:
    assert not _fed().incomplete
    for size in (0, 1, 125, 126, 65_535, 65_536):
        assert not _fed(_bytes(Opcode.BINARY, size)).incomplete


def test_a_message_is_under_way_from_its_first_byte_to_its_last() -> None:
    whole = _bytes(Opcode.BINARY, 300)
    meter = _fed()
    for position in range(len(whole) - 1):
        meter.feed(whole[position : position + 1])
        assert meter.incomplete
    meter.feed(whole[-1:])
    assert not meter.incomplete


def test_a_fragmented_message_ends_with_its_last_fragment_whatever_pings_come_between() -> None:
    meter = _fed(_bytes(Opcode.BINARY, 0, fin=False))
    for piece in (_bytes(Opcode.PING, 0), _bytes(Opcode.CONT, 5, fin=False), _bytes(Opcode.PING, 3)):
        meter.feed(piece)
        assert meter.incomplete
    meter.feed(_bytes(Opcode.CONT, 0))
    assert not meter.incomplete


def test_the_upgrade_request_is_no_message_however_it_comes() -> None:
    meter = FrameMeter()
    for byte in REQUEST:
        meter.feed(bytes([byte]))
        assert not meter.incomplete
    meter.feed(_bytes(Opcode.BINARY, 9)[:-1])
    assert meter.incomplete


@given(st.lists(st.integers(0, 70_000), max_size=5), st.lists(st.integers(0, 1 << 20), max_size=30))
def test_any_cutting_gives_the_same(sizes: list[int], cuts: list[int]) -> None:
    stream = REQUEST + b"".join(_bytes(Opcode.BINARY, size) for size in sizes)
    ends = {len(REQUEST)}
    for size in sizes:
        ends.add(max(ends) + len(_bytes(Opcode.BINARY, size)))
    places = sorted({cut % (len(stream) + 1) for cut in cuts} | ends | {0})
    meter = FrameMeter()
    for begin, end in itertools.pairwise(places):
        meter.feed(stream[begin:end])
        assert meter.incomplete == (end > len(REQUEST) and end not in ends)
