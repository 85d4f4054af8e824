"""``serve``: the daemon in the foreground."""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator serve
  neonworks-animator serve --port 8766 --workers 4
  neonworks-animator serve --exit-when-idle 600

\b
Clients find it through a ready file with the port and a random token; doctor shows where it lies.
Ctrl-C or SIGTERM stops it cleanly. It listens on this machine only.
Started with & from a script it does not hear Ctrl-C (SIGINT), as the shell wants of such programs: stop it
with kill PID, which sends SIGTERM.
"""


@click.command("serve", epilog=_EPILOG, short_help="Run the daemon.")
@click.option("--config", type=click.Path(path_type=Path), help="Configuration file (TOML).")
@click.option("--host", help="Loopback address to listen on; 127.0.0.1 when not given.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; a free one is chosen when not given.")
@click.option("--state-dir", help="Folder of the ready file and the lock.")
@click.option("--data-dir", help="Folder of finished jobs and their frames.")
@click.option("--workers", type=click.IntRange(1, 16), help="Worker processes; 2 when not given.")
@click.option("--exit-when-idle", type=float, metavar="SECONDS", help="End after so long without a client.")
@click.option(
    "--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="How much is logged."
)
@click.option("--no-cache", is_flag=True, help="Draw equal requests anew.")
@click.option("--no-history", is_flag=True, help="Keep finished jobs in memory only.")
def command(config: Path | None, no_cache: bool, no_history: bool, **options: object) -> int:
    """Run the daemon that editors connect to, until it is stopped."""
    from neonworks_daemon.app import serve
    from neonworks_daemon.settings import load_settings

    if no_cache:
        options["cache"] = False
    if no_history:
        options["history"] = False
    return serve(load_settings(config, options))
