"""``demo``: a daemon of its own, sentences for the example sprites, and what came of them."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from neonworks_models.contract.report import Rule
from neonworks_models.examples.gallery import ExampleSprite, example_sprites
from neonworks_models.export.contact import ContactRow, contact_sheet
from neonworks_models.export.files import write_file
from neonworks_models.export.frames import encode_png
from neonworks_models.export.names import safe_name
from neonworks_protocol.errors import BadRequest
from rich import box
from rich.table import Table

from neonworks_daemon.cli.console import note, print_json, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.launch import launch_daemon, stop_daemon
from neonworks_daemon.local.delivery import deliver
from neonworks_daemon.local.job import FinishedClip, Job, Watcher
from neonworks_daemon.local.options import JobOptions, read_options
from neonworks_daemon.local.remote import RemoteArtist
from neonworks_daemon.local.scenes import SCENES, SHOWN, Scene
from neonworks_daemon.local.stage import stage
from neonworks_daemon.local.words import counted
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.settings import Settings

__all__ = ["DemoClip", "run_demo", "scene_options"]

Daemon = Callable[[], AbstractContextManager[tuple[RemoteArtist, float]]]
"""Opens an artist, and says how many seconds its daemon took to be ready."""

_STOP_S = 5.0
_WIDE = 140
"""Terminal columns from which on the contract's numbers fit into the table."""
_RULES = (Rule.GROUND, Rule.FEET, Rule.CORE, Rule.COLOURS, Rule.SPECKS)


@dataclass(frozen=True, eq=False)
class DemoClip:
    """One line of the table."""

    sprite: str
    sentence: str
    clip: FinishedClip

    def measured(self, rule: Rule) -> float | None:
        """The contract's number for ``rule``, None where it does not apply."""
        findings = self.clip.contract["findings"]
        assert isinstance(findings, list | tuple)
        found = next(finding for finding in findings if finding["rule"] == rule)
        return float(found["measured"]) if found["judged"] else None


def run_demo(
    out: Path, *, as_json: bool, scenes: Sequence[Scene] = SCENES, daemon: Daemon | None = None
) -> ExitCode:
    """Play ``scenes`` and write everything below ``out``; ``daemon`` opens another one than the demo's own.

    Exit code 1 when a sentence could not be drawn. Raises ``AnimatorError`` when no daemon could start.
    """
    started = time.perf_counter()
    for example in example_sprites():
        write_file(out / "sprites" / f"{example.name}.png", encode_png(example.sprite.rgba))
    workshop = Workshop.configured()
    with (daemon or _own_daemon)() as (artist, ready_s):
        note(f"a daemon is ready after {ready_s:.1f} s; sending {len(scenes)} sentences")
        made, failed = _play(workshop, artist, scenes, out)
    page = write_file(out / "contact-sheet.png", encode_png(contact_sheet(_rows(made))))
    small = [one for one in made if (one.sprite, one.sentence) in SHOWN]
    write_file(out / "picture.png", encode_png(contact_sheet(_rows(small), scale=2)))
    total_s = time.perf_counter() - started
    if as_json:
        print_json({"ready_s": round(ready_s, 3), "total_s": round(total_s, 3), "clips": _records(made)})
    else:
        _show(made)
    note(f"{counted(len(made), 'clip')} in {total_s:.1f} s, all in {out}; every frame at 4×: {page}")
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


@contextmanager
def _own_daemon() -> Iterator[tuple[RemoteArtist, float]]:
    """A daemon in a folder of its own, and the seconds it took to be ready; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="neonworks-demo-", ignore_cleanup_errors=True) as folder:
        settings = Settings(state_dir=folder)
        started = time.perf_counter()
        info = asyncio.run(launch_daemon(settings, idle_exit_s=60.0))
        try:
            with RemoteArtist.connect(info) as artist:
                yield artist, time.perf_counter() - started
        finally:
            stop_daemon(info)
            deadline = time.monotonic() + _STOP_S
            while settings.ready_path.exists() and time.monotonic() < deadline:
                time.sleep(0.02)


def _play(
    workshop: Workshop, artist: RemoteArtist, scenes: Sequence[Scene], out: Path
) -> tuple[list[DemoClip], int]:
    """Every scene, drawn and written; and the number of those that could not be."""
    made: list[DemoClip] = []
    failed = 0
    examples = {example.name: example for example in example_sprites()}
    with stage(len(scenes)) as watcher:
        for number, (name, sentence) in enumerate(scenes, 1):
            folder = out / safe_name(f"{number:02d} {name} {sentence}")
            try:
                job = workshop.prepare(scene_options(examples[name], sentence, folder, out))
                for text in job.notes:
                    note(f"{name}, {sentence!r}: {text}")
                made += [DemoClip(name, sentence, clip) for clip in _written(artist, job, watcher)]
            except BadRequest as error:
                failed += 1
                note(f"{name}, {sentence!r}: {error.message}")
    return made, failed


def scene_options(example: ExampleSprite, sentence: str, folder: Path, out: Path) -> JobOptions:
    """``sentence`` for the example's file below ``out``, with what the gallery knows; into ``folder``."""
    values = {
        "sprite": str(out / "sprites" / f"{example.name}.png"),
        "text": sentence,
        "facing": example.facing.value,
        "archetype": example.archetype.value,
        "out": str(folder),
    }
    return read_options(values)


def _written(artist: RemoteArtist, job: Job, watcher: Watcher) -> Iterator[FinishedClip]:
    for clip in artist.draw(job, watcher):
        deliver(job, clip)
        yield clip


def _rows(made: list[DemoClip]) -> list[ContactRow]:
    return [
        ContactRow(f"{one.sprite}: {one.sentence}  ({one.clip.planned.label})", one.clip.frames)
        for one in made
    ]


def _records(made: list[DemoClip]) -> list[dict[str, object]]:
    return [
        {
            "sprite": one.sprite,
            "sentence": one.sentence,
            "clip": one.clip.planned.label,
            "frames": len(one.clip.frames),
            "first_frame_ms": round(one.clip.first_frame_ms, 2),
            "elapsed_ms": round(one.clip.elapsed_ms, 2),
            "contract": one.clip.contract,
        }
        for one in made
    ]


def _show(made: list[DemoClip]) -> None:
    table = Table(title="From sentence to frames, through the daemon", title_justify="left", box=box.SIMPLE)
    console = results()
    wide = console.width >= _WIDE
    rules = _RULES if wide else ()
    for name, width, wider in (("sprite", 11, 16), ("sentence", 22, 27), ("clip", 10, 14)):
        table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=wider if wide else width)
    for name in ("first ms", "clip ms", "contract", *(rule.value for rule in rules)):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    for one in made:
        clip = one.clip
        numbers = [one.measured(rule) for rule in rules]
        table.add_row(
            one.sprite,
            one.sentence,
            f"{clip.planned.label} {len(clip.frames)}",
            f"{clip.first_frame_ms:.0f}",
            f"{clip.elapsed_ms:.0f}",
            "kept" if clip.passed else "broken",
            *("-" if number is None else f"{number:g}" for number in numbers),
        )
    console.print(table)
    if wide:
        note("ground, feet, core: px off; colours: outside the palette; limits are in the sidecars")
