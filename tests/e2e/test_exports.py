"""Clips as files, and what is seen in a still, through the real daemon with real workers."""

import asyncio
import io

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.kinds import ExportFormat, file_count
from neonworks_models.export.sidecar import decode_sidecar
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.messages import Clip, Submit
from neonworks_protocol.vocabulary import Archetype, Direction
from PIL import Image

from tests.fakes.daemons import client_of, collect, submit, until_status

HERO = encode_png(example_sprites()[0].sprite.rgba)


async def test_every_format_of_several_clips(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        run = await collect(await submit(client, "walk wearily, then jump", sprite=HERO, seed=5))
        clips = [message for message in run if isinstance(message, Clip)]
        names = [clip.clip_id for clip in clips]
        made = {fmt: await client.export(names, fmt, name="hero") for fmt in ExportFormat}
    assert len(clips) == 2
    for fmt, files in made.items():
        assert len(files) == sum(file_count(fmt, clip.frame_count) + 1 for clip in clips)
        record = decode_sidecar(files["hero_walk.animator.json"])
        assert (record.text, record.seed) == ("walk wearily, then jump", 5)
        assert record.rebuild(decode_sprite(HERO)).digest == record.request
    sheet = Image.open(io.BytesIO(made[ExportFormat.SHEET]["hero_walk.png"]))
    assert sheet.size == (clips[0].canvas[0] * clips[0].frame_count, clips[0].canvas[1])


async def test_many_exports_and_edits_at_once(daemon: ReadyInfo) -> None:
    """Nobody is starved, nothing is mixed up, and the workers are free afterwards."""
    async with client_of(daemon) as one, client_of(daemon) as two:
        drawn = await collect(await submit(one, "walk", sprite=HERO))
        clips = [message.clip_id for message in drawn if isinstance(message, Clip)]
        exports = [client.export(clips, fmt) for client in (one, two, one, two) for fmt in ExportFormat]
        edits = [
            await one.submit(Submit(request_id=f"e{n}", sprite=HERO, text="jump", channel=f"c{n % 3}"))
            for n in range(6)
        ]
        files, _ = await asyncio.gather(
            asyncio.gather(*exports), asyncio.gather(*(collect(edit) for edit in edits))
        )
        for first in range(len(ExportFormat)):
            same = files[first :: len(ExportFormat)]
            assert len(same) == 4 and all(other == same[0] for other in same)
        await until_status(one, workers_busy=0, queued=0)


async def test_a_still_is_read_and_corrected(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        reading = await client.analyse(HERO)
        assert reading.archetype is Archetype.BIPED and reading.joints is not None
        assert reading.box[3] == reading.foot_line <= reading.size[1]
        turned = await client.analyse(HERO, facing=Direction.LEFT)
        assert (turned.facing, turned.facing_confidence) == (Direction.LEFT, 1.0)
        assert turned.joints != reading.joints
        blob = await client.analyse(HERO, archetype=Archetype.BLOB)
        assert (blob.archetype, blob.joints) == (Archetype.BLOB, None)
        with pytest.raises(BadSprite):
            await client.analyse(b"no picture")
