"""Which measurement is which; each has a home, a daemon and an editor of its own."""

import os
from dataclasses import replace

from neonworks_editor.bench.cost import bench_cost
from neonworks_editor.bench.editor import BenchEditor
from neonworks_editor.bench.home import BenchHome, bench_home
from neonworks_editor.bench.keys import bench_keys
from neonworks_editor.bench.kill import bench_kill
from neonworks_editor.bench.report import Report
from neonworks_editor.bench.swap import bench_swap
from neonworks_editor.bench.work import Work

__all__ = ["measure"]


def measure(part: str, work: Work) -> Report:
    """``keys``, ``cost``, ``swap`` or ``kill``. Raises ``AnimatorError`` where it cannot be measured."""
    with bench_home() as home:
        report = _measure(part, home, work)
    return replace(report, notes=(*report.notes, *_machine()))


def _measure(part: str, home: BenchHome, work: Work) -> Report:
    match part:
        case "cost":
            return bench_cost(home, work)
        case "swap":
            return bench_swap(home, work)
        case "kill":
            return bench_kill(home, work)
        case _:
            return _keys(home, work)


def _machine() -> tuple[str, ...]:
    """How busy the machine was: waits are longer by whatever else it did."""
    if not hasattr(os, "getloadavg"):
        return ()
    return (f"{os.cpu_count()} processors, load of the last minute {os.getloadavg()[0]:.1f}",)


def _keys(home: BenchHome, work: Work) -> Report:
    editor = BenchEditor(home, work.items[0].path)
    try:
        editor.start()
        return bench_keys(editor, work)
    finally:
        editor.stop()
