"""A drawn clip as files, in this process."""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

import msgspec
import numpy as np
import pytest
from neonworks_daemon.worker.exporter import ClipExporter
from neonworks_daemon.worker.messages import (
    AnimateWork,
    ClipFinished,
    ClipPlanned,
    ExportWork,
    FileMade,
    FrameMade,
    JobEvent,
)
from neonworks_daemon.worker.pipeline_runner import PipelineRunner, encode_png
from neonworks_daemon.worker.sprite_cache import SpriteCache
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.kinds import ExportFormat, file_count
from neonworks_models.export.sidecar import Sidecar, decode_sidecar
from neonworks_models.generators.registry import default_registry
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.vocabulary import Archetype, Direction
from PIL import Image

HERO = encode_png(example_sprites()[0].sprite.rgba)


@dataclass
class Context:
    job: int = 3
    events: list[JobEvent] = field(default_factory=list)

    def checkpoint(self) -> None:
        return None

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()

    def emit(self, event: JobEvent) -> None:
        self.events.append(event)


@pytest.fixture(scope="module")
def runner() -> PipelineRunner:
    return PipelineRunner()


def _drawn(runner: PipelineRunner, request: AnimateWork, fmt: ExportFormat, name: str = "hero") -> ExportWork:
    context = Context()
    runner.run(request, context)
    (plan,) = (e for e in context.events if isinstance(e, ClipPlanned))
    (finished,) = (e for e in context.events if isinstance(e, ClipFinished))
    frames = sorted((e for e in context.events if isinstance(e, FrameMade)), key=lambda frame: frame.index)
    return ExportWork(
        request=request, plan=plan, frames=tuple(frames), finished=finished, format=fmt.value, name=name
    )


def _files(runner: PipelineRunner, work: ExportWork) -> dict[str, bytes]:
    context = Context()
    runner.run(work, context)
    made = [event for event in context.events if isinstance(event, FileMade)]
    assert len(made) == len(context.events)
    for file in made:
        assert hashlib.sha256(file.data).hexdigest() == file.sha256
        assert file.job == context.job
    return {file.name: file.data for file in made}


def _sidecar(files: dict[str, bytes]) -> Sidecar:
    (name,) = (name for name in files if name.endswith(".animator.json"))
    assert name == list(files)[-1]
    return decode_sidecar(files[name])


@pytest.fixture(scope="module", params=[False, True], ids=["raw", "png"])
def walk(runner: PipelineRunner, request: pytest.FixtureRequest) -> Iterator[ExportWork]:
    asked = AnimateWork(sprite=HERO, text="a tired walk", seed=7, png=request.param, facing=Direction.DOWN)
    yield _drawn(runner, asked, ExportFormat.FRAMES)


@pytest.mark.parametrize("fmt", ExportFormat)
def test_every_format_has_as_many_files_as_it_says(
    runner: PipelineRunner, walk: ExportWork, fmt: ExportFormat
) -> None:
    files = _files(runner, msgspec.structs.replace(walk, format=fmt.value))
    assert len(files) == file_count(fmt, len(walk.frames)) + 1
    assert all(name.startswith("hero_walk") for name in files)
    assert _sidecar(files).files == tuple(files)[:-1]


def test_frames_are_the_pixels_that_were_drawn(runner: PipelineRunner, walk: ExportWork) -> None:
    files = _files(runner, walk)
    for number, frame in enumerate(walk.frames, start=1):
        pixels = np.array(Image.open(io.BytesIO(files[f"hero_walk_{number:02d}.png"])).convert("RGBA"))
        assert hashlib.sha256(pixels.tobytes()).hexdigest() == frame.sha256


def test_the_sidecar_is_enough_to_make_the_same_clip_again(runner: PipelineRunner, walk: ExportWork) -> None:
    record = _sidecar(_files(runner, walk))
    assert (record.text, record.seed, record.sprite.file) == ("a tired walk", 7, "hero.png")
    assert record.generator.name == "draft-biped"
    assert record.packages["numpy"] == np.__version__
    assert record.notes == ()
    assert record.rebuild(decode_sprite(HERO)).digest == walk.plan.digest == record.request
    assert [frame.sha256 for frame in record.frames] == [frame.sha256 for frame in walk.frames]


def test_corrections_are_part_of_it(runner: PipelineRunner) -> None:
    asked = AnimateWork(sprite=HERO, text="walk", facing=Direction.RIGHT, archetype=Archetype.BLOB)
    work = _drawn(runner, asked, ExportFormat.GIF)
    record = _sidecar(_files(runner, work))
    assert (record.archetype, record.facing, record.joints) == (Archetype.BLOB, Direction.RIGHT, None)
    assert record.request == work.plan.digest


def test_what_another_version_drew_says_so_and_keeps_its_generator(
    runner: PipelineRunner, walk: ExportWork
) -> None:
    old = msgspec.structs.replace(walk.plan, digest="0" * 64, made_by=("draft-biped", "0"))
    report = {key: value for key, value in walk.finished.report.items() if key != "drawn_by"}
    finished = msgspec.structs.replace(walk.finished, report=report)
    record = _sidecar(_files(runner, msgspec.structs.replace(walk, plan=old, finished=finished)))
    assert record.generator.version == "0"
    assert any("another version" in note for note in record.notes)


def test_records_without_a_generator_name_the_one_that_draws_it_today(walk: ExportWork) -> None:
    registry, context = default_registry(), Context()
    old = msgspec.structs.replace(walk.plan, made_by=None)
    ClipExporter(SpriteCache(), registry).run(msgspec.structs.replace(walk, plan=old), context)
    last = context.events[-1]
    assert isinstance(last, FileMade)
    assert decode_sidecar(last.data).generator.name in {c.name for c in registry.capabilities()}


def test_labels_that_are_taken_are_numbered(runner: PipelineRunner, walk: ExportWork) -> None:
    files = _files(runner, msgspec.structs.replace(walk, taken=("walk", "jump"), format="gif"))
    assert list(files) == ["hero_walk-2.gif", "hero_walk-2.animator.json"]


def test_what_a_gif_cannot_show_is_noted(runner: PipelineRunner) -> None:
    rgba = np.zeros((24, 24, 4), np.uint8)
    rgba[4:20, 4:20] = (200, 40, 40, 255)
    rgba[4:20, 4:6, 3] = 90
    asked = AnimateWork(sprite=encode_png(rgba), text="idle", archetype=Archetype.BLOB)
    record = _sidecar(_files(runner, _drawn(runner, asked, ExportFormat.GIF)))
    assert any("half-transparent" in note for note in record.notes)


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "hero é 勇者", " "])
def test_names_of_people_become_names_of_files(runner: PipelineRunner, walk: ExportWork, name: str) -> None:
    files = _files(runner, msgspec.structs.replace(walk, name=name, format="gif"))
    assert all(set(file).isdisjoint("/\\:") and not file.startswith(".") for file in files)


def test_an_unknown_format(runner: PipelineRunner, walk: ExportWork) -> None:
    with pytest.raises(BadRequest, match="psd"):
        _files(runner, msgspec.structs.replace(walk, format="psd"))


@pytest.mark.parametrize("data", [b"", b"x" * 64, bytes(4 * 64 * 64)])
def test_damaged_frames_are_not_exported(runner: PipelineRunner, walk: ExportWork, data: bytes) -> None:
    first = msgspec.structs.replace(walk.frames[0], data=data)
    with pytest.raises(StorageFailed, match="damaged"):
        _files(runner, msgspec.structs.replace(walk, frames=(first, *walk.frames[1:])))
