"""The watcher process's inside with real folders, files and a real daemon."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.watch.root import RootOptions
from neonworks_daemon.watch.service import WatchService, ledger_path
from neonworks_protocol.errors import Busy, NotFound
from neonworks_protocol.messages import AssetChanged, GetWatch, ServerMessage, WatchStatus
from neonworks_protocol.records import ClientInfo, WatchRecord
from neonworks_protocol.vocabulary import WatchState

from tests.fakes.daemons import WAIT_S
from tests.fakes.watched import put_sprite, sprite_bytes, write_recipe


class _Ear(DaemonClient):
    """A client that remembers what it is told unasked."""

    heard: list[AssetChanged]

    def _deliver(self, message: ServerMessage) -> None:  # type: ignore[override]
        if isinstance(message, AssetChanged):
            self.heard = [*getattr(self, "heard", []), message]
        super()._deliver(message)


class _Watched:
    """One folder, its watcher and a client that listens."""

    def __init__(self, root: Path, state: Path, info: ReadyInfo, ear: _Ear) -> None:
        self.root, self.state, self.info, self.ear = root, state, info, ear

    @property
    def name(self) -> str:
        """Unique for this test, since all share one daemon."""
        return hashlib.sha256(str(self.root).encode()).hexdigest()[:12]

    @property
    def heard(self) -> list[AssetChanged]:
        return [message for message in getattr(self.ear, "heard", []) if message.root == self.name]

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[WatchService]:
        service = self.service()
        task = asyncio.create_task(service.run())
        try:
            yield service
        finally:
            service.stop()
            await asyncio.wait_for(task, WAIT_S)

    def service(self, *, once: bool = False) -> WatchService:
        async def find() -> ReadyInfo:
            return self.info

        options = RootOptions(self.root, self.name, settle_s=0.05, scan_s=0.5)
        return WatchService([options], self.state, find, build=self.info.build, once=once)

    async def record(self) -> WatchRecord | None:
        status = await self.ear.ask(GetWatch(request_id=uuid4().hex))
        assert isinstance(status, WatchStatus)
        return next((record for record in status.roots if record.root == self.name), None)

    async def until(self, wanted: Callable[[WatchRecord], bool]) -> WatchRecord:
        async with asyncio.timeout(WAIT_S):
            while True:
                record = await self.record()
                if record is not None and wanted(record):
                    return record
                await asyncio.sleep(0.02)

    async def until_told(self, count: int) -> list[AssetChanged]:
        async with asyncio.timeout(WAIT_S):
            while len(self.heard) < count:
                await asyncio.sleep(0.02)
        return self.heard

    def sha_of_result(self, sprite: str = "hero") -> str:
        file = self.root / f"animations/{sprite}/{Path(sprite).name}.animations.json"
        return str(json.loads(file.read_bytes())["sha256"])


@pytest.fixture
async def watched(tmp_path: Path, drawing_daemon: ReadyInfo) -> AsyncIterator[_Watched]:
    root = tmp_path / "root"
    root.mkdir()
    write_recipe(root, "[animations]\nidle = { action = 'idle', frames = 2 }\n")
    ear = await _Ear.connect(drawing_daemon, ClientInfo(id=uuid4().hex, name="ear"))
    async with ear:
        yield _Watched(root, tmp_path / "state", drawing_daemon, ear)


def _sha(number: int) -> str:
    return hashlib.sha256(sprite_bytes(number)).hexdigest()


async def test_sprites_are_published_as_they_come_and_change(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    async with watched.watching():
        (first,) = await watched.until_told(1)
        assert (first.path, first.sha256) == ("hero.png", _sha(1))
        assert first.outputs and all((watched.root / name).is_file() for name in first.outputs)
        put_sprite(watched.root, "foes/rat.png", 2)
        put_sprite(watched.root, number=3)
        told = await watched.until_told(3)
        assert {(m.path, m.sha256) for m in told[1:]} == {("foes/rat.png", _sha(2)), ("hero.png", _sha(3))}
        record = await watched.until(lambda r: r.state is WatchState.IDLE and r.published == 2)
        assert (record.files, record.pending, record.running, record.quarantined) == (2, 0, 0, 0)
    assert watched.sha_of_result() == _sha(3) and watched.sha_of_result("foes/rat") == _sha(2)


async def test_a_restart_repeats_nothing_and_misses_nothing(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    put_sprite(watched.root, "b.png", 2)
    async with watched.watching():
        await watched.until_told(2)
    put_sprite(watched.root, "b.png", 3)
    (watched.root / "hero.png").touch()
    await watched.service(once=True).run()
    told = await watched.until_told(3)
    assert [(m.path, m.sha256) for m in told[2:]] == [("b.png", _sha(3))]


async def test_content_that_comes_back_is_published_again(watched: _Watched) -> None:
    for number in (1, 2, 1):
        put_sprite(watched.root, number=number)
        await watched.service(once=True).run()
    assert [m.sha256 for m in await watched.until_told(3)] == [_sha(1), _sha(2), _sha(1)]
    assert watched.sha_of_result() == _sha(1)


async def test_bad_files_are_left_alone_until_they_change(watched: _Watched) -> None:
    (watched.root / "hero.png").write_bytes(b"junk")
    service = watched.service(once=True)
    await service.run()
    assert service.quarantined == 1 and watched.heard == []
    async with watched.watching():
        record = await watched.until(lambda r: r.state is WatchState.IDLE and r.quarantined == 1)
        assert record.problems[0].startswith("hero.png: The image is not a PNG")
        put_sprite(watched.root, number=1)
        await watched.until_told(1)
        await watched.until(lambda r: r.state is WatchState.IDLE and r.quarantined == 0)


async def test_a_changed_recipe_makes_its_sprites_anew(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    async with watched.watching():
        (first,) = await watched.until_told(1)
        write_recipe(watched.root, "[animations]\nnap = { action = 'idle', frames = 3 }\n")
        second = (await watched.until_told(2))[1]
    assert second.sha256 == first.sha256 and second.recipe != first.recipe
    assert [name for name in second.outputs if name.endswith(".gif")] == ["animations/hero/hero_nap.gif"]
    assert not (watched.root / "animations/hero/hero_idle.gif").exists()


async def test_removed_sprites_keep_their_files(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    async with watched.watching():
        (told,) = await watched.until_told(1)
        (watched.root / "hero.png").rename(watched.root / "knight.png")
        renamed = (await watched.until_told(2))[1]
        assert renamed.path == "knight.png"
        await watched.until(lambda r: r.state is WatchState.IDLE and r.files == 1)
    assert all((watched.root / name).is_file() for name in (*told.outputs, *renamed.outputs))


async def test_removed_results_are_made_again(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    async with watched.watching():
        (told,) = await watched.until_told(1)
        (watched.root / told.outputs[0]).unlink()
        await watched.until_told(2)
    assert (watched.root / told.outputs[0]).is_file()


async def test_outputs_beside_sprites_are_never_animated(watched: _Watched) -> None:
    write_recipe(
        watched.root,
        "out = '{folder}'\n[animations]\nidle = { action = 'idle', frames = 2 }\n",
        formats="frames",
    )
    put_sprite(watched.root, number=1)
    async with watched.watching():
        await watched.until_told(1)
        await asyncio.sleep(1.2)
        record = await watched.until(lambda r: r.state is WatchState.IDLE)
    assert (record.files, len(watched.heard)) == (1, 1)
    ledger_path(watched.state, watched.root).unlink()
    service = watched.service(once=True)
    await service.run()
    assert service.quarantined == 0 and {m.path for m in watched.heard} == {"hero.png"}


async def test_git_is_waited_for(watched: _Watched) -> None:
    lock = watched.root / ".git/index.lock"
    lock.parent.mkdir()
    lock.touch()
    put_sprite(watched.root, number=1)
    async with watched.watching():
        record = await watched.until(lambda r: r.state is WatchState.WAITING)
        assert "git is at work (index.lock)" in record.note
        put_sprite(watched.root, number=2)
        await asyncio.sleep(0.3)
        assert watched.heard == []
        lock.unlink()
        assert [m.sha256 for m in await watched.until_told(1)] == [_sha(2)]


async def test_a_folder_that_goes_away_is_not_forgotten(watched: _Watched) -> None:
    put_sprite(watched.root, number=1)
    away = watched.root.with_name("away")
    async with watched.watching():
        await watched.until_told(1)
        watched.root.rename(away)
        await watched.until(lambda r: r.state is WatchState.WAITING)
        away.rename(watched.root)
        await watched.until(lambda r: r.state is WatchState.IDLE and r.published == 1)
    assert len(watched.heard) == 1


async def test_one_watcher_a_folder(watched: _Watched) -> None:
    async with watched.watching():
        await watched.until(lambda r: r.state is WatchState.IDLE)
        with pytest.raises(Busy, match="is watched already: stop the other"):
            await watched.service().run()


async def test_a_missing_folder_is_told(watched: _Watched) -> None:
    watched.root.rename(watched.root.with_name("other"))
    with pytest.raises(NotFound, match="there is no folder"):
        await watched.service().run()


async def test_an_ended_watcher_is_told_to_clients(watched: _Watched) -> None:
    async with watched.watching():
        await watched.until(lambda r: r.state is WatchState.IDLE)
    await watched.until(lambda r: r.state is WatchState.STOPPED)
