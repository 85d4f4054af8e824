"""Looks from a daemon whose workers follow scripts; real ones are tried in ``worker/test_looks.py``."""

import asyncio

import pytest
from neonworks_daemon.client_looks import looks_of
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.errors import BadSprite, JobCancelled, Unavailable
from neonworks_protocol.messages import Accepted, Blob, Cancelled, Done, Interpolate, Progress, Variations

from tests.fakes.daemons import client_of, collect, until, until_status


def _vary(request_id: str, text: str = "", count: int = 3, **more: object) -> Variations:
    return Variations(request_id=request_id, sprite=b"x", text=text, count=count, **more)  # type: ignore[arg-type]


async def test_pictures_come_one_by_one_and_then_the_end(scripted_daemon: ReadyInfo) -> None:
    told: list[Progress] = []
    async with client_of(scripted_daemon) as client:
        files = await looks_of(client, _vary("v"), told.append)
    assert files == {f"{number}.png": bytes([number]) * 4 for number in range(3)}
    assert told[0].state.value == "queued"
    assert [each.fraction for each in told if each.fraction] == pytest.approx([1 / 3, 2 / 3, 1])


async def test_the_way_between_two_sprites_has_one_picture_more_than_steps(
    scripted_daemon: ReadyInfo,
) -> None:
    async with client_of(scripted_daemon) as client:
        files = await looks_of(client, Interpolate(request_id="i", sprite=b"x", other=b"y", steps=5))
    assert len(files) == 6


async def test_a_failure_is_the_end_and_costs_nobody_else_anything(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        with pytest.raises(BadSprite, match="as scripted"):
            await looks_of(client, _vary("v1", "fail bad_sprite"))
        with pytest.raises(Unavailable, match="no generator 'nobody'"):
            await looks_of(client, _vary("v2", generator="nobody"))
        assert len(await looks_of(client, _vary("v3", generator="sprite-vae"))) == 3


async def test_a_cancel_ends_it_and_frees_the_worker(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        handle = await client.request(_vary("v", "sleep 30"))
        await until(handle, Accepted)
        await until_status(client, workers_busy=1)
        await handle.cancel()
        assert isinstance((await collect(handle))[-1], Cancelled)
        await until_status(client, workers_busy=0)
        again = asyncio.create_task(looks_of(client, _vary("w", "sleep 30")))
        await until_status(client, workers_busy=1)
        await client.cancel("w")
        with pytest.raises(JobCancelled):
            await again


async def test_a_client_that_comes_back_can_still_cancel(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "leaver!") as client:
        await client.request(_vary("v", "sleep 30"))
        await until_status(client, workers_busy=1)
    async with client_of(scripted_daemon, "leaver!") as again:
        await until_status(again, workers_busy=1)
        await again.cancel("v")
        await until_status(again, workers_busy=0)


async def test_a_worker_that_dies_is_replaced_and_no_picture_comes_twice(
    scripted_daemon: ReadyInfo, tmp_path: object
) -> None:
    parts: list[Blob] = []
    async with client_of(scripted_daemon) as client:
        handle = await client.request(_vary("v", f"crash-once {tmp_path}/mark"), parts.append)
        assert isinstance((await collect(handle))[-1], Done)
    assert [part.name for part in parts] == ["0.png", "1.png", "2.png"]


async def test_sent_again_after_its_end_it_is_done_again(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon, "repeater!") as client:
        first = await looks_of(client, _vary("same"))
    async with client_of(scripted_daemon, "repeater!") as client:
        assert await looks_of(client, _vary("same")) == first
