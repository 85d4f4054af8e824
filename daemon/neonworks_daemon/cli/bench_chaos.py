"""``bench disconnects``, ``bench kills``, ``bench soak``: a daemon that is disturbed while it is watched."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from neonworks_daemon.cli.bench import json_option

__all__ = ["COMMANDS"]

_SEED = click.option("--seed", type=click.IntRange(0), help="Repeats a run; the time of day when not given.")

_DISCONNECTS_EPILOG = """\b
What is cut:
  a proxy stands between the clients and a daemon of the bench's own. It ends connections by
  reset, by FIN, by half-closing one direction or by silence, inside the upgrade, a WebSocket
  header, a message, or between two; it splits and delays what passes, and sends some requests
  twice.

\b
What is counted:
  every frame that a client was handed, as (clip, take, index, tier) with the digest of its
  pixels, against the same request drawn before without disturbance. Half of the clients are the
  program's own; the other half know protocol/SPEC.md alone, take sessions over from living
  sockets and send requests twice.

\b
Examples:
  neonworks-animator bench disconnects
  neonworks-animator bench disconnects --count 100 --clients 6 --seed 7

\b
A thousand take about four minutes on two cores. Exit code 1 when anything was lost, came twice or was wrong.
"""


@click.command("disconnects", epilog=_DISCONNECTS_EPILOG)
@click.option("--count", type=click.IntRange(1), default=1000, show_default=True, help="Connections to cut.")
@click.option("--clients", type=click.IntRange(2, 60), default=12, show_default=True, help="At a time.")
@_SEED
@json_option
def _disconnects(count: int, clients: int, seed: int | None, json_file: Path | None) -> int:
    """Cut connections under live edits, downloads, cancels and slow readers; nothing may be lost."""
    from neonworks_daemon.local import disturbing

    return disturbing.disconnects(count, clients, seed=seed, json_file=json_file)


_KILLS_EPILOG = """\b
Moments:
  submitted, queued, held back by its channel, running before the first frame, between frames,
  between clips, being cancelled, being superseded, done but not delivered, delivered; a worker
  also while it starts, and twice under the same job. The daemon is started again as soon as it is
  gone, on the same folders.

\b
What must hold:
  each request ends in exactly one way; every frame that a client was handed can be fetched again
  with the same bytes; what was interrupted is listed, and drawn whole when asked for; the ready
  file is back in 3 seconds; no process is left behind.

\b
Examples:
  neonworks-animator bench kills
  neonworks-animator bench kills --rounds 10 --seed 7

\b
A round takes about 40 seconds on two idle cores. Exit code 1 when a promise was broken.
"""


@click.command("kills", epilog=_KILLS_EPILOG)
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True, help="Of all moments.")
@_SEED
@json_option
def _kills(rounds: int, seed: int | None, json_file: Path | None) -> int:
    """Kill a worker, then the daemon, at every moment of a job; nothing that was finished may be lost."""
    from neonworks_daemon.local import disturbing

    return disturbing.kills(rounds, seed=seed, json_file=json_file)


_SOAK_EPILOG = """\b
What the clients do:
  a quarter draw one thing after the other. The others draw, type 12 changes a second, cancel,
  stop reading, send bad messages, list jobs, ask for earlier results or do nothing; every second
  of them loses its connection now and then and comes back.

\b
What is judged:
  errors      every error has a documented code, and one that this load may cause
  requests    each ends exactly once; no frame is lost, comes twice or is wrong
  memory      Theil-Sen slope of the tree's proportional set size after the warm-up, times the
              duration, over the median
  fairness    Jain's index over the requests done by the quarter that all do the same

\b
Examples:
  neonworks-animator bench soak
  neonworks-animator bench soak --clients 8 --minutes 0.5

\b
Runs half as long again as --minutes, for the warm-up. The series of samples is printed below the
table and written in full by --json. Exit code 1 when a target was missed.
"""


@click.command("soak", epilog=_SOAK_EPILOG)
@click.option("--clients", type=click.IntRange(2, 1000), default=64, show_default=True, help="At a time.")
@click.option(
    "--minutes", type=click.FloatRange(0.05), default=10.0, show_default=True, help="Measured time."
)
@click.option(
    "--warm-up", type=click.FloatRange(0.0), help="Minutes before; half of --minutes when not given."
)
@_SEED
@json_option
def _soak(
    clients: int, minutes: float, warm_up: float | None, seed: int | None, json_file: Path | None
) -> int:
    """Many clients that do what they like, for minutes: errors, memory, fairness, waits."""
    from neonworks_daemon.local import disturbing

    return disturbing.soak(clients, minutes, warm_up=warm_up, seed=seed, json_file=json_file)


COMMANDS: Mapping[str, click.Command] = MappingProxyType(
    {"disconnects": _disconnects, "kills": _kills, "soak": _soak}
)
"""Name -> command, for ``bench``."""
