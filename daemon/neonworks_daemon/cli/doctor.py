"""``doctor``: is this installation well, and what to do where it is not."""

import click

__all__ = ["command"]


@click.command("doctor", short_help="Check this installation.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> int:
    """Check Python, packages, processor, memory, folders and the daemon.

    Every problem comes with what to do about it. Exit code 1 when something must be fixed.
    """
    from neonworks_daemon.local.checkup import examine

    return examine(as_json=as_json)
