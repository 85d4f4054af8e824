"""Hostile pictures: bombs and lies are refused before decoding, cost next to nothing, and harm nobody."""

import asyncio
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import psutil
import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.messages import Done, Failed

from tests.fakes.daemons import client_of, collect, submit, until_status, worker_pids
from tests.fakes.hostile_pictures import ATTACKS, GOOD, POLYGLOTS, figure

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 16 << 20
"""What Python may allocate to refuse a picture: the budget for texts, its copy, and the file's own bytes."""
MOST_GROWTH = 64 << 20
"""What a fresh process may grow by over all of them, decoders included; one bomb alone holds 64 MiB."""

_ALL_IN_ONE_PROCESS = """
import resource, sys
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadSprite
from tests.fakes.hostile_pictures import ATTACKS, GOOD
for good in GOOD.values():
    decode_sprite(good)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
refused = 0
for data in ATTACKS.values():
    try:
        decode_sprite(data)
    except BadSprite:
        refused += 1
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(refused, (after - before) * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.parametrize("name", ATTACKS)
def test_a_bomb_or_a_lie_is_refused_in_one_line_and_little_memory(name: str) -> None:
    data = ATTACKS[name]
    tracemalloc.start()
    try:
        with pytest.raises(BadSprite) as caught:
            decode_sprite(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 200
    assert peak < MOST_BYTES


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a process")
def test_all_of_them_together_take_no_memory_outside_python_either() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(
        [sys.executable, "-c", _ALL_IN_ONE_PROCESS],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    refused, growth = map(int, done.stdout.split())
    assert refused == len(ATTACKS)
    assert growth < MOST_GROWTH


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_hides_behind_or_beside_the_still_is_never_looked_at(name: str) -> None:
    assert np.array_equal(decode_sprite(POLYGLOTS[name]).rgba, figure())


async def test_the_daemon_refuses_them_and_serves_the_others_meanwhile(daemon: ReadyInfo) -> None:
    """Every attack at once through two workers, while another client gets its clips; no worker dies of it."""
    async with client_of(daemon, "attacker") as attacker, client_of(daemon, "user") as user:
        await until_status(user, workers=2)
        before = _resident(daemon)
        workers = sorted(worker_pids(daemon))
        attacks = asyncio.gather(
            *[collect(await submit(attacker, "walk", sprite=d)) for d in ATTACKS.values()]
        )
        while not attacks.done():
            served = await collect(await submit(user, "walk", sprite=GOOD["PNG"], channel="live"))
            assert isinstance(served[-1], Done), served[-1]
        for name, messages in zip(ATTACKS, await attacks, strict=True):
            end = messages[-1]
            assert isinstance(end, Failed), name
            assert end.code == "bad_sprite", (name, end)
            assert end.message.isprintable()
        assert sorted(worker_pids(daemon)) == workers
        assert _resident(daemon) - before < 2 * MOST_GROWTH, "their files themselves were queued: 30 MiB"


async def test_the_daemon_draws_polyglots_as_the_still_that_they_show(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        for data in POLYGLOTS.values():
            assert isinstance((await collect(await submit(client, "idle", sprite=data)))[-1], Done)


async def test_a_hostile_keyframe_is_refused_like_a_hostile_sprite(daemon: ReadyInfo) -> None:
    bomb = ATTACKS["PNG whose pixels inflate to 64 MiB"]
    async with client_of(daemon) as client:
        handle = await submit(client, "walk", sprite=GOOD["PNG"], keyframes=(bomb,))
        end = (await collect(handle))[-1]
    assert isinstance(end, Failed), end
    assert end.code in ("bad_sprite", "unavailable", "bad_request")


def _resident(info: ReadyInfo) -> int:
    daemon = psutil.Process(info.pid)
    return sum(process.memory_info().rss for process in (daemon, *daemon.children()))
