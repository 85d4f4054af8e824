import random

import msgpack  # type: ignore[import-untyped]
from neonworks_daemon.bench.chaos.mutations import HostilePacker, bulky, mutate_bytes
from neonworks_daemon.bench.chaos.values import ValueMaker
from neonworks_protocol.codec import client_decoder
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import Submit, client_message_types


def test_without_faults_another_reader_understands_it() -> None:
    source = random.Random(1)
    maker = ValueMaker(source)
    for cls in client_message_types().values():
        plain = maker.message(cls)
        assert msgpack.unpackb(HostilePacker(source, 0.0).pack(plain)) == plain


def test_faults_are_of_every_kind() -> None:
    """What the decoder says tells which of its checks were reached."""
    source = random.Random(2)
    maker, decoder, said = ValueMaker(source), client_decoder(), set()
    for _ in range(2_000):
        try:
            decoder.decode(HostilePacker(source, 0.05).pack(maker.message(Submit)))
        except ProtocolError as error:
            said.add(error.message)
    for words in ("cut short", "after its end", "infinite", "ext or reserved", "nests", "values", "utf-8"):
        assert any(words in text for text in said), words


def test_bytes_are_changed_in_every_way() -> None:
    source = random.Random(3)
    data = bytes(range(200))
    made = [mutate_bytes(data, source, b"other" * 9) for _ in range(500)]
    assert sum(each != data for each in made) > 450
    assert any(len(each) < 100 for each in made) and any(len(each) > 220 for each in made)
    assert any(b"other" in each for each in made)
    assert mutate_bytes(b"", source) is not None


def test_bulky_messages_are_large_in_some_way() -> None:
    source = random.Random(4)
    plain = {"type": "cancel", "request_id": "r"}
    made = [bulky(plain, source) for _ in range(60)]
    assert max(map(len, made)) > 1_000_000
    assert any(b"\x91" * 1_000 in each for each in made) and any(b"\xdd" in each for each in made)
