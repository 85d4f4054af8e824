"""``bench editor``: makes stills and sentences, runs the editor's own bench as a process, shows its numbers.

The daemon's package must not import the editor's; they share a list of work and the numbers, both JSON.
"""

import importlib.util
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from neonworks_protocol.errors import ProtocolError, Unavailable, WorkerFailed

from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_daemon.bench.result import BenchResult, Check
from neonworks_daemon.cli.console import note
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.benching import show_benches

__all__ = ["run_editor_bench"]

_MODULE = "neonworks_editor.bench"
_NEEDS = ("neonworks_editor", "pygame")
_INSTALL = "pip install 'neonworks-animator[editor]'"


class _Check(msgspec.Struct, frozen=True):
    name: str
    measured: float | None
    target: float
    unit: str


class _Report(msgspec.Struct, frozen=True):
    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    checks: tuple[_Check, ...]
    notes: tuple[str, ...]
    details: dict[str, Any]


def run_editor_bench(
    parts: Sequence[str],
    *,
    stills: int,
    seed: int | None,
    json_file: Path | None = None,
    command: Sequence[str] = (sys.executable, "-P", "-m", _MODULE),
) -> ExitCode:
    """Measure ``parts`` on as many ``stills`` and show the tables. Raises ``Unavailable`` without pygame."""
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise Unavailable(f"{' and '.join(missing)} is not installed for this Python: {_INSTALL}")
    seed = int(time.time()) if seed is None else seed
    note(f"bench editor runs, seed {seed}")
    with tempfile.TemporaryDirectory(prefix="neonworks-bench-") as folder:
        work = _make_work(Path(folder), seed, stills)
        numbers = Path(folder) / "numbers.json"
        wanted = itertools.chain(*(("--only", part) for part in parts))
        _run([*command, "--work", str(work), "--out", str(numbers), *wanted])
        return show_benches([_result(report) for report in _read(numbers)], json_file)


def _make_work(folder: Path, seed: int, stills: int) -> Path:
    """The list of work, with its stills beside it."""
    items = []
    for number, request in enumerate(itertools.islice(fresh_requests(seed), stills)):
        (folder / f"{number}.png").write_bytes(request.png)
        # Without the mark that keeps requests of other benches apart: nobody would type it.
        items.append({"sprite": f"{number}.png", "text": request.text.rpartition(" (")[0]})
    path = folder / "work.json"
    path.write_bytes(msgspec.json.encode({"seed": seed, "items": items}))
    return path


def _run(command: Sequence[str]) -> None:
    """Its progress goes to our own standard error."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise WorkerFailed(f"the editor's bench ended with exit code {done.returncode}: see its last line")


def _read(path: Path) -> tuple[_Report, ...]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[_Report, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise ProtocolError(
            f"the editor's bench left no numbers ({error}): install both parts anew"
        ) from error


def _result(report: _Report) -> BenchResult:
    checks = tuple(
        Check(
            check.name,
            float("nan") if check.measured is None else check.measured,
            check.target,
            False,
            check.unit,
        )
        for check in report.checks
    )
    return BenchResult(
        name=report.name,
        title=report.title,
        columns=report.columns,
        rows=report.rows,
        checks=checks,
        notes=report.notes,
        details=report.details,
    )
