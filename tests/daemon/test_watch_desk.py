"""Telling every client what changes in watched folders."""

import asyncio

import pytest
from neonworks_daemon import watch_desk
from neonworks_daemon.watch_desk import WatchDesk
from neonworks_protocol.messages import (
    AssetChanged,
    GetWatch,
    Publish,
    Published,
    ServerMessage,
    WatchReport,
    WatchStatus,
)
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState


class _Client:
    def __init__(self) -> None:
        self.told: list[ServerMessage] = []

    def answer(self, message: ServerMessage) -> None:
        self.told.append(message)


def _publish(request_id: str = "1", path: str = "a.png") -> Publish:
    return Publish(
        request_id=request_id, root="art", path=path, sha256="a" * 64, recipe="b" * 64, outputs=("x",)
    )


def _record(**changes: object) -> WatchRecord:
    return WatchRecord(**{"root": "art", "state": WatchState.IDLE, **changes})  # type: ignore[arg-type]


@pytest.fixture
def clients() -> list[_Client]:
    return [_Client(), _Client(), _Client()]


@pytest.fixture
def desk(clients: list[_Client]) -> WatchDesk:
    return WatchDesk(lambda: clients)


def test_a_change_is_told_to_all_others(desk: WatchDesk, clients: list[_Client]) -> None:
    watcher, *others = clients
    desk.publish(watcher, _publish())
    assert watcher.told == [Published(request_id="1", clients=2)]
    change = AssetChanged(
        root="art", path="a.png", sha256="a" * 64, recipe="b" * 64, outputs=("x",), publish="1"
    )
    assert [client.told for client in others] == [[change], [change]]


def test_a_repeated_publishing_is_answered_and_not_told_again(
    desk: WatchDesk, clients: list[_Client]
) -> None:
    desk.publish(clients[0], _publish())
    again = _Client()
    desk.publish(again, _publish())
    assert again.told == [Published(request_id="1", clients=2)] and len(clients[1].told) == 1
    desk.publish(clients[0], _publish("2"))
    desk.publish(clients[0], _publish("1", "b.png"))
    assert len(clients[1].told) == 3


def test_what_was_told_is_remembered_within_bounds(
    desk: WatchDesk, clients: list[_Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_desk, "_TOLD", 10)
    for number in range(50):
        desk.publish(clients[0], _publish(str(number)))
    assert len(desk._told) == 10


async def test_many_reports_are_told_together_and_the_newest_counts(
    desk: WatchDesk, clients: list[_Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_desk, "_GATHER_S", 0.01)
    for number in range(500):
        desk.report(clients[0], WatchReport(request_id=str(number), roots=(_record(published=number),)))
    answer = clients[0].told[-1]
    assert isinstance(answer, WatchStatus) and answer.roots[0].published == 499
    await asyncio.sleep(0.1)
    assert clients[1].told == [WatchStatus(roots=(_record(published=499),))]
    desk.report(clients[0], WatchReport(request_id="same", roots=(_record(published=499),)))
    await asyncio.sleep(0.1)
    assert len(clients[1].told) == 1, "nothing has changed"
    desk.close()


async def test_everyone_may_ask(desk: WatchDesk, clients: list[_Client]) -> None:
    desk.report(clients[0], WatchReport(request_id="r", roots=(_record(), _record(root="more"))))
    desk.get(clients[2], GetWatch(request_id="q"))
    assert clients[2].told == [WatchStatus(request_id="q", roots=(_record(), _record(root="more")))]
    desk.close()


async def test_folders_of_a_client_that_left_have_stopped(desk: WatchDesk, clients: list[_Client]) -> None:
    desk.report(clients[0], WatchReport(request_id="r", roots=(_record(), _record(root="more"))))
    desk.report(clients[1], WatchReport(request_id="r", roots=(_record(root="more"),)))
    desk.left(clients[0])
    desk.get(clients[2], GetWatch(request_id="q"))
    (status,) = clients[2].told
    assert isinstance(status, WatchStatus)
    assert {r.root: r.state for r in status.roots} == {"art": WatchState.STOPPED, "more": WatchState.IDLE}
    assert "start it again" in next(r.note for r in status.roots if r.root == "art")
    desk.close()


async def test_a_folder_that_is_not_reported_any_more_has_stopped(
    desk: WatchDesk, clients: list[_Client]
) -> None:
    desk.report(clients[0], WatchReport(request_id="r", roots=(_record(), _record(root="more"))))
    desk.report(clients[0], WatchReport(request_id="s", roots=(_record(),)))
    answer = clients[0].told[-1]
    assert isinstance(answer, WatchStatus)
    assert {r.root: r.state for r in answer.roots} == {"art": WatchState.IDLE, "more": WatchState.STOPPED}
    desk.close()


async def test_a_silent_watcher_counts_as_gone(
    desk: WatchDesk, clients: list[_Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_desk, "_SILENT_S", 0.02)
    desk.report(clients[0], WatchReport(request_id="r", roots=(_record(),)))
    await asyncio.sleep(0.2)
    desk.get(clients[2], GetWatch(request_id="q"))
    status = clients[2].told[-1]
    assert isinstance(status, WatchStatus) and status.roots[0].state is WatchState.STOPPED
    desk.close()


async def test_folders_are_remembered_within_bounds(
    desk: WatchDesk, clients: list[_Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_desk, "_ROOTS", 3)
    for number in range(9):
        desk.report(_Client(), WatchReport(request_id="r", roots=(_record(root=f"r{number}"),)))
    desk.get(clients[0], GetWatch(request_id="q"))
    status = clients[0].told[-1]
    assert isinstance(status, WatchStatus) and [r.root for r in status.roots] == ["r6", "r7", "r8"]
    desk.close()
