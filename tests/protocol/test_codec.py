"""Codec: golden vectors read by an independent package, limits, and a fuzz test.

The fuzz test runs 10,000 cases; ``NEONWORKS_FUZZ=1000000`` sets another number.
"""

import json
import os
import random
import tracemalloc
from pathlib import Path
from typing import Any

import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_protocol import Limits, MessageDecoder, ProtocolError, TooLarge, UnknownMessage
from neonworks_protocol.codec import client_decoder, encode, server_decoder
from neonworks_protocol.messages import client_message_types, server_message_types

from tests.protocol.samples import CLIENT_SAMPLES, SERVER_SAMPLES

VECTORS = json.loads(Path(__file__).with_name("golden_vectors.json").read_text())
DECODERS: dict[str, MessageDecoder[Any]] = {"client": client_decoder(), "server": server_decoder()}
SAMPLES = [("client", m) for m in CLIENT_SAMPLES] + [("server", m) for m in SERVER_SAMPLES]


def plain(value: Any) -> Any:
    """``value`` with bytes as JSON can hold them."""
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['from']}-{v['type']}")
def test_golden_vector(vector: dict[str, Any]) -> None:
    data = bytes.fromhex(vector["hex"])
    assert plain(msgpack.unpackb(data)) == vector["value"]
    assert encode(DECODERS[vector["from"]].decode(data)) == data


def test_golden_vectors_cover_every_message() -> None:
    assert {v["type"] for v in VECTORS if v["from"] == "client"} == set(client_message_types())
    assert {v["type"] for v in VECTORS if v["from"] == "server"} == set(server_message_types())


@pytest.mark.parametrize(("sender", "message"), SAMPLES, ids=lambda v: type(v).__name__)
def test_round_trip_through_another_encoder(sender: str, message: Any) -> None:
    """Key order, integer widths and map headers are the sender's choice."""
    value = msgpack.unpackb(encode(message))
    shuffled = dict(reversed(value.items()))
    assert DECODERS[sender].decode(encode(message)) == message
    assert DECODERS[sender].decode(msgpack.packb(shuffled)) == message


@pytest.mark.parametrize(("sender", "message"), SAMPLES, ids=lambda v: type(v).__name__)
def test_unknown_fields_are_ignored(sender: str, message: Any) -> None:
    value = msgpack.unpackb(encode(message)) | {"of_the_future": {"deep": [1, {"er": b"x"}]}}
    assert DECODERS[sender].decode(msgpack.packb(value)) == message


def test_unknown_types_are_named() -> None:
    with pytest.raises(UnknownMessage, match="'dance'"):
        client_decoder().decode(msgpack.packb({"type": "dance"}))
    with pytest.raises(UnknownMessage, match="'welcome'"):
        client_decoder().decode(encode(SERVER_SAMPLES[0]))


def nested(depth: int) -> bytes:
    return b"\x82\xa4type\xa6cancel\xa1x" + b"\x91" * (depth - 1) + b"\xc0"


REFUSED = {
    "nothing": b"",
    "not a map": b"\x93\x01\x02\x03",
    "no type": msgpack.packb({"request_id": "r1"}),
    "type is a number": msgpack.packb({"type": 5}),
    "type is not text": b"\x81\xa4type\xa2\xff\xff",
    "cut short": encode(CLIENT_SAMPLES[1])[:-1],
    "bytes after the end": encode(CLIENT_SAMPLES[3]) + b"\xc0",
    "missing field": msgpack.packb({"type": "cancel"}),
    "field of another type": msgpack.packb({"type": "cancel", "request_id": 1}),
    "unknown word": msgpack.packb({"type": "submit", "request_id": "r", "sprite": b"x", "actions": ["fly"]}),
    "unknown word, endless and of two lines": msgpack.packb(
        {"type": "submit", "request_id": "r", "sprite": b"x", "actions": ["a\nb" * 100_000]}
    ),
    "frames out of range": msgpack.packb(
        {
            "type": "submit",
            "request_id": "r",
            "sprite": b"x",
            "spec": [{"animation_type": "walk", "frame_count": 10_000}],
        }
    ),
    "text of 100,000 characters": msgpack.packb(
        {"type": "interpret", "request_id": "r", "text": "a" * 100_000}
    ),
    "not a number": msgpack.packb(
        {
            "type": "submit",
            "request_id": "r",
            "sprite": b"x",
            "previous": {"animation_type": "walk", "intensity": float("nan")},
        }
    ),
    "infinite": msgpack.packb({"type": "cancel", "request_id": "r", "x": float("inf")}),
    "ext type": msgpack.packb({"type": "cancel", "request_id": "r", "x": msgpack.ExtType(1, b"x")}),
    "timestamp": b"\x83\xa4type\xa6cancel\xaarequest_id\xa1r\xa1x\xd6\xff\x00\x00\x00\x00",
    "reserved byte": b"\x83\xa4type\xa6cancel\xaarequest_id\xa1r\xa1x\xc1",
    "two types": b"\x83\xa4type\xa6cancel\xa4type\xa6submit\xaarequest_id\xa1r",
    "map of four billion": b"\xdf\xff\xff\xff\xff\xa4type\xa6cancel",
    "array of four billion": b"\x82\xa4type\xa6cancel\xa1x\xdd\xff\xff\xff\xff",
    "text of four billion": b"\x82\xa4type\xa6cancel\xa1x\xdb\xff\xff\xff\xff",
    "nested 13 deep": nested(13),
    "nested 100,000 deep": nested(100_000),
    "many values": msgpack.packb({"type": "cancel", "request_id": "r", "x": [0] * 70_000}),
    "key that is no text": msgpack.packb({"type": "cancel", 1: 2}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        client_decoder().decode(REFUSED[name])
    assert caught.value.message and "\n" not in caught.value.message
    assert len(caught.value.message) < 300


def test_depth_at_the_limit_is_read_before_the_missing_field_is_seen() -> None:
    with pytest.raises(ProtocolError, match="request_id"):
        client_decoder().decode(nested(12))


def test_text_messages_are_refused() -> None:
    with pytest.raises(ProtocolError, match="binary"):
        client_decoder().decode('{"type": "hello"}')


@pytest.mark.parametrize("message_type", ["submit", "cancel", "frame"])
def test_each_type_has_its_size_limit(message_type: str) -> None:
    limits = Limits(submit_bytes=400, control_bytes=200, payload_bytes=300)
    decoder: MessageDecoder[Any] = MessageDecoder(client_message_types() | server_message_types(), limits)
    most = limits.message_bytes(message_type)
    with pytest.raises(ProtocolError, match="required"):
        decoder.decode(sized(message_type, most))
    with pytest.raises(TooLarge, match="at most"):
        decoder.decode(sized(message_type, most + 1))


def sized(message_type: str, size: int) -> bytes:
    """A message of exactly that many bytes, without the fields of its type."""
    bare = len(msgpack.packb({"type": message_type, "x": [b""]}))
    filler = [b"." * (size - bare)] if size - bare < 250 else [b"." * 200, b"." * (size - bare - 202)]
    data: bytes = msgpack.packb({"type": message_type, "x": filler})
    assert len(data) == size
    return data


def test_a_message_over_every_limit_is_not_looked_at() -> None:
    with pytest.raises(TooLarge):
        client_decoder(Limits(submit_bytes=100, control_bytes=100, payload_bytes=100)).decode(b"\xc1" * 101)


def test_the_request_id_of_a_refused_message_is_found() -> None:
    decoder = client_decoder()
    assert decoder.request_id(msgpack.packb({"type": "dance", "request_id": "r7"})) == "r7"
    assert decoder.request_id(msgpack.packb({"type": "dance", "request_id": 7})) is None
    assert decoder.request_id(msgpack.packb({"type": "dance", "request_id": "r" * 65})) is None
    assert decoder.request_id(b"\xc1") is None and decoder.request_id("text") is None


@given(st.binary(max_size=200))
def test_random_bytes(data: bytes) -> None:
    for decoder in DECODERS.values():
        try_to_decode(decoder, data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    ),
    st.sampled_from(SAMPLES),
    st.randoms(),
)
def test_any_value_in_any_field(value: Any, sample: tuple[str, Any], random_: random.Random) -> None:
    sender, message = sample
    fields = msgpack.unpackb(encode(message))
    fields[random_.choice(list(fields))] = value
    try_to_decode(DECODERS[sender], msgpack.packb(fields))


def test_mutated_messages_raise_only_what_is_documented() -> None:
    cases = int(os.environ.get("NEONWORKS_FUZZ", "10000"))
    random_ = random.Random(20240229)
    valid = [(DECODERS[sender], encode(message)) for sender, message in SAMPLES]
    tracemalloc.start()
    try:
        for _ in range(cases):
            decoder, data = random_.choice(valid)
            try_to_decode(decoder, mutate(data, random_))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000, "bytes; the samples have at most 2,000 each"


def try_to_decode(decoder: MessageDecoder[Any], data: bytes) -> None:
    """Whatever is read can be written again; whatever is not is a ``ProtocolError``."""
    try:
        message = decoder.decode(data)
    except ProtocolError:
        return
    assert decoder.decode(encode(message)) == message


def mutate(data: bytes, random_: random.Random) -> bytes:
    """``data`` with up to four bytes changed, put in, taken out, repeated or cut off."""
    changed = bytearray(data)
    for _ in range(random_.randint(1, 4)):
        at = random_.randrange(len(changed) + 1)
        match random_.randrange(5):
            case 0:
                changed[at : at + 1] = random_.randbytes(1)
            case 1:
                changed[at:at] = random_.choice(
                    (b"\xdf\xff\xff\xff\xff", b"\xdd\x7f\xff\xff\xff", b"\x91" * 40)
                )
            case 2:
                del changed[at : at + random_.randint(1, 8)]
            case 3:
                changed[at:at] = changed[at : at + random_.randint(1, 64)]
            case _:
                del changed[at:]
    return bytes(changed)
