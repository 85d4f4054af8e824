"""Who draws: the running daemon when it runs the same code, otherwise this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.build_id import build_id
from neonworks_daemon.local.job import Artist
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo, read_ready
from neonworks_daemon.settings import load_settings

if TYPE_CHECKING:
    from neonworks_daemon.local.remote import RemoteArtist

__all__ = ["open_artist"]


@contextmanager
def open_artist(workshop: Workshop) -> Iterator[tuple[Artist, str]]:
    """The artist, and one line that says who it is. Raises ``AnimatorError`` for bad settings."""
    info = read_ready(load_settings().ready_path)
    if info is None:
        yield workshop, "no daemon is running: drawing in this process"
        return
    if info.build != build_id():
        yield workshop, "the running daemon is of another build: drawing in this process"
        return
    remote = _connect(info)
    if remote is None:
        yield workshop, "the daemon does not answer: drawing in this process"
        return
    with remote:
        yield remote, f"drawing in the running daemon (process {info.pid})"


def _connect(info: ReadyInfo) -> "RemoteArtist | None":
    # Imported here: most commands run without a daemon and need no WebSocket library.
    from neonworks_daemon.local.remote import RemoteArtist

    try:
        return RemoteArtist.connect(info)
    except (AnimatorError, OSError):
        return None
