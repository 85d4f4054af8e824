"""``bench editor``: what a user of the panel waits for, and what it costs the frame loop that it lives in."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from neonworks_daemon.cli.bench import json_option

__all__ = ["COMMANDS"]

_PARTS = ("keys", "cost", "swap", "kill")
_EPILOG = """\b
What is measured, through the real panel in a window that nobody sees, and a daemon of the bench's own:
  keys   from a key press to the first picture of that change in the preview, while typing 8 to
         14 characters a second and with single changes, on stills that nobody has seen
  cost   processor time of the editor's thread per frame while pictures stream in: the
         connection's part (pump), the panel's part at 1280x720 and 1920x1080
  swap   from a saved file of a watched folder to its new pixels in the scene
  kill   the daemon killed (SIGKILL) while somebody types: the longest frame of the editor, the
         pictures that are lost, and what the panel says

\b
Examples:
  neonworks-animator bench editor
  neonworks-animator bench editor --only keys --seed 7

\b
Takes about two minutes on two idle cores; needs pygame. Exit code 1 when a target was missed.
"""


@click.command("editor", epilog=_EPILOG)
@click.option("--only", multiple=True, type=click.Choice(_PARTS), help="Measure this only; may be repeated.")
@click.option(
    "--stills", type=click.IntRange(4, 200), default=12, show_default=True, help="Stills and sentences."
)
@click.option("--seed", type=click.IntRange(0), help="Repeats a run; the time of day when not given.")
@json_option
def _editor(only: tuple[str, ...], stills: int, seed: int | None, json_file: Path | None) -> int:
    """Key press to picture, cost per frame, file to pixels, a killed daemon: the editor as it is used."""
    from neonworks_daemon.local.editor_bench import run_editor_bench

    return run_editor_bench(only or _PARTS, stills=stills, seed=seed, json_file=json_file)


COMMANDS: Mapping[str, click.Command] = MappingProxyType({"editor": _editor})
"""Name -> command, for ``bench``."""
