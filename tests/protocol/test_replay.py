"""What a ring holds, what it costs, and what it no longer has."""

import gc
import tracemalloc
from collections.abc import Callable

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from neonworks_protocol.replay import FrameNote, MessageNote, Note, ReplayRing, note_frame

from tests.protocol.samples import frame


def _noted(ring: ReplayRing, count: int, size: int = 10) -> None:
    for seq in range(1, count + 1):
        ring.record(MessageNote(seq, bytes(size)))


def _numbers(ring: ReplayRing, seq: int) -> list[int] | None:
    notes = ring.since(seq)
    return None if notes is None else [note.seq for note in notes]


def test_everything_after_a_number() -> None:
    ring = ReplayRing()
    _noted(ring, 5)
    assert _numbers(ring, 0) == [1, 2, 3, 4, 5]
    assert _numbers(ring, 3) == [4, 5]
    assert _numbers(ring, 5) == []


def test_a_frame_is_kept_without_its_pixels_and_found_by_any_of_its_chunks() -> None:
    note = note_frame(7, frame(data=bytes(600_000)))
    assert (note.seq, note.last_seq, note.parts, note.frame.data) == (7, 9, 3, b"")
    ring = ReplayRing()
    ring.record(note)
    assert [_numbers(ring, seq) for seq in (6, 7, 8, 9)] == [[7], [7], [7], []]
    assert ring.size < 1000


def test_a_dropped_message_cannot_be_had_again() -> None:
    ring = ReplayRing(max_notes=3)
    _noted(ring, 5)
    assert _numbers(ring, 1) is None
    assert _numbers(ring, 2) == [3, 4, 5]


def test_what_was_given_up_is_gone() -> None:
    ring = ReplayRing()
    _noted(ring, 5)
    ring.clear(5)
    assert (_numbers(ring, 4), _numbers(ring, 5), ring.size) == (None, [], 0)


@given(st.lists(st.integers(0, 3000), max_size=200), st.integers(1, 50), st.integers(600, 20_000))
def test_count_and_bytes_are_bounded_and_nothing_newer_is_missing(
    sizes: list[int], max_notes: int, max_bytes: int
) -> None:
    ring = ReplayRing(max_notes=max_notes, max_bytes=max_bytes)
    notes: list[Note] = []
    for seq, size in enumerate(sizes, 1):
        odd = FrameNote(seq, frame(data=b""), 1)
        notes.append(odd if size % 5 == 0 else MessageNote(seq, bytes(size)))
        ring.record(notes[-1])
        assert len(ring) <= max_notes and ring.size <= max_bytes
    for seq in range(len(sizes) + 1):
        held = ring.since(seq)
        assert held is None or list(held) == notes[seq:]
    kept = ring.since(len(sizes) - len(ring))
    assert kept is not None and len(list(kept)) == len(ring)


def test_a_lower_limit_drops_the_oldest_at_once_and_holds_from_then_on() -> None:
    ring = ReplayRing()
    _noted(ring, 10)
    one = ring.size // 10
    ring.limit(4 * one)
    assert (_numbers(ring, 5), _numbers(ring, 6)) == (None, [7, 8, 9, 10])
    ring.record(MessageNote(11, bytes(10)))
    assert (ring.size, _numbers(ring, 7)) == (4 * one, [8, 9, 10, 11])
    ring.limit(8 * one)
    assert _numbers(ring, 6) is None


def _traced(make: Callable[[int], Note]) -> float:
    """Bytes that Python takes for one note in a ring, by its own count."""
    ring = ReplayRing()
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(1000, 2000):
            ring.record(make(number))
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / ring.size
    finally:
        tracemalloc.stop()


def test_the_size_of_a_ring_is_what_it_costs() -> None:
    def message(number: int) -> Note:
        return MessageNote(number, bytes(150))

    def one_frame(number: int) -> Note:
        clip_id, sha256 = f"0123456789abcdef.{number}.0123456789ab", f"{number:064x}"
        made = frame(clip_id=clip_id, data=bytes(1000))
        return note_frame(number, msgspec.structs.replace(made, sha256=sha256))

    for make in (message, one_frame):
        assert 0.8 <= _traced(make) <= 1.1
