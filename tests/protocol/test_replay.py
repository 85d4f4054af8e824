"""What a ring holds, what it costs, and what it no longer has."""

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
