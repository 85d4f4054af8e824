"""``bench``: numbers beside their baselines."""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Benches:
  stream     frames per second between two processes, beside bare websockets and JSON + base64 PNG
  latency    first frame, whole clip, cancel and supersede on unseen sprites and sentences
  daemon     start, memory of the process tree, idle processor
  contract   the sprite contract over all examples × actions × styles, and over artists' strips
  score      drawn frames against artists' strips
  joints     joints found in stills against an artist's guide lines, beside a constant table
  all        every bench that can run here

\b
Artists' strips are read from --cases and layered sets from --sprites, or from ../shared/sprites beside a
checkout where that exists; without them contract covers only our own sprites, score and joints are left out.

\b
Examples:
  neonworks-animator bench stream
  neonworks-animator bench latency --trials 50 --json bench-output/latency.json
  neonworks-animator bench contract --cases path/to/cases
"""


@click.command("bench", epilog=_EPILOG, short_help="Measure speed, memory and the contract.")
@click.argument("name", required=False)
@click.option("--trials", type=click.IntRange(1, 10_000), help="Trials of latency; 200 when not given.")
@click.option("--cases", type=click.Path(path_type=Path), help="Folder of artists' strips.")
@click.option("--sprites", type=click.Path(path_type=Path), help="Folder of the layered sets.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the numbers here too.")
def command(
    name: str | None, trials: int | None, cases: Path | None, sprites: Path | None, json_file: Path | None
) -> int:
    """Run the bench NAME. Every row stands beside a baseline measured in the same run.

    Exit code 1 when a target was missed.
    """
    if name is None:
        raise click.UsageError("name a bench: stream, latency, daemon, contract, score, joints or all")
    from neonworks_daemon.local.benching import run_benches

    return run_benches(name, trials=trials, cases=cases, sprites=sprites, json_file=json_file)
