"""Splitting and joining."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_protocol import (
    Blob,
    BlobAssembler,
    Frame,
    FrameAssembler,
    FrameChunk,
    ProtocolError,
    blob_messages,
    frame_parts,
    split_frame,
)
from neonworks_protocol.chunks import file_messages
from neonworks_protocol.limits import CHUNK_BYTES, MAX_FRAME_PARTS

from tests.protocol.samples import frame

SIZES = st.integers(0, 3 * CHUNK_BYTES) | st.sampled_from([CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])


@given(SIZES)
def test_frames_come_back_whole(size: int) -> None:
    original = frame(data=bytes(size))
    assembler = FrameAssembler()
    messages = list(split_frame(original))
    assert len(messages) == frame_parts(original) and all(len(m.data) <= CHUNK_BYTES for m in messages)
    results = [assembler.begin(m) if isinstance(m, Frame) else assembler.add(m) for m in messages]
    assert results[:-1] == [None] * (len(messages) - 1) and results[-1] == original
    assert not assembler.waiting


def test_a_frame_over_the_limit_is_refused() -> None:
    with pytest.raises(ProtocolError, match="at most"):
        list(split_frame(frame(data=bytes(MAX_FRAME_PARTS * CHUNK_BYTES + 1))))


@pytest.mark.parametrize("change", [{"part": 2}, {"clip_id": "other"}])
def test_chunks_out_of_order_are_refused(change: dict[str, object]) -> None:
    first, second, _ = split_frame(frame(data=bytes(3 * CHUNK_BYTES)))
    assert isinstance(first, Frame) and isinstance(second, FrameChunk)
    assembler = FrameAssembler()
    assembler.begin(first)
    with pytest.raises(ProtocolError, match="in order"):
        assembler.add(msgspec.structs.replace(second, **change))
    with pytest.raises(ProtocolError, match="lacks chunks"):
        assembler.begin(first)


@given(st.dictionaries(st.text(min_size=1, max_size=8), SIZES, min_size=1, max_size=3))
def test_files_come_back_whole(sizes: dict[str, int]) -> None:
    files = {name: bytes(size) for name, size in sizes.items()}
    assembler = BlobAssembler()
    results = [assembler.add(blob) for blob in blob_messages("q1", files)]
    assert results[-1] == files and results[:-1] == [None] * (len(results) - 1)


def blobs() -> list[Blob]:
    return list(blob_messages("q1", {"a": bytes(CHUNK_BYTES + 1), "b": b"x"}))


@pytest.mark.parametrize("order", [(1,), (0, 0), (0, 2), (0, 1, 1)])
def test_blobs_out_of_order_are_refused(order: tuple[int, ...]) -> None:
    parts = blobs()
    assembler = BlobAssembler()
    for index in order[:-1]:
        assembler.add(parts[index])
    with pytest.raises(ProtocolError, match="in order"):
        assembler.add(parts[order[-1]])


def test_a_second_file_of_the_same_name_is_refused() -> None:
    parts = blobs()
    assembler = BlobAssembler()
    assembler.add(parts[0])
    assembler.add(parts[1])
    with pytest.raises(ProtocolError, match="own name"):
        assembler.add(msgspec.structs.replace(parts[2], name="a"))


def test_a_damaged_file_is_refused() -> None:
    (blob,) = blob_messages("q1", {"a": b"pixels"})
    with pytest.raises(ProtocolError, match="damaged"):
        BlobAssembler().add(msgspec.structs.replace(blob, data=b"pixelz"))


def test_an_endless_export_is_refused() -> None:
    part = Blob(request_id="q1", name="a", data=bytes(CHUNK_BYTES), parts=10**6, sha256="0" * 64)
    assembler = BlobAssembler()
    with pytest.raises(ProtocolError, match="at most"):
        for number in range(2000):
            assembler.add(msgspec.structs.replace(part, part=number))


@given(SIZES)
def test_a_file_of_known_digest_is_cut_into_parts(size: int) -> None:
    (whole,) = blob_messages("q1", {"a": b"x"})
    whole = msgspec.structs.replace(whole, data=bytes(size), file=2, files=5)
    parts = list(file_messages(whole))
    assert b"".join(part.data for part in parts) == whole.data
    assert [part.part for part in parts] == list(range(parts[0].parts))
    assert all((part.file, part.files, part.sha256) == (2, 5, whole.sha256) for part in parts)
    assert all(len(part.data) <= CHUNK_BYTES for part in parts)


def test_what_is_complete_can_be_asked_for() -> None:
    assembler = BlobAssembler()
    for blob in blob_messages("q1", {"a": bytes(CHUNK_BYTES + 1), "b": b"2"}):
        assembler.add(blob)
    assert {name: len(data) for name, data in assembler.files.items()} == {"a": CHUNK_BYTES + 1, "b": 1}
