"""What waits to be sent to one client: a line of messages per request, served in turns.

Inside a request the order is kept. Across requests a line whose next message needs more credit than there is
waits, while the others go on, so that a stalled download never holds up an answer.
"""

from collections import OrderedDict, deque
from collections.abc import Callable

from neonworks_protocol.messages import Frame, ServerMessage

__all__ = ["Outbox"]


class Outbox:
    """``cost`` tells the credits that a message needs. Bounded by its users: see ``pending_bytes``."""

    def __init__(self, cost: Callable[[ServerMessage], int]) -> None:
        self._cost = cost
        self._lines: OrderedDict[str, deque[ServerMessage]] = OrderedDict()
        self._bytes = 0

    @property
    def pending_bytes(self) -> int:
        """Bytes of frames that wait."""
        return self._bytes

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def put(self, request_id: str, message: ServerMessage) -> None:
        """Append to the request's line."""
        self._lines.setdefault(request_id, deque()).append(message)
        self._bytes += _size(message)

    def drop(self, request_id: str) -> None:
        """Forget what waits of one request; its end is still to be put."""
        for message in self._lines.pop(request_id, ()):
            self._bytes -= _size(message)

    def take(self, credit: int) -> ServerMessage | None:
        """The next message that ``credit`` suffices for, None when there is none."""
        for request_id, line in self._lines.items():
            if self._cost(line[0]) <= credit:
                message = line.popleft()
                self._bytes -= _size(message)
                if line:
                    self._lines.move_to_end(request_id)
                else:
                    del self._lines[request_id]
                return message
        return None

    def clear(self) -> list[ServerMessage]:
        """Take out everything, line by line."""
        waiting = [message for line in self._lines.values() for message in line]
        self._lines.clear()
        self._bytes = 0
        return waiting


def _size(message: ServerMessage) -> int:
    return len(message.data) if isinstance(message, Frame) else 0
