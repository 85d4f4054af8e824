"""Key press to picture: how long somebody who types waits for the first picture of what was typed."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neonworks_editor.bench.editor import BenchEditor, Timed, typed_keys
from neonworks_editor.bench.report import Check, Report, percentile
from neonworks_editor.bench.work import Work, WorkItem

__all__ = ["TARGET_MS", "KeyWaits", "Watch", "bench_keys", "typing_gaps"]

TARGET_MS = 120.0
_FASTEST_S, _SLOWEST_S = 1 / 14, 1 / 8
"""Between two key presses of somebody who types quickly: 8 to 14 a second."""
_PAUSE_S = 0.6
"""Before a single key press: longer than any draft, so nothing is under way."""
_SINGLE = " slowly"
"""What is typed with pauses after each sentence."""
_SETTLE_S = 1.0


@dataclass
class KeyWaits:
    """``waits`` are milliseconds from each key press to the end of the first frame in which the preview shows
    a picture of that change, or of a later one."""

    waits: list[float] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    """The same to the frame in which any picture of it has arrived."""
    never: int = 0
    """Key presses of which no picture was shown."""
    kept: int = 0
    """Those that changed nothing that is drawn, or whose pictures were there already."""


class Watch:
    """Follows key presses from the event to the picture."""

    def __init__(self, editor: BenchEditor, waits: KeyWaits) -> None:
        self._editor = editor
        self._waits = waits
        self._open: list[tuple[float, int]] = []
        self._coming: list[tuple[float, int]] = []
        self._wanted = editor.wanted_order

    def seen(self, ended: float, handled: Sequence[Timed]) -> None:
        """A frame ended; ``handled`` are the key presses that it was the first to see."""
        before, self._wanted = self._wanted, self._editor.wanted_order
        shown = self._editor.shown_order
        if handled and (self._wanted == before or shown >= self._wanted):
            self._waits.kept += len(handled)
        else:
            waiting = [(key.at, self._wanted) for key in handled]
            self._open += waiting
            self._coming += waiting
        _answer(self._coming, self._editor.arrived_order, ended, self._waits.arrivals)
        _answer(self._open, shown, ended, self._waits.waits)

    def close(self) -> None:
        """Nobody waits any more."""
        self._waits.never += len(self._open)
        self._open.clear()


def _answer(waiting: list[tuple[float, int]], order: int, ended: float, waits: list[float]) -> None:
    """Those up to change ``order`` wait no longer."""
    while waiting and waiting[0][1] <= order:
        at, _ = waiting.pop(0)
        waits.append((ended - at) * 1e3)


def typing_gaps(source: random.Random) -> Iterator[float]:
    """Seconds between key presses, without end."""
    while True:
        yield source.uniform(_FASTEST_S, _SLOWEST_S)


def bench_keys(
    editor: BenchEditor, work: Work, *, single: str = _SINGLE, settle_s: float = _SETTLE_S
) -> Report:
    """Types the sentence of every item over its still, quickly, then the letters of ``single`` with
    pauses."""
    source = random.Random(work.seed)
    typing, alone = KeyWaits(), KeyWaits()
    _warm_up(editor, work.items[0], settle_s)
    for item in work.items:
        _take(editor, item, settle_s)
        keys = typed_keys(item.text, time.perf_counter() + source.uniform(0.05, 0.1), typing_gaps(source))
        _watched(editor, keys, typing, settle_s)
        pauses = (source.uniform(_PAUSE_S, _PAUSE_S + 0.1) for _ in single)
        _watched(editor, typed_keys(single, time.perf_counter() + 0.1, pauses), alone, settle_s)
    rows = (("typing, 8 to 14 keys a second", typing), ("single keys, with pauses", alone))
    return Report(
        name="editor keys",
        title=f"Key press to picture, {len(work.items)} stills of 64×64, seed {work.seed} (ms)",
        columns=(
            "while",
            "keys",
            "arrived p50",
            "arrived p95",
            "p50",
            "p95",
            "max",
            "no picture",
            "unchanged",
        ),
        rows=tuple(_row(name, waits) for name, waits in rows),
        checks=tuple(
            Check(
                f"key press to first updated picture, {name}, p95", percentile(waits.waits, 0.95), TARGET_MS
            )
            for name, waits in rows
        ),
        notes=(
            "from the event to the end of the frame whose preview shows a picture of that change, through "
            "panel, socket, daemon and worker; the key waits for the next frame of 60 a second, too",
            "arrived: any picture of the change is in the editor; the preview shows the one whose turn it is",
        ),
        details={"typing_ms": typing.waits, "single_ms": alone.waits},
    )


def _row(name: str, waits: KeyWaits) -> tuple[str | int | float, ...]:
    spread = [percentile(waits.waits, share) for share in (0.5, 0.95, 1.0)]
    arrived = [percentile(waits.arrivals, share) for share in (0.5, 0.95)]
    return (name, len(waits.waits), *arrived, *spread, waits.never, waits.kept)


def _warm_up(editor: BenchEditor, item: WorkItem, settle_s: float) -> None:
    """Both workers are up, and strips are there whose changes can be counted."""
    editor.app.take(item.path)
    editor.studio.set_text("idle")
    editor.run_until(lambda: editor.shown_order > 0, 20.0, "no first picture")
    editor.run(settle_s)


def _take(editor: BenchEditor, item: WorkItem, settle_s: float) -> None:
    editor.app.take(item.path)
    editor.app.panel.focus_prompt()
    editor.run(settle_s)


def _watched(editor: BenchEditor, keys: Sequence[Timed], waits: KeyWaits, settle_s: float) -> None:
    watch = Watch(editor, waits)
    editor.run(keys[-1].at - time.perf_counter() + settle_s, keys, watch.seen)
    watch.close()
