"""``bench disconnects``, ``kills`` and ``soak`` in the terminal: progress and tables."""

from pathlib import Path

from neonworks_daemon.bench.disconnects import bench_disconnects
from neonworks_daemon.bench.kills import bench_kills
from neonworks_daemon.bench.soak import bench_soak
from neonworks_daemon.cli.console import meter
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.benching import show_benches

__all__ = ["disconnects", "kills", "soak"]


def disconnects(count: int, clients: int, *, seed: int | None, json_file: Path | None = None) -> ExitCode:
    """Cut ``count`` connections and show what was lost."""
    with meter("disconnects", count) as shown:
        result = bench_disconnects(count=count, clients=clients, seed=seed, tick=shown.show)
    return show_benches([result], json_file)


def kills(rounds: int, *, seed: int | None, json_file: Path | None = None) -> ExitCode:
    """Kill at every moment and show what was kept."""
    with meter("kills") as shown:
        result = bench_kills(rounds=rounds, seed=seed, tick=shown.show)
    return show_benches([result], json_file)


def soak(
    clients: int, minutes: float, *, warm_up: float | None, seed: int | None, json_file: Path | None = None
) -> ExitCode:
    """Let clients roam for ``minutes`` and show what it cost."""
    with meter("soak") as shown:
        result = bench_soak(
            clients=clients, minutes=minutes, warm_up_minutes=warm_up, seed=seed, tick=shown.show
        )
    return show_benches([result], json_file)
