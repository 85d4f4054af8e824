"""Runs ``bench language`` with the user's settings and shows it."""

from pathlib import Path

from neonworks_daemon.bench.language import bench_language
from neonworks_daemon.cli.console import note
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.benching import show_benches
from neonworks_daemon.settings import load_settings

__all__ = ["run_language_bench"]


def run_language_bench(
    reader: str, *, trials: int, file: Path | None, seed: int | None, json_file: Path | None
) -> ExitCode:
    """Exit code 1 when a target was missed. Raises ``Unavailable`` where there is no such model."""
    settings = load_settings(overrides={"reader": reader})
    note(f"bench language runs with {reader}")
    return show_benches([bench_language(settings, file=file, trials=trials, seed=seed)], json_file)
