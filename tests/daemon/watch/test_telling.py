"""Telling clients of results through a daemon that fails in every way."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from neonworks_daemon.watch import telling
from neonworks_daemon.watch.ledger import Announcement, Ledger, Output
from neonworks_daemon.watch.link import DaemonLink
from neonworks_daemon.watch.states import Key
from neonworks_daemon.watch.telling import Teller, news_of
from neonworks_protocol.errors import ProtocolError, TooLarge, Unavailable
from neonworks_protocol.messages import Publish, Published

_KEY = Key("a" * 64, "b" * 64, "m")


class _Daemon:
    """Answers as the script says, then well."""

    def __init__(self, *script: Exception) -> None:
        self._script = list(script)
        self.asked: list[Publish] = []
        self.connected = True

    async def client(self) -> "_Daemon":
        return self

    async def ask(self, message: Publish) -> Published:
        self.asked.append(message)
        if self._script:
            raise self._script.pop(0)
        return Published(request_id=message.request_id, clients=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "l.db")
    for path in ("a.png", "b.png"):
        made.publish(path, made.begin(path, _KEY, (Output(f"{path}.gif", 1, "s"),)))
    yield made
    made.close()


@asynccontextmanager
async def _telling(daemon: _Daemon, ledger: Ledger, problems: list[str]) -> AsyncIterator[Teller]:
    teller = Teller(
        "art",
        cast(DaemonLink, daemon),
        ledger,
        lambda path, reason: problems.append(f"{path}: {reason}"),
        lambda: None,
    )
    task = asyncio.create_task(teller.run())
    try:
        yield teller
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _until_told(ledger: Ledger) -> None:
    async with asyncio.timeout(10):
        while ledger.untold():
            await asyncio.sleep(0.01)


async def test_everything_is_told_in_order_also_what_comes_later(ledger: Ledger) -> None:
    daemon = _Daemon()
    async with _telling(daemon, ledger, []) as teller:
        await _until_told(ledger)
        ledger.publish("c.png", ledger.begin("c.png", _KEY, ()))
        teller.wake()
        await _until_told(ledger)
    assert [message.path for message in daemon.asked] == ["a.png", "b.png", "c.png"]
    assert daemon.asked[0].outputs == ("a.png.gif",)


async def test_a_lost_answer_is_asked_for_again_under_the_same_id(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_WAIT_S", 0.01)
    daemon = _Daemon(Unavailable("the connection is closed"), Unavailable("not yet"))
    async with _telling(daemon, ledger, []):
        await _until_told(ledger)
    assert [message.path for message in daemon.asked] == ["a.png", "a.png", "a.png", "b.png"]
    assert len({message.request_id for message in daemon.asked}) == 2


@pytest.mark.parametrize("error", [ProtocolError("no"), TooLarge("too many names")])
async def test_what_no_daemon_takes_does_not_stop_the_others(ledger: Ledger, error: Exception) -> None:
    daemon = _Daemon(error)
    problems: list[str] = []
    async with _telling(daemon, ledger, problems):
        await _until_told(ledger)
    assert [message.path for message in daemon.asked] == ["a.png", "b.png"]
    assert len(problems) == 1 and problems[0].startswith("a.png: published, but clients could not be told")


@pytest.mark.parametrize(
    "names", [[f"{n}.png" for n in range(3000)], ["x" * 900 + str(n) for n in range(400)]]
)
def test_too_many_files_are_told_by_their_manifest(names: list[str]) -> None:
    outputs = (*names, "hero.animations.json")
    assert news_of("art", Announcement(1, "t-1", "hero.png", _KEY, outputs)).outputs == outputs[-1:]
    few = outputs[-3:]
    assert news_of("art", Announcement(1, "t-1", "hero.png", _KEY, few)).outputs == few
