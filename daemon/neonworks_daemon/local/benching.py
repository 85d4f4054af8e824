"""``bench``: picks the benches, shows their tables, keeps their numbers."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from neonworks_models.export.files import write_file
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.bench.contract import bench_contract
from neonworks_daemon.bench.joints import bench_joints
from neonworks_daemon.bench.latency import bench_latency
from neonworks_daemon.bench.process import bench_daemon
from neonworks_daemon.bench.result import BenchResult, print_result
from neonworks_daemon.bench.score import bench_score
from neonworks_daemon.bench.stream import bench_stream
from neonworks_daemon.bench.turn import bench_turn
from neonworks_daemon.cli.console import meter, note, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.words import check_word

__all__ = ["run_benches", "show_benches"]

_DEFAULT_TRIALS = 200
_SOURCES = Path(__file__).parents[3]
"""The checkout, where this runs from one; some folder without strips beside it where it is installed."""


def run_benches(
    name: str,
    *,
    trials: int | None = None,
    cases: Path | None = None,
    sprites: Path | None = None,
    json_file: Path | None = None,
) -> ExitCode:
    """Run one bench, or ``all`` that can run here. Raises ``BadRequest`` for an unknown name or folder.

    Without ``cases`` and ``sprites`` the folders beside the checkout are used, where there are some.
    """
    shared = _SOURCES.parent / "shared" / "sprites"
    benches = _benches(trials, cases or _existing(shared / "cases"), sprites or _existing(shared))
    chosen = _chosen(name, benches)
    made: list[BenchResult] = []
    with meter("bench", len(chosen)) as shown:
        for label, bench in chosen.items():
            note(f"bench {label} runs")
            shown.label(label)
            made.append(bench())
            shown.step()
    return show_benches(made, json_file)


def show_benches(made: Sequence[BenchResult], json_file: Path | None = None) -> ExitCode:
    """Print the tables, write the numbers where a file is given; exit code 1 when a target was missed."""
    for result in made:
        print_result(result, results())
    if json_file is not None:
        text = msgspec.json.format(msgspec.json.encode([result.to_dict() for result in made]), indent=1)
        write_file(json_file, text + b"\n")
    return ExitCode.OK if all(result.met for result in made) else ExitCode.SOME_FAILED


def _existing(folder: Path) -> Path | None:
    return folder if folder.is_dir() else None


def _benches(
    trials: int | None, cases: Path | None, sprites: Path | None
) -> Mapping[str, Callable[[], BenchResult]]:
    if cases is not None and not cases.is_dir():
        raise BadRequest(f"there is no folder {cases}: give --cases a folder of artists' strips")
    if sprites is not None and not sprites.is_dir():
        raise BadRequest(f"there is no folder {sprites}: give --sprites the folder of the layered sets")
    benches: dict[str, Callable[[], BenchResult]] = {
        "stream": bench_stream,
        "latency": lambda: bench_latency(trials=trials or _DEFAULT_TRIALS),
        "daemon": bench_daemon,
        "contract": lambda: bench_contract(cases=cases),
    }
    if cases is not None:
        benches["score"] = lambda: bench_score(cases=cases)
        benches["turn"] = lambda: bench_turn(cases=cases)
    if sprites is not None:
        benches["joints"] = lambda: bench_joints(sprites=sprites)
    return benches


def _chosen(
    name: str, benches: Mapping[str, Callable[[], BenchResult]]
) -> Mapping[str, Callable[[], BenchResult]]:
    if name in ("score", "turn") and name not in benches:
        raise BadRequest(f"bench {name} needs --cases, a folder of artists' strips")
    if name == "joints" and "joints" not in benches:
        raise BadRequest("bench joints needs --sprites, the folder that holds lpc-revised and lpc-classic")
    word = check_word("bench", name, (*benches, "all"))
    return benches if word == "all" else {word: benches[word]}
