"""``python -m neonworks_daemon.serve_process SETTINGS``: a daemon that another process starts.

``SETTINGS`` is a ``Settings`` as JSON. People use the ``serve`` command, which reads the configuration file.
"""

import sys

import msgspec
from neonworks_protocol.errors import AnimatorError, Busy

from neonworks_daemon.app import serve
from neonworks_daemon.language.process import READER_COMMAND
from neonworks_daemon.ready import TAKEN
from neonworks_daemon.settings import Settings
from neonworks_daemon.supervisor import WorkerCommand

__all__ = ["main"]


def main(
    arguments: list[str],
    *,
    worker_command: WorkerCommand | None = None,
    reader_command: WorkerCommand = READER_COMMAND,
) -> int:
    """Exit code 0 after a clean stop, 1 when the daemon cannot run, 2 for bad arguments, ``TAKEN`` when
    another one has the state folder; the reason is the last line on standard error."""
    try:
        (text,) = arguments
        settings = msgspec.json.decode(text, type=Settings)
    except (ValueError, msgspec.DecodeError) as error:
        print(f"error: one argument is needed, the settings as JSON: {error}", file=sys.stderr)
        return 2
    try:
        return serve(settings, worker_command=worker_command, reader_command=reader_command)
    except AnimatorError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return TAKEN if isinstance(error, Busy) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
