"""File to pixels: a saved sprite of a watched folder, until its new animation is seen in the scene."""

import random
import time
from pathlib import Path

import pygame
from neonworks_protocol.errors import BadRequest

from neonworks_editor.bench.editor import FPS, BenchEditor
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.report import Check, Report, percentile
from neonworks_editor.bench.work import Work
from neonworks_editor.hosts.standalone_actor import Actor

__all__ = ["TARGET_MS", "Colours", "bench_swap", "colours_of", "pixels_of"]

TARGET_MS = 700.0
_RECIPE = '[animations]\nwalk = "walks"\n'
_FORMATS = 'formats = ["frames"]\n'
_FIRST_S = 30.0
_MOST_S = 10.0
_CALM_S = (0.5, 0.7)
"""Between two saves, beside what the swap itself takes."""
_ENOUGH = 0.25
"""Of the pixels that only the new still has the colours of, the share that must be seen."""
_FEWEST = 16
"""Such pixels that a still must have: with fewer it cannot be told from the one before."""

Colours = frozenset[bytes]
"""RGB triples."""


def colours_of(picture: pygame.Surface) -> Colours:
    """The colours of the opaque pixels."""
    data = pygame.image.tobytes(picture, "RGBA")
    return frozenset(data[at : at + 3] for at in range(0, len(data), 4) if data[at + 3] > 127)


def pixels_of(picture: pygame.Surface, colours: Colours) -> int:
    """How many pixels have one of ``colours``, whatever their alpha."""
    data = pygame.image.tobytes(picture, "RGB")
    return sum(data[at : at + 3] in colours for at in range(0, len(data), 3))


def bench_swap(home: BenchHome, work: Work) -> Report:
    """Saves one still after the other over the sprite of an entity that plays."""
    sprite = home.project / "hero.png"
    sprite.write_bytes(work.items[0].read())
    (home.project / "neonworks.toml").write_text(_FORMATS + _RECIPE, encoding="utf-8")
    home.watch_project()
    editor = BenchEditor(home, home.project)
    try:
        editor.start()
        editor.run_until(lambda: bool(editor.host.clips()), _FIRST_S, "the watched folder published nothing")
        waits, missed = _saves(editor, sprite, work)
    finally:
        editor.stop()
    spread = [percentile(waits, share) for share in (0.5, 0.95, 1.0)]
    return Report(
        name="editor swap",
        title=f"File saved to pixels swapped in the scene, draft, seed {work.seed} (ms)",
        columns=("what", "saves", "p50", "p95", "max", "not seen"),
        rows=(("still of 64×64, one walk", len(waits), *spread, missed),),
        checks=(
            Check("file saved to pixels swapped, slowest", spread[-1], TARGET_MS),
            Check("saves that were not seen", missed, 0, ""),
        ),
        notes=(
            "from the end of the save, through settle time, watcher, daemon, worker and files, to the end of "
            "the frame whose entity shows the new still's own colours; every second save replaces the file, "
            "the others write over it",
        ),
        details={"swap_ms": waits},
    )


def _saves(editor: BenchEditor, sprite: Path, work: Work) -> tuple[list[float], int]:
    """Milliseconds of each swap that was seen, and how many were not."""
    source = random.Random(work.seed)
    actor = editor.host.scene.actors[0]
    waits: list[float] = []
    missed = 0
    for number, item in enumerate(work.items[1:]):
        editor.run(source.uniform(*_CALM_S))
        still = pygame.image.load(item.path)
        new = colours_of(still) - colours_of(pygame.image.load(sprite))
        distinct = pixels_of(still, new)
        if distinct < _FEWEST:
            raise BadRequest(f"{item.sprite} has the colours of the still before it: make other stills")
        watch = _Swap(editor, actor, new, _ENOUGH * distinct)
        _save(sprite, item.read(), whole=number % 2 == 0)
        wait_ms = watch.wait(time.perf_counter())
        if wait_ms is None:
            missed += 1
        else:
            waits.append(wait_ms)
    return waits, missed


class _Swap:
    """Looks at the entity in the window after every frame."""

    def __init__(self, editor: BenchEditor, actor: Actor, new: Colours, least: float) -> None:
        self._ended: float | None = None
        self._editor = editor
        self._actor = actor
        self._new = new
        self._least = least

    def wait(self, begun: float) -> float | None:
        """Milliseconds from ``begun`` to the frame that shows the new still; None when none does for long."""
        while self._ended is None and time.perf_counter() < begun + _MOST_S:
            self._editor.run(1 / FPS, (), self._seen)
        return None if self._ended is None else (self._ended - begun) * 1e3

    def _seen(self, ended: float, _: object) -> None:
        if self._ended is None and self._shown() >= self._least:
            self._ended = ended

    def _shown(self) -> int:
        """Pixels of the new colours where the entity is, counted in the sprite's own pixels."""
        window = pygame.display.get_surface()
        scene = self._editor.host.scene
        area = pygame.Rect(*scene.area_of(self._actor)).clip(window.get_rect())
        small = (max(1, area.width // scene.zoom), max(1, area.height // scene.zoom))
        return pixels_of(pygame.transform.scale(window.subsurface(area), small), self._new)


def _save(path: Path, data: bytes, *, whole: bool) -> None:
    """As programs do it: written beside and renamed, or over the old content."""
    if not whole:
        path.write_bytes(data)
        return
    beside = path.with_name(f".{path.name}.saving")
    beside.write_bytes(data)
    beside.replace(path)
