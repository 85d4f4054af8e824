"""Exports from a real daemon whose workers follow scripts; the real encoders are tried in ``tests/e2e``."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.exporting import EXPORT_FORMATS, MAX_CLIP_BYTES
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_models.export.kinds import ExportFormat
from neonworks_protocol.errors import (
    AnimatorError,
    BadRequest,
    JobCancelled,
    NotFound,
    StorageFailed,
    TooLarge,
    WorkerFailed,
)
from neonworks_protocol.limits import CHUNK_BYTES
from neonworks_protocol.messages import Blob, Clip, Export
from neonworks_protocol.records import ClipRef

from tests.fakes.daemons import client_of, collect, running_daemon, submit, until, until_status


async def _clips(client: DaemonClient, script: str = "clip 3; frames 3") -> list[str]:
    """Clip ids of a request that is done."""
    return [m.clip_id for m in await collect(await submit(client, script)) if isinstance(m, Clip)]


def test_all_formats_are_told() -> None:
    assert set(EXPORT_FORMATS) == set(ExportFormat)


async def test_clips_of_several_jobs_become_files_in_their_order(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        assert client.welcome.capabilities.export_formats == EXPORT_FORMATS
        clips = [*await _clips(client, "clip 2; frames 2; clip 3; frames 3"), *await _clips(client)]
        files = await client.export(clips, "frames", name="hero")
    assert list(files) == [
        f"walk-{n}_{k}.frames" for n, count in ((1, 3), (2, 4), (3, 4)) for k in range(count)
    ]
    assert files["walk-1_0.frames"] == bytes([0] * 16 + [1] * 16 + [0]), "the frames' own pixels"


async def test_a_clip_of_another_client_and_of_an_earlier_connection(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        clips = await _clips(client)
    async with client_of(scripted_daemon) as other:
        assert len(await other.export(clips, "gif")) == 2


async def test_a_large_file_comes_in_parts_as_credit_allows(scripted_daemon: ReadyInfo) -> None:
    size = 5 * CHUNK_BYTES + 1
    async with client_of(scripted_daemon, auto_credit=False) as client:
        clips = await _clips(client, "clip 1; frame")
        await client.grant(100)
        files = await client.export(clips, "gif", name=f"big {size}")
    assert [len(data) for data in files.values()] == [size, 17]


async def test_without_credit_nothing_comes_and_other_questions_are_answered(
    scripted_daemon: ReadyInfo,
) -> None:
    parts: list[Blob] = []
    async with client_of(scripted_daemon, auto_credit=False) as client:
        clips = [clip for _ in range(3) for clip in await _clips(client, "clip 1; frame")]
        credit = client.welcome.limits.credit_initial - 3
        await client.grant(4)
        question = Export(
            request_id="x",
            clips=tuple(ClipRef(clip_id=clip) for clip in clips),
            format="gif",
            name=f"big {credit * CHUNK_BYTES}",
        )
        asked = asyncio.create_task(client.ask(question, parts.append))
        while len(parts) < credit + 4:
            await asyncio.sleep(0.01)
        assert (await client.status()).clients >= 1
        assert not asked.done() and len(parts) == credit + 4
        await client.cancel("x")
        with pytest.raises(JobCancelled):
            await asked
        assert len(parts) == credit + 4, "the credit was used up, and what waited was dropped"
        await client.grant(10)
        assert len(await client.export(clips[:1], "gif")) == 2


async def test_cancelled_while_a_worker_encodes(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        clips = await _clips(client)
        asked = asyncio.create_task(client.export(clips, "gif", name="sleep 0.3", request_id="slow"))
        await until_status(client, workers_busy=1)
        await client.cancel("slow")
        with pytest.raises(JobCancelled, match="cancelled"):
            await asked
        await client.cancel("slow")
        assert len(await client.export(clips, "gif", request_id="slow")) == 2, "the id is free again"
        await until_status(client, workers=2, workers_busy=0)


@pytest.mark.parametrize(
    ("clips", "fmt", "error", "text"),
    [
        (("nobody.0",), "gif", NotFound, "make the clip again"),
        (("no clip id",), "gif", NotFound, "not kept"),
        (("{clip}7",), "gif", NotFound, "not kept"),
        (("{clip}", "{clip}"), "gif", BadRequest, "twice"),
        (("{clip}",), "psd", BadRequest, "choose one of frames, sheet"),
    ],
)
async def test_what_cannot_be_exported_says_why(
    scripted_daemon: ReadyInfo, clips: tuple[str, ...], fmt: str, error: type[AnimatorError], text: str
) -> None:
    async with client_of(scripted_daemon) as client:
        (clip,) = await _clips(client)
        with pytest.raises(error, match=text) as caught:
            await client.export([name.format(clip=clip) for name in clips], fmt)
        assert "\n" not in caught.value.message
        assert len(await client.export([clip], "gif")) == 2


async def test_a_job_that_runs_or_never_finished_its_clip(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        running = await submit(client, "clip 2; frame; sleep 30")
        clip = await until(running, Clip)
        with pytest.raises(BadRequest, match="has not ended"):
            await client.export([clip.clip_id], "gif")
        await running.cancel()
        await collect(running)
        with pytest.raises(NotFound, match="never finished"):
            await client.export([clip.clip_id], "gif")


async def test_more_pixels_than_a_message_of_the_pipe_holds(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        clips = await _clips(client, f"clip 32 {int((MAX_CLIP_BYTES / 128) ** 0.5) + 1}; frames 32")
        with pytest.raises(TooLarge, match="smaller sprite"):
            await client.export(clips, "gif")


@pytest.mark.parametrize(
    ("name", "error"),
    [("fail storage_failed", StorageFailed), ("crash", WorkerFailed), ("bug", AnimatorError)],
)
async def test_a_worker_that_fails_ends_the_export_in_one_line(
    scripted_daemon: ReadyInfo, name: str, error: type[AnimatorError]
) -> None:
    async with client_of(scripted_daemon) as client:
        # Sizes of their own: work that ended two workers is refused for a while.
        clips = await _clips(client, "clip 2 4; frames 2")
        with pytest.raises(error) as caught:
            await client.export(clips, "webp" if name == "crash" else "apng", name=name)
        assert "\n" not in caught.value.message
        assert len(await client.export(clips, "gif")) == 2


async def test_frames_that_left_the_store(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        async with client_of(info) as client:
            clips = await _clips(client)
            with contextlib.closing(sqlite3.connect(tmp_path / "data" / "history.db")) as history:
                history.execute("UPDATE blobs SET data = NULL, size = 0")
                history.commit()
            with pytest.raises(NotFound, match="make the clip again"):
                await client.export(clips, "gif")
