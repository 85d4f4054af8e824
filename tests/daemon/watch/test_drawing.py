"""Having sprites drawn by a real daemon."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.local.job import Unwatched
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.drawing import Drawn, Lost, NotDrawn, draw
from neonworks_daemon.watch.planning import PlannedSprite, Planner
from neonworks_daemon.watch.reading import Reader, Subject
from neonworks_daemon.watch.tree import Tree
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding, Priority

from tests.fakes.daemons import client_of, running_daemon, until_status
from tests.fakes.watched import put_sprite, write_recipe


@pytest.fixture(params=[Encoding.PNG, Encoding.RAW])
async def client(drawing_daemon: ReadyInfo, request: pytest.FixtureRequest) -> AsyncIterator[DaemonClient]:
    encoding: Encoding = request.param
    me = ClientInfo(id="drawing-test", name="watch")
    async with await DaemonClient.connect(drawing_daemon, me, encodings=(encoding,)) as made:
        yield made


def _planned(root: Path, recipe: str) -> PlannedSprite:
    put_sprite(root)
    write_recipe(root, recipe)
    book = RecipeBook(root)
    subject = Reader(root, book, Tree(root, book, lambda _path: False).look, "m").read("hero.png")
    assert isinstance(subject, Subject), subject
    return Planner(root).plan(subject)


async def test_clips_are_those_that_this_process_would_draw(tmp_path: Path, client: DaemonClient) -> None:
    recipe = (
        "[animations]\nidle = { action = 'idle', frames = 3 }\nwalk = { text = 'walks sadly', seed = 5 }\n"
    )
    planned = _planned(tmp_path, recipe)
    drawn = await draw(client, planned)
    assert isinstance(drawn, Drawn)
    workshop = Workshop()
    for plan, clip in zip(planned.plans, drawn.clips, strict=True):
        (own,) = list(workshop.draw(plan.job, Unwatched()))
        assert clip.planned.label == plan.clip.label and clip.contract == own.contract
        assert all(np.array_equal(a, b) for a, b in zip(clip.frames, own.frames, strict=True))


async def test_more_clips_than_one_request_takes(tmp_path: Path, client: DaemonClient) -> None:
    names = "".join(f"a{n} = {{ action = 'idle', frames = 2 }}\n" for n in range(10))
    drawn = await draw(client, _planned(tmp_path, f"[animations]\n{names}"))
    assert isinstance(drawn, Drawn)
    assert [clip.planned.label for clip in drawn.clips] == [f"a{n}" for n in range(10)]


async def test_it_asks_as_folder_work(tmp_path: Path, client: DaemonClient) -> None:
    from neonworks_daemon.watch.drawing import _parts, _submit

    planned = _planned(tmp_path, "[animations]\nidle = 'breathes'\n")
    (part,) = _parts(planned.plans)
    message = _submit(planned, part)
    assert message.priority is Priority.FOLDER and message.text == "breathes" and message.channel is None


async def test_a_refusal_has_its_reason(tmp_path: Path, client: DaemonClient) -> None:
    planned = _planned(tmp_path, "[animations]\nidle = 'breathes'\n")
    broken = Subject("hero.png", b"junk", planned.subject.key, planned.subject.recipe)
    found = await draw(client, PlannedSprite(broken, planned.plans, "", ()))
    assert isinstance(found, NotDrawn) and not found.passing and "PNG" in found.reason


async def test_a_drawing_that_is_cancelled_is_cancelled_in_the_daemon(
    tmp_path: Path, client: DaemonClient, drawing_daemon: ReadyInfo
) -> None:
    names = "".join(f"a{n} = {{ action = 'walk', frames = 32 }}\n" for n in range(8))
    task = asyncio.create_task(draw(client, _planned(tmp_path, f"[animations]\n{names}")))
    async with client_of(drawing_daemon) as other:
        await until_status(other, running=1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await until_status(other, running=0, queued=0)
    jobs = await client.list_jobs(1)
    assert jobs.jobs[0].state == "cancelled"


async def test_a_daemon_that_ends_loses_the_drawing(tmp_path: Path) -> None:
    import os
    import signal

    root = tmp_path / "root"
    root.mkdir()
    names = "".join(f"a{n} = {{ action = 'walk', frames = 32 }}\n" for n in range(8))
    planned = _planned(root, f"[animations]\n{names}")
    with running_daemon(Settings(state_dir=str(tmp_path)), scripted=False) as info:
        async with client_of(info) as client, client_of(info) as other:
            task = asyncio.create_task(draw(client, planned))
            await until_status(other, running=1)
            os.kill(info.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            assert isinstance(await task, Lost)
            assert isinstance(await draw(client, planned), Lost)
