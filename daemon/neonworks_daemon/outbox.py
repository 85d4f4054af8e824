"""What waits to be sent to one client: a line of messages per request, served in turns.

Inside a request the order is kept. Across requests a line whose next message needs more credit than there is
waits, while the others go on, so that a stalled download never holds up an answer. Frames beyond ``hold``
bytes wait without their pixels, which are read from the store when their turn comes.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass

import msgspec
from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.errors import NotFound
from neonworks_protocol.messages import Blob, Frame, Progress, Reading, ServerMessage
from neonworks_protocol.replay import FrameSource

__all__ = ["HELD_BYTES", "NEWS", "Outbox"]

HELD_BYTES = 4 << 20
"""Pixels that wait in memory for one client: twice its first credit of 64 × 64 frames."""
NEWS = None
"""The line of messages that belong to no request; it keeps the newest ``_NEWS_KEPT``."""
_NEWS_KEPT = 256
_MESSAGE_BYTES = 512
"""One waiting message as Python objects, without pixels."""


@dataclass(slots=True)
class _Waiting:
    """A message; of a frame that waits without its ``data``, ``size`` and ``parts`` are still the whole's."""

    message: ServerMessage
    size: int
    parts: int

    @property
    def held(self) -> int:
        return len(self.message.data) if isinstance(self.message, Frame) else 0


class Outbox:
    """``source`` reads the bytes of frames again. Bounded by its users: see ``pending_bytes``."""

    def __init__(self, source: FrameSource, *, hold: int = HELD_BYTES) -> None:
        self._source = source
        self._hold = hold
        self._lines: OrderedDict[str | None, deque[_Waiting]] = OrderedDict()
        self._bytes = 0
        self._held = 0
        self._files = 0

    @property
    def pending_bytes(self) -> int:
        """Bytes of the frames that wait, and what their messages cost."""
        return self._bytes

    @property
    def held_bytes(self) -> int:
        """Bytes of frames that wait in memory."""
        return self._held

    @property
    def file_bytes(self) -> int:
        """Bytes of files that wait; all of them are in memory."""
        return self._files

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def put(self, request_id: str | None, message: ServerMessage) -> None:
        """Append to the request's line; progress takes the place of progress that waits as the last there,
        and so does a reading of what has less of it."""
        line = self._lines.setdefault(request_id, deque())
        if isinstance(message, Reading) and line and _continues(message, line[-1].message):
            line[-1].message = message
            return
        if isinstance(message, Progress) and line and isinstance(line[-1].message, Progress):
            line[-1].message = message
            return
        if request_id is NEWS and len(line) >= _NEWS_KEPT:
            self._count(line.popleft(), -1)
        waiting = _waiting(message)
        self._count(waiting, 1)
        line.append(waiting)
        if self._held > self._hold:
            self._strip(waiting)

    def drop(self, request_id: str) -> bool:
        """Forget what waits of one request; its end is still to be put. False when nothing did."""
        line = self._lines.pop(request_id, ())
        for waiting in line:
            self._count(waiting, -1)
        return bool(line)

    def drop_files(self) -> bool:
        """Forget all files that wait, whose requests are then to be made again. False when none did."""
        dropped = False
        for request_id, line in tuple(self._lines.items()):
            if request_id is not NEWS and any(isinstance(each.message, Blob) for each in line):
                self.drop(request_id)
                dropped = True
        return dropped

    def hold(self, most: int) -> None:
        """Keep at most ``most`` bytes of pixels in memory from here on; 0 drops those that are held."""
        self._hold = most
        if most:
            return
        for line in self._lines.values():
            for waiting in line:
                self._strip(waiting)

    def take(self, credit: int) -> ServerMessage | None:
        """The next message that ``credit`` suffices for, None when there is none.

        Raises ``NotFound`` when its bytes are no longer in the store.
        """
        for request_id, line in self._lines.items():
            if line[0].parts <= credit:
                waiting = line.popleft()
                self._count(waiting, -1)
                if line:
                    self._lines.move_to_end(request_id)
                else:
                    del self._lines[request_id]
                return self._whole(waiting)
        return None

    def clear(self) -> list[ServerMessage]:
        """Take out everything, line by line."""
        waiting = [each.message for line in self._lines.values() for each in line]
        self._lines.clear()
        self._bytes = self._held = self._files = 0
        return waiting

    def _whole(self, waiting: _Waiting) -> ServerMessage:
        frame = waiting.message
        if not isinstance(frame, Frame) or waiting.held or not waiting.size:
            return frame
        data = self._source(frame)
        if data is None or len(data) != waiting.size:
            raise NotFound(f"frame {frame.index} of {frame.clip_id} is no longer kept")
        return msgspec.structs.replace(frame, data=data)

    def _strip(self, waiting: _Waiting) -> None:
        if waiting.held:
            self._held -= waiting.held
            waiting.message = msgspec.structs.replace(waiting.message, data=b"")

    def _count(self, waiting: _Waiting, sign: int) -> None:
        self._bytes += sign * (waiting.size + _MESSAGE_BYTES)
        self._held += sign * waiting.held
        if isinstance(waiting.message, Blob):
            self._files += sign * waiting.size


def _waiting(message: ServerMessage) -> _Waiting:
    if isinstance(message, Frame):
        return _Waiting(message, len(message.data), frame_parts(message))
    if isinstance(message, Blob):
        return _Waiting(message, len(message.data), 1)
    return _Waiting(message, 0, 0)


def _continues(reading: Reading, earlier: ServerMessage) -> bool:
    """Whether ``reading`` has all that ``earlier``, which still waits, would tell."""
    return isinstance(earlier, Reading) and earlier.request_id == reading.request_id and not earlier.final
