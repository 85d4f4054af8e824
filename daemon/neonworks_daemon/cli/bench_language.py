"""``bench language``: a larger language model through the daemon, beside the binding itself."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from neonworks_daemon.cli.bench import json_option

__all__ = ["COMMANDS"]

_EPILOG = """\b
Examples:
  neonworks-animator bench language
  neonworks-animator bench language --reader ~/models/qwen2.5-1.5b-instruct-q4_k_m.gguf --trials 20
  neonworks-animator bench language --file labelled.jsonl --json bench-output/language.json

\b
Each sentence is read twice, in turns: by a daemon of the bench's own, and by the same model in this process.
Labelled lines are {"id": ..., "text": ..., "labels": {...}}; they are scored for the right action.
"""


@click.command("language", epilog=_EPILOG, short_help="A larger language model, through the daemon.")
@click.option("--reader", default="tiny", show_default=True, help="tiny, or a GGUF file.")
@click.option("--trials", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Sentences.")
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Labelled lines.")
@click.option("--seed", type=int, help="The same sentences again; others every time when not given.")
@json_option
def _language(reader: str, trials: int, file: Path | None, seed: int | None, json_file: Path | None) -> int:
    """Measure the first field, tokens per second and valid replies; exit code 1 when a target is missed."""
    from neonworks_daemon.local.reading_bench import run_language_bench

    return run_language_bench(reader, trials=trials, file=file, seed=seed, json_file=json_file)


COMMANDS: Mapping[str, click.Command] = MappingProxyType({"language": _language})
