"""What a client makes of the files of looks."""

import hashlib

import pytest
from neonworks_daemon.client_looks import looks_of
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.chunks import file_messages
from neonworks_protocol.errors import Unavailable, WorkerFailed
from neonworks_protocol.messages import Blob, Interrupted, Variations

from tests.fakes.daemons import client_of


class _Handle:
    def __init__(self, end: object) -> None:
        self._end = end

    async def each(self, take: object) -> object:
        return self._end


class _Client:
    """Hands over the first file twice, as after a lost connection, then the end."""

    def __init__(self, end: object) -> None:
        self._end = end

    async def request(self, message: Variations, part):  # type: ignore[no-untyped-def]
        for file in (0, 0, 1):
            data = bytes([file]) * 300_000
            whole = Blob(
                request_id="v",
                name=f"{file}.png",
                data=data,
                file=file,
                files=2,
                sha256=hashlib.sha256(data).hexdigest(),
            )
            for each in file_messages(whole):
                part(each)
        return _Handle(self._end)


async def test_files_that_begin_anew_replace_what_came_before() -> None:
    from neonworks_protocol.messages import Done

    client = _Client(Done(request_id="v"))
    files = await looks_of(client, Variations(request_id="v", sprite=b"x"))  # type: ignore[arg-type]
    assert {name: len(data) for name, data in files.items()} == {"0.png": 300_000, "1.png": 300_000}


async def test_a_daemon_that_stops_says_what_to_do() -> None:
    client = _Client(Interrupted(request_id="v", message="ask again"))
    with pytest.raises(WorkerFailed, match="ask again"):
        await looks_of(client, Variations(request_id="v", sprite=b"x"))  # type: ignore[arg-type]


async def test_a_lost_connection_is_an_error(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        pass
    with pytest.raises(Unavailable):
        await looks_of(client, Variations(request_id="v", sprite=b"x"))
