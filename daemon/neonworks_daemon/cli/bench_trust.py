"""``bench fuzz``: what must hold whatever comes in."""

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


COMMANDS: Mapping[str, click.Command] = MappingProxyType({"fuzz": _fuzz})
"""Name -> command, for ``bench``."""
