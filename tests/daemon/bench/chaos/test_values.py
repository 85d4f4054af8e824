import random

import pytest
from neonworks_daemon.bench.chaos.mutations import HostilePacker
from neonworks_daemon.bench.chaos.values import ValueMaker
from neonworks_protocol.codec import client_decoder, encode, server_decoder
from neonworks_protocol.messages import client_message_types, server_message_types


@pytest.mark.parametrize(
    ("types", "decoder"),
    [(client_message_types(), client_decoder()), (server_message_types(), server_decoder())],
    ids=["client", "server"],
)
def test_every_message_type_is_made_and_is_valid(types: dict, decoder: object) -> None:  # type: ignore[type-arg]
    source = random.Random(1)
    maker, packer = ValueMaker(source), HostilePacker(source, 0.0)
    for cls in types.values():
        made = {encode(decoder.decode(packer.pack(maker.message(cls)))) for _ in range(20)}  # type: ignore[attr-defined]
        assert len(made) > (1 if cls.__struct_fields__ else 0)


def test_values_reach_their_bounds() -> None:
    maker = ValueMaker(random.Random(2))
    kinds = client_message_types()
    seeds = {maker.message(kinds["submit"]).get("seed") for _ in range(200)}
    assert {0, 2**32 - 1} <= seeds
    assert max(len(maker.message(kinds["get_status"])["request_id"]) for _ in range(400)) == 64
    assert any(len(maker.message(kinds["interpret"])["text"]) > 100 for _ in range(400))


def test_anything_nests_no_deeper_than_asked() -> None:
    maker = ValueMaker(random.Random(3))

    def depth(value: object) -> int:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return max(map(depth, inner), default=0) + (1 if isinstance(value, dict | list) else 0)

    assert max(depth(maker.anything(3)) for _ in range(500)) == 3
