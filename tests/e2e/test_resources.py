"""What the daemon costs. Times are printed (``pytest -s``), not asserted: they are the machine's."""

import time
from pathlib import Path

from neonworks_daemon.settings import Settings
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.messages import Done

from tests.fakes.daemons import client_of, collect, running_daemon, submit, until_status

MEMORY_LIMIT = 350 << 20
"""Resident bytes of the whole process tree after some work."""


async def test_it_gets_ready_and_stays_small(tmp_path: Path) -> None:
    started = time.perf_counter()
    with running_daemon(Settings(state_dir=str(tmp_path), cache=False), scripted=False) as info:
        print(f"ready after {time.perf_counter() - started:.2f} s")
        async with client_of(info) as client:
            await until_status(client, workers=2)
            for example in example_sprites():
                still = encode_png(example.sprite.rgba)
                for text in ("idle", "walk"):
                    run = await collect(await submit(client, text, sprite=still, channel=example.name))
                    assert isinstance(run[-1], Done), run[-1]
            memory = (await client.status()).memory_bytes
    print(f"process tree {memory >> 20} MB")
    assert memory <= MEMORY_LIMIT
