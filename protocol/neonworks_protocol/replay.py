"""What a session has sent lately, for a client that comes back: control messages whole, frames as hashes.

The bytes of a frame are asked for again when it is sent again (``FrameSource``), so a ring costs little
whatever its frames weigh. Files (``blob``) are not kept: whoever misses a part of one asks for it anew.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.messages import Frame

__all__ = ["FrameNote", "FrameSource", "LostNote", "MessageNote", "Note", "ReplayRing", "note_frame"]

FrameSource = Callable[[Frame], bytes | None]
"""The bytes of a frame whose ``data`` was left out, None when they are gone."""

MAX_NOTES = 4096
"""128 frames of credit, and 30 other messages for each: more than sockets hold on their way."""
MAX_BYTES = 1 << 20
"""4,000 usual control messages. A driver of many sessions shares less among them (``ReplayRing.limit``)."""
_MESSAGE_BYTES = 160
"""What the note of a message costs beside the message: objects, measured with tracemalloc."""
_FRAME_BYTES = 400
"""What the note of a frame costs, with its names; measured likewise."""


@dataclass(frozen=True, slots=True)
class MessageNote:
    """A message as it was sent."""

    seq: int
    data: bytes

    @property
    def last_seq(self) -> int:
        return self.seq

    @property
    def size(self) -> int:
        return len(self.data) + _MESSAGE_BYTES


@dataclass(frozen=True, slots=True)
class FrameNote:
    """A frame without its ``data``; its chunks are numbered ``seq`` to ``last_seq``."""

    seq: int
    frame: Frame
    parts: int

    @property
    def last_seq(self) -> int:
        return self.seq + self.parts - 1

    @property
    def size(self) -> int:
        return _FRAME_BYTES


@dataclass(frozen=True, slots=True)
class LostNote:
    """A message that cannot be sent again."""

    seq: int

    @property
    def last_seq(self) -> int:
        return self.seq

    @property
    def size(self) -> int:
        return _MESSAGE_BYTES


Note = MessageNote | FrameNote | LostNote


def note_frame(seq: int, frame: Frame) -> FrameNote:
    """The note of an unsplit frame whose first chunk is ``seq``."""
    return FrameNote(seq, msgspec.structs.replace(frame, seq=0, data=b""), frame_parts(frame))


class ReplayRing:
    """The newest notes, at most ``max_notes`` of them and ``max_bytes`` of memory."""

    def __init__(self, *, max_notes: int = MAX_NOTES, max_bytes: int = MAX_BYTES) -> None:
        self._max_notes = max_notes
        self._max_bytes = max_bytes
        self._notes: deque[Note] = deque()
        self._bytes = 0
        self._dropped = 0

    def __len__(self) -> int:
        return len(self._notes)

    @property
    def size(self) -> int:
        """Bytes that the notes take, within a tenth or so."""
        return self._bytes

    def record(self, note: Note) -> None:
        """Takes the next note; the oldest make room."""
        self._notes.append(note)
        self._bytes += note.size
        self._shed()

    def limit(self, max_bytes: int) -> None:
        """Keep at most ``max_bytes`` from here on; the oldest notes leave at once."""
        self._max_bytes = max_bytes
        self._shed()

    def since(self, seq: int) -> Iterator[Note] | None:
        """The notes of all messages after ``seq``, the oldest first; None when some were dropped."""
        if seq < self._dropped:
            return None
        return (note for note in tuple(self._notes) if note.last_seq > seq)

    def clear(self, seq: int) -> None:
        """Drops everything up to ``seq``, which was given up."""
        self._notes.clear()
        self._bytes = 0
        self._dropped = seq

    def _shed(self) -> None:
        while len(self._notes) > self._max_notes or self._bytes > self._max_bytes:
            oldest = self._notes.popleft()
            self._bytes -= oldest.size
            self._dropped = oldest.last_seq
