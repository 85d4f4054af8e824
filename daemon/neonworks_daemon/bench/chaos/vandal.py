"""A client that does not keep to the protocol, and what it is told: everything here has a known answer."""

import asyncio
import contextlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import uuid4

import msgspec
from neonworks_protocol.limits import Limits
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from neonworks_daemon.ready import ReadyInfo

__all__ = ["BAD_MESSAGES", "Misdeed", "Verdict", "misbehave", "welcomed_socket"]

_ANSWER_S = 20.0
"""For an answer of a daemon under load."""
_POLICY_VIOLATION = 1008


def _packed(**message: object) -> bytes:
    return msgspec.msgpack.encode(message)


@dataclass(frozen=True)
class Misdeed:
    """``data`` is answered by an ``error`` or ``failed`` with one of ``codes``."""

    data: bytes | str
    codes: frozenset[str]


def _misdeed(data: bytes | str, *codes: str) -> Misdeed:
    return Misdeed(data, frozenset(codes))


_HELLO = _packed(type="hello", versions=[1], client={"id": "again", "name": "vandal"})
BAD_MESSAGES: Mapping[str, Misdeed] = MappingProxyType(
    {
        "nothing": _misdeed(b"", "bad_message"),
        "never-used bytes": _misdeed(b"\xc1" * 64, "bad_message"),
        "a text message": _misdeed("hello", "bad_message"),
        "4 GiB, announced": _misdeed(b"\xc6\xff\xff\xff\xff", "bad_message"),
        "too deep": _misdeed(b"\x81\xa1a" * 5000 + b"\xc0", "too_large"),
        "no type": _misdeed(_packed(no="type"), "bad_message"),
        "unknown type": _misdeed(_packed(type="make_coffee"), "unknown_message"),
        "a field is missing": _misdeed(_packed(type="cancel"), "bad_message"),
        "NaN": _misdeed(_packed(type="credit", messages=float("nan")), "bad_message"),
        "hello again": _misdeed(_HELLO, "not_welcome"),
        "cancel of nothing": _misdeed(_packed(type="cancel", request_id="no such"), "not_found"),
        "too much credit": _misdeed(_packed(type="credit", messages=1024), "credit_exceeded"),
        "result of nothing": _misdeed(
            _packed(type="get_result", request_id="vandal-1", job_id="no such"), "not_found"
        ),
        "not a picture": _misdeed(
            _packed(type="submit", request_id="vandal-2", sprite=b"not a picture", text="walk"), "bad_sprite"
        ),
    }
)


@dataclass(frozen=True)
class Verdict:
    """What one visit was told: codes that were due, and what was not."""

    codes: tuple[str, ...]
    faults: tuple[str, ...]


async def welcomed_socket(info: ReadyInfo, client_id: str) -> ClientConnection:
    """A socket behind ``welcome``, without a session of ours. Raises what websockets raises."""
    socket = await connect(
        info.uri,
        additional_headers={"Authorization": f"Bearer {info.token}"},
        compression=None,
        proxy=None,
        max_size=Limits().largest_message,
        open_timeout=_ANSWER_S,
    )
    await socket.send(_packed(type="hello", versions=[1], client={"id": client_id, "name": "vandal"}))
    await socket.recv(decode=False)
    return socket


async def misbehave(info: ReadyInfo, chance: random.Random, *, flood: bool = False) -> Verdict:
    """One connection with a few misdeeds; with ``flood`` as many as get it closed."""
    try:
        socket = await welcomed_socket(info, f"vandal-{uuid4().hex}")
    except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError) as error:
        return Verdict((), (f"vandal was not let in: {error}",))
    try:
        return await (_flood(socket) if flood else _some(socket, chance))
    finally:
        # asyncio 3.11 loses the loop of a transport that closed with data still to send.
        with contextlib.suppress(AttributeError):
            await socket.close()


async def _some(socket: ClientConnection, chance: random.Random) -> Verdict:
    codes: list[str] = []
    faults: list[str] = []
    for name in chance.sample(sorted(BAD_MESSAGES), chance.randint(1, 5)):
        deed = BAD_MESSAGES[name]
        try:
            await socket.send(deed.data)
            code = await _verdict(socket)
        except (ConnectionClosed, TimeoutError) as error:
            faults.append(f"{name}: no answer but {type(error).__name__}")
            break
        (codes if code in deed.codes else faults).append(code if code in deed.codes else f"{name}: {code}")
    return Verdict(tuple(codes), tuple(faults))


async def _flood(socket: ClientConnection) -> Verdict:
    try:
        for _ in range(2 * Limits().bad_messages):
            await socket.send(b"\xc1")
            await _verdict(socket)
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd is not None else None
        faults = () if code == _POLICY_VIOLATION else (f"a flood was ended with code {code}",)
        return Verdict(("bad_message",), faults)
    except TimeoutError:
        return Verdict((), ("a flood was neither answered nor ended",))
    return Verdict((), ("a flood was not ended",))


async def _verdict(socket: ClientConnection) -> str:
    """The code of the next answer that has one, ``done`` for a request that was served."""
    async with asyncio.timeout(_ANSWER_S):
        while True:
            answer = msgspec.msgpack.decode(await socket.recv(decode=False))
            if answer["type"] in ("error", "failed", "done"):
                return str(answer.get("code", answer["type"]))
