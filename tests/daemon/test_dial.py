"""Reaching a daemon, and what is said when that fails."""

import msgspec
import pytest
from neonworks_daemon.dial import dial
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.errors import AccessDenied, Unavailable
from websockets.protocol import State


async def test_a_daemon_is_reached(scripted_daemon: ReadyInfo) -> None:
    async with await dial(scripted_daemon) as socket:
        assert socket.state is State.OPEN and socket.protocol.extensions == []


async def test_a_wrong_token_and_an_empty_port_are_told_apart(scripted_daemon: ReadyInfo) -> None:
    with pytest.raises(AccessDenied, match="token"):
        await dial(msgspec.structs.replace(scripted_daemon, token="wrong"))
    with pytest.raises(Unavailable, match="neonworks-animator serve"):
        await dial(msgspec.structs.replace(scripted_daemon, port=1))
