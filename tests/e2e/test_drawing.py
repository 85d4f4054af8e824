"""Sentences become clips through the real daemon, and the same request always becomes the same bytes."""

import asyncio
import hashlib
from pathlib import Path

from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.messages import Accepted, Clip, ClipDone, Done, Frame, ServerMessage, Spec
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier

from tests.fakes.daemons import client_of, collect, running_daemon, submit

HERO = encode_png(example_sprites()[0].sprite.rgba)
SENTENCES = ("a tired slow walk", "walk angrily", "idle")


def _pixels(messages: list[ServerMessage]) -> list[tuple[str, str]]:
    return [
        (m.clip_id.partition(".")[2], m.sha256)
        for m in sorted((m for m in messages if isinstance(m, Frame)), key=lambda m: (m.clip_id, m.index))
    ]


async def _draw_all(info: ReadyInfo, *, together: bool) -> list[list[tuple[str, str]]]:
    async with client_of(info) as client:
        if together:
            handles = [await submit(client, text, sprite=HERO) for text in SENTENCES for _ in range(2)]
            runs = await asyncio.gather(*(collect(handle) for handle in handles))
            assert all(_pixels(a) == _pixels(b) for a, b in zip(runs[::2], runs[1::2], strict=True))
            return [_pixels(run) for run in runs[::2]]
        return [_pixels(await collect(await submit(client, text, sprite=HERO))) for text in SENTENCES]


async def test_a_sentence_becomes_a_clip_that_keeps_the_sprite_contract(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        messages = await collect(await submit(client, "a tired slow walk", sprite=HERO))
    spec = next(m for m in messages if isinstance(m, Spec)).interpretation
    assert (spec.understood, spec.spec.animation_type) == (True, Action.WALK)
    clip = next(m for m in messages if isinstance(m, Clip))
    frames = [m for m in messages if isinstance(m, Frame)]
    accepted = next(m for m in messages if isinstance(m, Accepted))
    assert accepted.tiers == (Tier.DRAFT, Tier.SPRITE)
    for tier in accepted.tiers:
        assert {m.index for m in frames if m.tier is tier} == set(range(clip.frame_count))
    for frame in frames:
        assert len(frame.data) == 4 * clip.canvas[0] * clip.canvas[1]
        assert hashlib.sha256(frame.data).hexdigest() == frame.sha256
    ends = [m for m in messages if isinstance(m, ClipDone)]
    assert [(end.tier, end.final) for end in ends] == [(Tier.DRAFT, False), (Tier.SPRITE, True)]
    assert all(end.passed for end in ends), ends[-1].report
    assert isinstance(messages[-1], Done)


async def test_several_actions_and_directions_become_several_clips(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        messages = await collect(
            await submit(
                client,
                "",
                sprite=HERO,
                facing=Direction.DOWN,
                actions=(Action.IDLE, Action.WALK),
                directions=(Direction.DOWN,),
            )
        )
    clips = [(m.action, m.direction) for m in messages if isinstance(m, Clip)]
    assert clips == [(Action.IDLE, Direction.DOWN), (Action.WALK, Direction.DOWN)]
    end = messages[-1]
    assert isinstance(end, Done)
    assert end.clips == 2


async def test_png_frames_hold_the_same_pixels(daemon: ReadyInfo) -> None:
    import io

    import numpy as np
    from neonworks_daemon.client import DaemonClient
    from neonworks_protocol.records import ClientInfo
    from PIL import Image

    async with client_of(daemon) as client:
        raw = await collect(await submit(client, "walk", sprite=HERO))
    info = ClientInfo(id="png client", name="test")
    async with await DaemonClient.connect(daemon, info, encodings=(Encoding.PNG,)) as client:
        packed = await collect(await submit(client, "walk", sprite=HERO))
    first, second = (next(m for m in run if isinstance(m, Frame)) for run in (raw, packed))
    assert (first.encoding, second.encoding) == (Encoding.RAW, Encoding.PNG)
    assert first.sha256 == second.sha256
    assert len(second.data) < len(first.data)
    assert np.asarray(Image.open(io.BytesIO(second.data))).tobytes() == first.data


async def test_the_same_request_gives_the_same_bytes_under_load_and_in_another_daemon(
    daemon: ReadyInfo, tmp_path: Path
) -> None:
    alone = await _draw_all(daemon, together=False)
    loaded = await _draw_all(daemon, together=True)
    with running_daemon(Settings(state_dir=str(tmp_path), cache=False, workers=1), scripted=False) as other:
        elsewhere = await _draw_all(other, together=False)
    assert all(frames for frames in alone)
    assert alone == loaded == elsewhere


async def test_interpret_answers_without_drawing(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as client:
        heard = (await client.interpret("run fast to the left")).interpretation
        slower = (await client.interpret("slower", previous=heard.spec)).interpretation
    assert heard.spec.animation_type is Action.RUN
    assert slower.spec.speed_multiplier < heard.spec.speed_multiplier
