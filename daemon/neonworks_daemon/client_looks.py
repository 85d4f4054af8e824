"""``looks_of``: other looks of a sprite from the daemon, for commands, tests and benches."""

from collections.abc import Callable

from neonworks_protocol.chunks import BlobAssembler
from neonworks_protocol.errors import JobCancelled, WorkerFailed, from_wire
from neonworks_protocol.messages import (
    Blob,
    Cancelled,
    Done,
    Failed,
    Interpolate,
    Progress,
    ServerMessage,
    Variations,
)

from neonworks_daemon.client import DaemonClient

__all__ = ["looks_of"]


async def looks_of(
    client: DaemonClient,
    message: Variations | Interpolate,
    told: Callable[[Progress], object] = lambda _: None,
) -> dict[str, bytes]:
    """The pictures, file name -> PNG; ``told`` hears of progress.

    Raises the error that the request ended by, ``JobCancelled`` for one that was cancelled.
    """
    joined = _Joined()

    def take(each: ServerMessage) -> None:
        if isinstance(each, Progress):
            told(each)

    handle = await client.request(message, joined.add)
    end = await handle.each(take)
    if isinstance(end, Failed):
        raise from_wire(end.code, end.message)
    if isinstance(end, Cancelled):
        raise JobCancelled("the looks were cancelled")
    if not isinstance(end, Done):
        raise WorkerFailed(getattr(end, "message", "") or "the daemon ended the request: ask again")
    return joined.files


class _Joined:
    """Files that begin anew where the connection was lost in between."""

    def __init__(self) -> None:
        self._assembler = BlobAssembler()

    @property
    def files(self) -> dict[str, bytes]:
        return self._assembler.files

    def add(self, blob: Blob) -> None:
        if blob.file == blob.part == 0:
            self._assembler = BlobAssembler()
        self._assembler.add(blob)
