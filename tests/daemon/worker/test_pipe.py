"""Framing on a byte stream."""

import io

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.worker.pipe import MAX_MESSAGE, PipeParser, PipeReader, encode_message, message_length
from neonworks_protocol.errors import TooLarge


def _reader(data: bytes) -> PipeReader[object]:
    return PipeReader(io.BytesIO(data), msgspec.msgpack.Decoder(object))


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers(-(2**60), 2**60))))
def test_what_is_written_is_read_in_order(messages: list[object]) -> None:
    reader = _reader(b"".join(map(encode_message, messages)))
    assert [reader.read() for _ in messages] == messages
    assert reader.read() is None


@given(st.lists(st.one_of(st.text(), st.binary())), st.lists(st.integers(1, 40), min_size=1))
def test_pieces_of_any_size_give_the_same_messages(messages: list[object], sizes: list[int]) -> None:
    parser: PipeParser[object] = PipeParser(msgspec.msgpack.Decoder(object))
    stream, found, number = b"".join(map(encode_message, messages)), [], 0
    while stream:
        size = sizes[number % len(sizes)]
        found += parser.feed(stream[:size])
        stream, number = stream[size:], number + 1
    assert found == messages


def test_pieces_that_announce_too_much_are_refused() -> None:
    with pytest.raises(TooLarge):
        PipeParser(msgspec.msgpack.Decoder(object)).feed(b"\xff\xff\xff\xff")


@given(st.binary(min_size=1, max_size=60))
def test_a_stream_that_ends_inside_a_message_has_ended(data: bytes) -> None:
    whole = encode_message(data)
    for cut in range(len(whole)):
        assert _reader(whole[:cut]).read() is None


def test_sizes_are_bounded_on_both_ends() -> None:
    with pytest.raises(TooLarge):
        encode_message(bytes(MAX_MESSAGE + 1))
    with pytest.raises(TooLarge):
        message_length(b"\xff\xff\xff\xff")
    with pytest.raises(TooLarge):
        _reader(b"\xff\xff\xff\xff").read()
