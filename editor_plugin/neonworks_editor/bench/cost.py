"""What the panel costs the frame loop of its host while pictures stream in."""

import gc
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from neonworks_editor.bench.editor import BenchEditor, FrameCost, typed_keys
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.keys import typing_gaps
from neonworks_editor.bench.report import Check, Report, Value, percentile
from neonworks_editor.bench.work import Work
from neonworks_editor.panel.settings import EditorSettings

__all__ = ["PUMP_MS", "Scenario", "bench_cost", "scenarios"]

PUMP_MS = 0.5
"""Most processor time of ``pump``, in 99 of 100 frames."""
_PANEL_MS = {(1280, 720): 4.0, (1920, 1080): 6.0}
"""Most processor time of the panel; the stock panel of the engine takes 7 to 11 ms at 1280×720."""
_WARM_S = 1.5
_STREAM_S = 12.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A window, how the panel stands in it, and how many takes it draws at once."""

    size: tuple[int, int]
    fill: bool
    takes: int

    @property
    def name(self) -> str:
        """For people."""
        where = "fills the window" if self.fill else "at the right"
        takes = "1 take" if self.takes == 1 else f"{self.takes} takes"
        return f"{self.size[0]}×{self.size[1]}, {where}, {takes}"


def scenarios() -> tuple[Scenario, ...]:
    """What is measured: both sizes, docked and filling, one take and four."""
    looks = ((False, 1), (True, 1), (True, 4))
    return tuple(Scenario(size, fill, takes) for size in _PANEL_MS for fill, takes in looks)


def bench_cost(
    home: BenchHome, work: Work, *, of: Sequence[Scenario] | None = None, seconds: float = _STREAM_S
) -> Report:
    """Somebody types sentences without a pause, so that new pictures come in all the time."""
    measured = {each: _streamed(home, work, each, seconds) for each in of or scenarios()}
    pumps = [cost.pump_ms for costs in measured.values() for cost in costs]
    checks = [Check("pump, p99 of all frames, processor time", percentile(pumps, 0.99), PUMP_MS)]
    for size, target in _PANEL_MS.items():
        panels = [cost.panel_ms for each, costs in measured.items() if each.size == size for cost in costs]
        if not panels:
            continue
        for share in (0.5, 0.99):
            name = f"panel at {size[0]}×{size[1]}, p{share * 100:g}, processor time"
            checks.append(Check(name, percentile(panels, share), target))
    return Report(
        name="editor cost",
        title=f"Processor time of the editor's thread per frame while typing, seed {work.seed} (ms)",
        columns=(
            "window",
            "frames",
            "pump p50",
            "pump p99",
            "panel p50",
            "panel p99",
            "panel max",
            "frame max",
        ),
        rows=tuple(_row(each, costs) for each, costs in measured.items()),
        checks=tuple(checks),
        notes=(
            "processor time of the thread, which other programs hardly change; frame max is the longest "
            "frame in wall time, scene included",
        ),
    )


def _row(scenario: Scenario, costs: Sequence[FrameCost]) -> tuple[Value, ...]:
    pumps, panels = [cost.pump_ms for cost in costs], [cost.panel_ms for cost in costs]
    return (
        scenario.name,
        len(costs),
        percentile(pumps, 0.5),
        percentile(pumps, 0.99),
        percentile(panels, 0.5),
        percentile(panels, 0.99),
        max(panels, default=float("nan")),
        max((cost.wall_ms for cost in costs), default=float("nan")),
    )


def _streamed(home: BenchHome, work: Work, scenario: Scenario, seconds: float) -> list[FrameCost]:
    settings = EditorSettings(seen_first_run=True, fill=scenario.fill)
    editor = BenchEditor(home, work.items[0].path, scenario.size, settings)
    try:
        editor.start()
        editor.studio.set_take_count(scenario.takes)
        editor.studio.set_text("walk")
        editor.run_until(lambda: editor.shown_order > 0, 20.0, "no first picture")
        editor.run(_WARM_S)
        # The editors measured before are garbage of the bench: no frame of this one should pay for them.
        gc.collect()
        editor.costs.clear()
        source = random.Random(work.seed)
        end = time.perf_counter() + seconds
        for item in (item for _ in range(1000) for item in work.items):
            if time.perf_counter() >= end:
                break
            # The next sentence replaces the one before, as after Ctrl+A.
            editor.app.panel.focus_prompt()
            keys = typed_keys(item.text, time.perf_counter(), typing_gaps(source))
            editor.run(min(keys[-1].at, end) - time.perf_counter(), keys)
        return list(editor.costs)
    finally:
        editor.stop()
