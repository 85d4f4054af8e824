"""Open files: enough of them from the start, or a clear word before anything fails halfway."""

import logging
import sys

from neonworks_protocol.errors import BadRequest

from neonworks_daemon.logs import fields
from neonworks_daemon.settings import Settings

__all__ = ["descriptors_needed", "ensure_descriptors"]

_BASE = 128
"""Streams, event loop, listening socket, history, frames, ready file and lock, sockets at their greeting."""
_A_WORKER = 6
"""Two pipes and their watcher, twice while one ends and its successor starts."""

_logger = logging.getLogger(__name__)


def descriptors_needed(settings: Settings) -> int:
    """Open files that a daemon with ``settings`` may have at once."""
    return _BASE + settings.client_limit + _A_WORKER * (settings.workers + settings.background)


def ensure_descriptors(needed: int) -> None:
    """Raise this process's own limit of open files to ``needed`` where it is lower and may be raised.

    Raises ``BadRequest`` where it may not. Windows has no such limit.
    """
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (ValueError, OSError) as error:
        raise BadRequest(
            f"this process may open {soft} files and the daemon may need {needed}; raise the limit "
            f"(ulimit -n {needed}) or lower client_limit or workers in its settings"
        ) from error
    _logger.info("descriptors_raised", extra=fields(before=soft, now=needed))
