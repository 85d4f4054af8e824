"""``bench fuzz``, ``events`` and ``drop``: what must hold whatever comes in."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from neonworks_daemon.cli.bench import json_option

__all__ = ["COMMANDS"]

_FUZZ_EPILOG = """\b
Targets:
  codec     bytes of messages in both directions
  session   conversations with the daemon's end of a connection: any order, doubled, resumed, closed
  client    conversations with the client's end, over a wire that loses, doubles, swaps and changes
  image     PNG, GIF and WebP with broken parts (checksums right), lying headers, bombs, cut files

\b
Examples:
  neonworks-animator bench fuzz --inputs 10000
  neonworks-animator bench fuzz --target image --jobs 2
  neonworks-animator bench fuzz --target session --seed 7 --only 19376

\b
Equal seeds give equal inputs. What is found is written into --findings, one file for each, and exit code 1
is returned. A million inputs of each target take about six minutes of one core.
"""


@click.command("fuzz", epilog=_FUZZ_EPILOG)
@click.option(
    "--inputs", type=click.IntRange(1), default=1_000_000, show_default=True, help="Of each target."
)
@click.option(
    "--target",
    type=click.Choice(["codec", "session", "client", "image", "all"]),
    default="all",
    show_default=True,
    help="What is to read them.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Other seeds, other inputs.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--findings",
    type=click.Path(path_type=Path),
    default=Path("fuzz-findings"),
    show_default=True,
    help="Folder for inputs that broke a promise.",
)
@click.option("--only", type=click.IntRange(0), help="Repeat the input of this number, in this process.")
@json_option
def _fuzz(
    inputs: int, target: str, seed: int, jobs: int, findings: Path, only: int | None, json_file: Path | None
) -> int:
    """Broken input for everything that reads: only documented errors, bounded time and memory."""
    from neonworks_daemon.local import trusting

    if only is not None:
        return trusting.repeat(target, seed, only)
    return trusting.fuzz(target, inputs, seed=seed, jobs=jobs, findings=findings, json_file=json_file)


_EVENTS_EPILOG = """\b
What happens to the files: made, written in pieces, replaced by a rename, overwritten thrice in 5 ms, changed
and changed back, deleted and made again, renamed, renamed over others, touched, overwritten with the time set
back, corrupted and repaired, moved with their folder, given other recipes, changed by git checkout.

\b
Examples:
  neonworks-animator bench events --events 1000 --files 60
  neonworks-animator bench events --seed 7 --restarts 4

\b
A daemon of its own watches a folder of its own; it and its watcher are ended by SIGKILL in turns. Once quiet,
every path's files are compared with the truth, some of them by drawing them again. Exit code 1 for any fault.
Ten thousand events take about four minutes.
"""


@click.command("events", epilog=_EVENTS_EPILOG)
@click.option("--events", type=click.IntRange(1), default=10_000, show_default=True, help="File events.")
@click.option(
    "--files", type=click.IntRange(10), default=300, show_default=True, help="Sprites in the folder."
)
@click.option("--restarts", type=click.IntRange(0), default=2, show_default=True, help="Kills meanwhile.")
@click.option("--seed", type=int, default=1, show_default=True, help="Other seeds, other events.")
@json_option
def _events(events: int, files: int, restarts: int, seed: int, json_file: Path | None) -> int:
    """A watched folder under fire: is the newest content of every path published, once, and rightly?"""
    from neonworks_daemon.local import trusting

    return trusting.events(events, files=files, restarts=restarts, seed=seed, json_file=json_file)


_DROP_EPILOG = """\b
Examples:
  neonworks-animator bench drop --sprites 50
  neonworks-animator bench drop --sprites 500 --actions 3 --json bench-output/drop.json

\b
Published clips per second are compared with the generator's own in one process, measured first, times the
background workers. Meanwhile a client submits an unseen sprite on a live channel every 300 ms. Exit code 1
when a target was missed.
"""


@click.command("drop", epilog=_DROP_EPILOG)
@click.option(
    "--sprites", type=click.IntRange(1), default=500, show_default=True, help="New sprites at once."
)
@click.option("--actions", type=click.IntRange(1, 5), default=3, show_default=True, help="Clips of each.")
@click.option("--background", type=click.IntRange(1, 16), help="Background workers; the daemon's default.")
@click.option("--seed", type=int, help="Equal seeds give equal sprites; the time when not given.")
@json_option
def _drop(
    sprites: int, actions: int, background: int | None, seed: int | None, json_file: Path | None
) -> int:
    """Hundreds of sprites dropped into a watched folder, while somebody edits live."""
    from neonworks_daemon.local import trusting

    return trusting.drop(sprites, actions=actions, background=background, seed=seed, json_file=json_file)


COMMANDS: Mapping[str, click.Command] = MappingProxyType({"fuzz": _fuzz, "events": _events, "drop": _drop})
"""Name -> command, for ``bench``."""
