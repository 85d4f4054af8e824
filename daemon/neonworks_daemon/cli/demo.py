"""``demo``: the whole way from sentences to files, with a daemon of its own."""

from pathlib import Path

import click

__all__ = ["command"]


@click.command("demo", short_help="Watch example sprites being animated.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("demo-output"), help="Folder to write to."
)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def command(out: Path, as_json: bool) -> int:
    """Start a daemon, send it sentences about example sprites, watch the frames arrive.

    Writes GIFs, sheets and one labelled contact sheet to ./demo-output and prints what it measured. The
    daemon has its own port and folder and ends with the demo; a running one is left alone.
    """
    from neonworks_daemon.local.demo import run_demo

    return run_demo(out, as_json=as_json)
