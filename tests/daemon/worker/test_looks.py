"""Looks by the real nets, in this process."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import pytest
from neonworks_daemon.worker.looks import LookMaker
from neonworks_daemon.worker.messages import FileMade, InterpolateWork, JobEvent, Progressed, VaryWork
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_daemon.worker.sprite_cache import SpriteCache
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.nets.vae_file import VaeFile
from neonworks_protocol.errors import BadRequest, BadSprite, JobCancelled
from PIL import Image

STILLS = {each.name: each.sprite.rgba for each in example_sprites()}
SLIME, EGG = encode_png(STILLS["slime"]), encode_png(STILLS["egg_hero"])


class Context:
    """Keeps events; cancels the job when ``files`` were made."""

    job = 7

    def __init__(self, files: int = 1000) -> None:
        self.events: list[JobEvent] = []
        self._files = files

    def checkpoint(self) -> None:
        if len(self.files) >= self._files:
            raise JobCancelled("enough")

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()

    def emit(self, event: JobEvent) -> None:
        self.events.append(event)

    @property
    def files(self) -> list[FileMade]:
        return [event for event in self.events if isinstance(event, FileMade)]

    @property
    def pictures(self) -> list[bytes]:
        return [
            np.asarray(Image.open(io.BytesIO(file.data)).convert("RGBA")).tobytes() for file in self.files
        ]


@pytest.fixture(scope="module")
def maker() -> LookMaker:
    return LookMaker(SpriteCache(), VaeFile(), encode_png)


def test_variations_come_as_numbered_pictures_with_progress(maker: LookMaker) -> None:
    context = Context()
    maker.run(VaryWork(sprite=SLIME, count=3, seed=4), context)
    assert [file.name for file in context.files] == [f"variation_0{n}.png" for n in (1, 2, 3)]
    assert len({STILLS["slime"].tobytes(), *context.pictures}) == 4
    told = [event.fraction for event in context.events if isinstance(event, Progressed)]
    assert told == pytest.approx([0, 1 / 3, 2 / 3, 1])
    again = Context()
    maker.run(VaryWork(sprite=SLIME, count=3, seed=4), again)
    assert [file.sha256 for file in again.files] == [file.sha256 for file in context.files]


def test_steps_begin_and_end_with_the_sprites(maker: LookMaker) -> None:
    context = Context()
    maker.run(InterpolateWork(sprite=SLIME, other=EGG, steps=4), context)
    assert [file.name for file in context.files] == [f"step_0{n}.png" for n in range(5)]
    assert len(set(context.pictures)) == 5


def test_no_strength_gives_the_sprite_itself(maker: LookMaker) -> None:
    context = Context()
    maker.run(VaryWork(sprite=EGG, count=1, strength=0.0), context)
    assert context.pictures == [STILLS["egg_hero"].tobytes()]


def test_a_cancel_ends_it_between_pictures(maker: LookMaker) -> None:
    context = Context(files=2)
    with pytest.raises(JobCancelled):
        maker.run(VaryWork(sprite=SLIME, count=9), context)
    assert len(context.files) == 2


def test_what_cannot_be_done_is_said(maker: LookMaker) -> None:
    with pytest.raises(BadSprite):
        maker.run(VaryWork(sprite=b"no picture"), Context())
    with pytest.raises(BadRequest, match="colours"):
        maker.run(VaryWork(sprite=SLIME, text="a red cloak"), Context())
