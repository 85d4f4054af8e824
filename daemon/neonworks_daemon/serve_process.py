"""``python -m neonworks_daemon.serve_process``: a daemon without the command line's libraries.

Used by ``launch`` for daemons that start in the background; the ``serve`` command is the same with options.
"""

import argparse
import sys
from pathlib import Path

from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.app import serve
from neonworks_daemon.settings import load_settings

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 after a clean stop, 1 when the daemon cannot start; the reason goes to standard error."""
    parser = argparse.ArgumentParser(prog="neonworks-animator serve", description="Run the animator daemon.")
    parser.add_argument("--config", type=Path, help="configuration file")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--state-dir")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--log-level")
    parser.add_argument("--exit-when-idle", type=float, metavar="SECONDS")
    parser.add_argument("--no-cache", dest="cache", action="store_false", default=None)
    options = vars(parser.parse_args(arguments))
    try:
        return serve(load_settings(options.pop("config"), options))
    except AnimatorError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
