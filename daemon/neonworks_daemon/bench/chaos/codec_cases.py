"""Fuzzing the codec: any bytes are a message or a ``ProtocolError``; what is read can be written again."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from neonworks_protocol.codec import MessageDecoder, client_decoder, encode, server_decoder
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import client_message_types, server_message_types

from neonworks_daemon.bench.chaos.case import Broken, Case
from neonworks_daemon.bench.chaos.mutations import HostilePacker, bulky, mutate_bytes
from neonworks_daemon.bench.chaos.values import Plain, ValueMaker

__all__ = ["codec_cases", "hostile_message", "odd_field"]

_RATE = 0.03
"""Broken values; a message has about ten to fifty."""
_BULKY = 0.002
"""Each costs as much as a hundred others."""
_LARGEST_RANDOM = 300
_HEAVY = 10_000
"""Bytes; ordinary inputs have some hundreds."""


def codec_cases(source: random.Random) -> Iterator[Case]:
    """Inputs for the decoders of both directions, in turns."""
    maker = ValueMaker(source)
    sides: tuple[tuple[MessageDecoder[Any], Sequence[Plain]], ...] = (
        (client_decoder(), [maker.message(cls) for cls in client_message_types().values()]),
        (server_decoder(), [maker.message(cls) for cls in server_message_types().values()]),
    )
    while True:
        for decoder, messages in sides:
            yield _case(decoder, hostile_message(source.choice(messages), source, maker))


def hostile_message(plain: Plain, source: random.Random, maker: ValueMaker) -> bytes:
    """Bytes made from one valid message by one of the ways to break it; a tenth stay whole."""
    way = source.random()
    if way < _BULKY:
        return bulky(plain, source)
    if way < 0.1:
        return source.randbytes(source.randrange(_LARGEST_RANDOM))
    if way < 0.2:
        return HostilePacker(source, 0.0).pack(plain)
    if way < 0.45:
        return HostilePacker(source, 0.0).pack(odd_field(plain, source, maker))
    broken = HostilePacker(source, _RATE if way < 0.75 else 0.0).pack(plain)
    return broken if way < 0.75 else mutate_bytes(broken, source, HostilePacker(source, 0.0).pack(plain))


def odd_field(plain: Plain, source: random.Random, maker: ValueMaker) -> Plain:
    """A copy with one field, at any depth, replaced, left out, or put in beside the others."""
    changed = dict(plain)
    key = source.choice(list(changed))
    value = changed[key]
    if isinstance(value, dict) and value and source.random() < 0.7:
        changed[key] = odd_field(value, source, maker)
    elif isinstance(value, list) and value and source.random() < 0.7:
        at = source.randrange(len(value))
        odd = odd_field(value[at], source, maker) if isinstance(value[at], dict) and value[at] else None
        changed[key] = [*value[:at], maker.anything(2) if odd is None else odd, *value[at + 1 :]]
    else:
        _replace(changed, key, source, maker)
    return changed


def _replace(changed: Plain, key: str, source: random.Random, maker: ValueMaker) -> None:
    match source.randrange(4):
        case 0:
            del changed[key]
        case 1:
            changed[f"{key}_of_the_future"] = maker.anything(3)
        case _:
            changed[key] = maker.anything(3)


def _case(decoder: MessageDecoder[Any], data: bytes) -> Case:
    return Case(lambda: _decoded(decoder, data), lambda: data, heavy=len(data) > _HEAVY)


def _decoded(decoder: MessageDecoder[Any], data: bytes) -> str:
    request_id = decoder.request_id(data)
    if request_id is not None and not 0 < len(request_id) <= 64:
        raise Broken(f"a request id of {len(request_id)} characters was read")
    try:
        message = decoder.decode(data)
    except ProtocolError as error:
        _check_text(error)
        return error.code
    written = encode(message)
    if decoder.decode(written) != message or encode(decoder.decode(written)) != written:
        raise Broken(f"{type(message).__name__} is not the same when it is written and read again")
    return "read"


def _check_text(error: ProtocolError) -> None:
    if not error.message or "\n" in error.message or len(error.message) > 500:
        raise Broken(f"an error text of {len(error.message)} characters is not one line")
