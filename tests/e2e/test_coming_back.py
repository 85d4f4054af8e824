"""Clients of a real daemon that lose their connection, their daemon, or stop reading."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

import msgspec
import psutil
from neonworks_daemon.bench.chaos.faults import plan_for
from neonworks_daemon.bench.chaos.proxy import ChaosProxy
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.reconnect import Reconnect
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.messages import Accepted, Clip, Done, Frame, Interrupted, ServerMessage
from neonworks_protocol.records import ClientInfo

from tests.fakes.daemons import client_of, collect, ended_process, running_daemon, submit, until

HASTY = Reconnect(attempts=100, first_s=0.01, longest_s=0.2)
LARGE = "clip 6 320; frames 6"


def _marks(messages: list[ServerMessage]) -> Counter[tuple[str, int]]:
    return Counter((m.clip_id.partition(".")[2], m.index) for m in messages if isinstance(m, Frame))


async def _through(proxy: ChaosProxy, info: ReadyInfo, name: str) -> DaemonClient:
    """A client behind the proxy; its very first connection may be cut as well."""
    detour = msgspec.structs.replace(info, port=proxy.port)
    while True:
        try:
            return await DaemonClient.connect(detour, ClientInfo(id=name, name="test"), reconnect=HASTY)
        except AnimatorError:
            continue


async def test_sixty_cuts_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    with running_daemon(settings) as info:
        async with ChaosProxy(
            info.host, info.port, lambda n: plan_for(7, n, mean_messages=12.0), budget=60, seed=7
        ) as proxy:

            async def work(name: str) -> int:
                rounds = 0
                async with await _through(proxy, info, name) as client:
                    while not proxy.calm:
                        handles = [
                            await submit(client, "; ".join(["clip 8; frames 8"] * 3)),
                            await submit(client, LARGE),
                        ]
                        small, large = await asyncio.gather(*(collect(handle) for handle in handles))
                        assert _marks(small) == {(str(c), i): 1 for c in range(3) for i in range(8)}
                        assert _marks(large) == {("0", i): 1 for i in range(6)}
                        for run in (small, large):
                            assert isinstance(run[-1], Done)
                            assert sum(isinstance(m, Accepted) for m in run) == 1
                        assert (await client.status()).workers > 0
                        rounds += 1
                return rounds

            rounds = await asyncio.gather(*(work(f"c{number}") for number in range(3)))
            assert proxy.injected >= 60 and min(rounds) > 0


async def test_files_arrive_whole_over_forty_cuts(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path))
    with running_daemon(settings) as info:
        async with client_of(info) as client:
            drawn = await collect(await submit(client, "clip 3; frames 3; clip 2; frames 2"))
            clips = [message.clip_id for message in drawn if isinstance(message, Clip)]
            wanted = await client.export(clips, "frames", name="big 900000")
        async with (
            ChaosProxy(
                info.host, info.port, lambda n: plan_for(11, n, mean_messages=6.0), budget=40, seed=11
            ) as proxy,
            await _through(proxy, info, "cut") as cut,
        ):
            rounds = 0
            while not proxy.calm:
                assert await cut.export(clips, "frames", name="big 900000") == wanted
                rounds += 1
            assert proxy.injected >= 40 and rounds > 0


async def test_a_client_finds_a_killed_daemon_again_and_its_request_was_interrupted(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    reconnect = _watching(settings.ready_path)
    with running_daemon(settings) as info:
        client = await DaemonClient.connect(info, ClientInfo(id="c", name="test"), reconnect=reconnect)
        async with client:
            handle = await submit(client, "clip 8; frame; sleep 30")
            accepted = await until(handle, Accepted)
            await until(handle, Frame)
            os.kill(info.pid, signal.SIGKILL)
            ended_process(info.pid)
            with running_daemon(settings) as again:
                assert again.port != info.port or again.token != info.token
                run = await collect(handle)
                assert isinstance(run[-1], Interrupted)
                records = {job.job_id: job for job in (await client.list_jobs()).jobs}
                assert records[accepted.job_id].retryable
                assert isinstance((await collect(await submit(client, "clip 1; frame")))[-1], Done)
                assert client.reconnects >= 1


async def test_a_client_that_stops_reading_slows_itself_only(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    with running_daemon(settings) as info:
        async with client_of(info, "stalled", auto_credit=False) as stalled, client_of(info) as other:
            for _ in range(12):
                await submit(stalled, "; ".join(["clip 32 128; frames 32"] * 4))
            before = psutil.Process(info.pid).memory_info().rss
            done = 0
            async with asyncio.timeout(30):
                while done < 8:
                    run = await collect(await submit(other, "clip 4; frames 4"))
                    assert isinstance(run[-1], Done)
                    done += 1
            grown = psutil.Process(info.pid).memory_info().rss - before
            assert grown < 64 << 20, "12 x 8 MiB were drawn for a client that takes none of it"


def _watching(ready_file: Path) -> Reconnect:
    """Quick to come back, also to another port."""
    return Reconnect(attempts=200, first_s=0.01, longest_s=0.1, ready_file=ready_file)
