"""What the daemon costs. Times are printed (``pytest -s``), not asserted: they are the machine's."""

import time
from pathlib import Path

from neonworks_daemon.settings import Settings
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.messages import Done

from tests.fakes.daemons import client_of, collect, running_daemon, submit, until_status

MEMORY_LIMIT = 350 << 20
"""Resident bytes of the whole process tree after some drafts."""
NET_LIMIT = 2 * (100 << 20)
"""What the sprite tier's net may take beside that, in two workers; the libraries they share count twice."""


async def test_it_gets_ready_and_stays_small(tmp_path: Path) -> None:
    drafts = await _after_work(tmp_path / "drafts", NetChoice.OFF)
    best = await _after_work(tmp_path / "net", NetChoice.SPRITE_NET)
    print(f"process tree {drafts >> 20} MB, with the net {best >> 20} MB")
    assert drafts <= MEMORY_LIMIT
    assert best <= drafts + NET_LIMIT


async def _after_work(folder: Path, net: NetChoice) -> int:
    """Resident bytes after two clips of each example."""
    started = time.perf_counter()
    settings = Settings(state_dir=str(folder), cache=False, sprite_net=net)
    with running_daemon(settings, scripted=False) as info:
        print(f"ready after {time.perf_counter() - started:.2f} s")
        async with client_of(info) as client:
            await until_status(client, workers=2)
            for example in example_sprites():
                still = encode_png(example.sprite.rgba)
                for text in ("idle", "walk"):
                    run = await collect(await submit(client, text, sprite=still, channel=example.name))
                    assert isinstance(run[-1], Done), run[-1]
            return (await client.status()).memory_bytes
