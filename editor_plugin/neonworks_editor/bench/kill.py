"""A daemon that is killed while somebody types: what the editor's frames, pictures and words do meanwhile."""

import itertools
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from neonworks_editor.bench.editor import FPS, BenchEditor, Timed, typed_keys
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.keys import typing_gaps
from neonworks_editor.bench.report import Check, Report, percentile
from neonworks_editor.bench.work import Work, WorkItem
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.state import StudioState

__all__ = ["TARGET_MS", "Outage", "bench_kill"]

TARGET_MS = 50.0
"""Longest frame of the editor, all of it, also while the daemon starts again."""
_ROUNDS = 3
_SENTENCES = 2
"""Typed in a row: the second while the daemon starts again."""
_PAUSE_S = 0.2
_BACK_S = 60.0
_AFTER_S = 1.0
_MOST_WORDS = 12


@dataclass
class Outage:
    """One kill, from just before it until everything is up to date again."""

    back_s: float | None = None
    """Until the connection was made again; None where it was not."""
    whole_s: float | None = None
    """Until what is wanted was shown, every frame of it."""
    frame_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    lost: int = 0
    """Frames of the wanted clips that are not shown at last."""
    letters: int = 0
    """Letters that were typed and are not in the prompt."""
    said: list[str] = field(default_factory=list)
    """What the state line said, each line once."""

    def hear(self, text: str) -> None:
        if text and text not in self.said and len(self.said) < _MOST_WORDS:
            self.said.append(text)


def bench_kill(home: BenchHome, work: Work, *, rounds: int = _ROUNDS) -> Report:
    """Kills the daemon (SIGKILL) in the middle of a sentence, several times; the editor starts it again."""
    editor = BenchEditor(home, work.items[0].path)
    try:
        editor.start()
        editor.studio.set_text("walk")
        editor.run_until(lambda: editor.shown_order > 0, 20.0, "no first picture")
        source = random.Random(work.seed)
        items = itertools.cycle(work.items)
        calm = _round(editor, None, [next(items) for _ in range(_SENTENCES)], source)
        outages = [
            _round(editor, home, [next(items) for _ in range(_SENTENCES)], source) for _ in range(rounds)
        ]
    finally:
        editor.stop()
    return _report(work, calm, outages)


def _report(work: Work, calm: Outage, outages: Sequence[Outage]) -> Report:
    frames = [value for outage in outages for value in outage.frame_ms]
    said = list(dict.fromkeys(line for outage in outages for line in outage.said))
    return Report(
        name="editor kill",
        title=f"Daemon killed while somebody types, seed {work.seed}",
        columns=(
            "kill",
            "online (s)",
            "whole (s)",
            "frames",
            "p99 (ms)",
            "worst (ms)",
            "worst CPU (ms)",
            "frames lost",
            "letters lost",
        ),
        rows=tuple(
            (
                "none" if outage is calm else f"{number}",
                outage.back_s,
                outage.whole_s,
                len(outage.frame_ms),
                percentile(outage.frame_ms, 0.99),
                max(outage.frame_ms),
                max(outage.cpu_ms),
                outage.lost,
                outage.letters,
            )
            for number, outage in enumerate((calm, *outages))
        ),
        checks=(
            Check("worst editor frame around a kill", max(frames), TARGET_MS),
            Check("frames lost", sum(outage.lost for outage in outages), 0, ""),
            Check("letters lost", sum(outage.letters for outage in outages), 0, ""),
        ),
        notes=(
            "seconds from the kill until the connection was made again, and until everything wanted was "
            "shown; milliseconds of whole frames, scene included; none: the same typing undisturbed",
            *(f"the panel said: {line}" for line in said),
        ),
        details={"said": said},
    )


def _round(
    editor: BenchEditor, home: BenchHome | None, items: Sequence[WorkItem], source: random.Random
) -> Outage:
    """Types sentences, one after the other; in the middle of the first the daemon of ``home`` is killed."""
    outage = Outage()
    editor.costs.clear()
    begun, before = time.perf_counter(), editor.client.reconnects

    def seen(ended: float, _: Sequence[Timed]) -> None:
        line = editor.studio.line
        if line.state is StudioState.OFFLINE:
            outage.hear(f"{line.state.value}: {line.text}")
        elif outage.back_s is None and editor.client.reconnects > before:
            outage.back_s = ended - begun

    for number, item in enumerate(items):
        editor.app.panel.focus_prompt()
        keys = typed_keys(item.text, time.perf_counter(), typing_gaps(source))
        if number == 0 and home is not None:
            half = len(keys) * source.randrange(3, 8) // 10
            editor.run(keys[half].at - time.perf_counter(), keys[:half], seen)
            home.kill()
            begun, keys = time.perf_counter(), keys[half:]
        editor.run(keys[-1].at - time.perf_counter() + _PAUSE_S, keys, seen)
    while not _whole(editor) and time.perf_counter() < begun + _BACK_S:
        editor.run(1 / FPS, (), seen)
    if home is not None:
        outage.whole_s = time.perf_counter() - begun
    editor.run(_AFTER_S, (), seen)
    _count(editor, outage, items[-1].text)
    return outage


def _whole(editor: BenchEditor) -> bool:
    online = editor.client.state is ClientState.ONLINE
    return online and editor.studio.line.state is StudioState.UP_TO_DATE


def _count(editor: BenchEditor, outage: Outage, text: str) -> None:
    for strip in editor.studio.strips():
        outage.lost += strip.clip is None
        for index, cell in enumerate(strip.cells):
            outage.lost += cell is None or strip.is_superseded(index)
    shown = editor.app.panel.prompt.field.text
    outage.letters = abs(len(text) - len(shown)) + sum(a != b for a, b in zip(text, shown, strict=False))
    outage.frame_ms = [cost.wall_ms for cost in editor.costs]
    outage.cpu_ms = [cost.pump_ms + cost.panel_ms for cost in editor.costs]
