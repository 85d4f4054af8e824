"""Constrained types refuse what lies just outside."""

from typing import Any

import msgspec
import pytest
from neonworks_protocol import fields


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (fields.Identifier, ["a", "a" * 64, "ü" * 64], ["", "a" * 65, 1]),
        (fields.Text, ["", "a" * 2000], ["a" * 2001]),
        (fields.Png, [b"x"], [b"", bytes(8 * 1024 * 1024 + 1)]),
        (fields.Sha256, ["0" * 64], ["0" * 63, "0" * 65]),
        (fields.Seed, [0, 2**32 - 1], [-1, 2**32, 0.5]),
        (fields.Count, [0, 10**9], [-1]),
        (fields.Sequence, [0, 10**9], [-1]),
        (fields.Unit, [0.0, 1.0], [-0.01, 1.01]),
        (fields.Pixels, [1, 2048], [0, 4 * 1024 * 1024 + 1]),
        (fields.Point, [(1.0, 2.0)], [(1.0,), (1.0, 2.0, 3.0)]),
    ],
)
def test_bounds(kind: Any, good: list[Any], bad: list[Any]) -> None:
    decoder = msgspec.msgpack.Decoder(kind)
    for value in good:
        assert decoder.decode(msgspec.msgpack.encode(value)) == value
    for value in bad:
        with pytest.raises(msgspec.ValidationError):
            decoder.decode(msgspec.msgpack.encode(value))
