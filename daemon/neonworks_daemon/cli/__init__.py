"""``neonworks-animator``: one module a command, imported only when that command runs."""

import sys

__all__ = ["main"]


def main() -> int:
    """Run the command line of this process and return its exit code (see ``exits``)."""
    from neonworks_daemon.cli.app import run

    return run(sys.argv[1:])
