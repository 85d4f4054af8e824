"""Frames and files over one chunk: split on the sending side, joined on the receiving side."""

import hashlib
from collections.abc import Iterator

import msgspec

from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.limits import CHUNK_BYTES, MAX_FRAME_PARTS
from neonworks_protocol.messages import Blob, Frame, FrameChunk

__all__ = ["BlobAssembler", "FrameAssembler", "blob_messages", "file_messages", "frame_parts", "split_frame"]

_MAX_EXPORT_BYTES = 256 * 1024 * 1024
"""One export held by a client: 64 clips of 32 raw 128 × 128 frames are half of it."""


def frame_parts(frame: Frame) -> int:
    """Payload messages, and so credits, that an unsplit frame takes."""
    return max(1, -(-len(frame.data) // CHUNK_BYTES))


def split_frame(frame: Frame) -> Iterator[Frame | FrameChunk]:
    """The messages that carry an unsplit ``frame``; raises ``ProtocolError`` when it is over the limit."""
    parts = frame_parts(frame)
    if parts > MAX_FRAME_PARTS:
        raise ProtocolError(f"a frame has at most {MAX_FRAME_PARTS * CHUNK_BYTES} bytes")
    yield msgspec.structs.replace(frame, data=frame.data[:CHUNK_BYTES], parts=parts)
    for part in range(1, parts):
        piece = frame.data[part * CHUNK_BYTES : (part + 1) * CHUNK_BYTES]
        yield FrameChunk(clip_id=frame.clip_id, part=part, data=piece)


class FrameAssembler:
    """Joins ``frame`` and ``frame_chunk`` messages, which arrive in order and unmixed."""

    def __init__(self) -> None:
        self._head: Frame | None = None
        self._pieces: list[bytes] = []

    @property
    def waiting(self) -> bool:
        """A frame has begun and is not complete: no other payload may come."""
        return self._head is not None

    def begin(self, frame: Frame) -> Frame | None:
        """The frame itself when it is whole, else None; raises ``ProtocolError`` out of order."""
        if self._head is not None:
            raise ProtocolError(f"a frame of {self._head.clip_id} lacks chunks")
        if frame.parts == 1:
            return frame
        self._head, self._pieces = frame, [frame.data]
        return None

    def add(self, chunk: FrameChunk) -> Frame | None:
        """The whole frame with the last chunk, else None; raises ``ProtocolError`` out of order."""
        head = self._head
        if head is None or chunk.clip_id != head.clip_id or chunk.part != len(self._pieces):
            raise ProtocolError("a frame_chunk follows its frame, in order")
        self._pieces.append(chunk.data)
        if len(self._pieces) < head.parts:
            return None
        whole = msgspec.structs.replace(head, data=b"".join(self._pieces), parts=1)
        self._head, self._pieces = None, []
        return whole


def blob_messages(request_id: str, files: dict[str, bytes]) -> Iterator[Blob]:
    """The ``blob`` messages that carry ``files`` (name -> bytes), in the order of the mapping."""
    for number, (name, data) in enumerate(files.items()):
        digest = hashlib.sha256(data).hexdigest()
        whole = Blob(
            request_id=request_id, name=name, data=data, file=number, files=len(files), sha256=digest
        )
        yield from file_messages(whole)


def file_messages(whole: Blob) -> Iterator[Blob]:
    """One file, given as one ``blob`` of any size, in parts that may be sent."""
    parts = max(1, -(-len(whole.data) // CHUNK_BYTES))
    for part in range(parts):
        piece = whole.data[part * CHUNK_BYTES : (part + 1) * CHUNK_BYTES]
        yield msgspec.structs.replace(whole, data=piece, part=part, parts=parts)


class BlobAssembler:
    """Joins the ``blob`` messages of one request, which arrive in order, into files."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._pieces: list[bytes] = []
        self._total = 0

    @property
    def files(self) -> dict[str, bytes]:
        """Those that are complete, name -> bytes."""
        return dict(self._files)

    def add(self, blob: Blob) -> dict[str, bytes] | None:
        """All files (name -> bytes) with the last part of the last one, else None.

        Raises ``ProtocolError`` out of order, over 256 MiB, or when a file's sha256 is wrong.
        """
        self._total += len(blob.data)
        if blob.file != len(self._files) or blob.part != len(self._pieces) or blob.name in self._files:
            raise ProtocolError("blob parts come in order, each file under its own name")
        if self._total > _MAX_EXPORT_BYTES:
            raise ProtocolError(f"an export has at most {_MAX_EXPORT_BYTES} bytes")
        self._pieces.append(blob.data)
        if len(self._pieces) < blob.parts:
            return None
        self._close_file(blob)
        return self._files if len(self._files) >= blob.files else None

    def _close_file(self, blob: Blob) -> None:
        data = b"".join(self._pieces)
        if hashlib.sha256(data).hexdigest() != blob.sha256:
            raise ProtocolError(f"file {blob.name!r} arrived damaged; export it again")
        self._files[blob.name] = data
        self._pieces = []
