"""``Commands``: what the frame loop asks of the network thread, in order and bounded."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from neonworks_protocol.messages import RequestMessage
from neonworks_protocol.queries import Query

from neonworks_editor.client.conversation import Answer

__all__ = ["AskCommand", "CancelCommand", "Command", "Commands", "SubmitCommand", "TakeBackCommand"]

_MOST = 1024
"""Commands between two looks of the network thread: four times what may be open."""


@dataclass(frozen=True)
class SubmitCommand:
    """Begin a request."""

    message: RequestMessage
    tell: Answer


@dataclass(frozen=True)
class AskCommand:
    """Ask a question."""

    message: Query
    answer: Answer


@dataclass(frozen=True)
class CancelCommand:
    """End a request or a question."""

    request_id: str


@dataclass(frozen=True)
class TakeBackCommand:
    """Go on with the session that another program has taken."""


Command = SubmitCommand | AskCommand | CancelCommand | TakeBackCommand


class Commands:
    """Filled by one thread, drained by another, which ``wake`` tells: once until it drained them."""

    def __init__(self, wake: Callable[[], None], most: int = _MOST) -> None:
        self._wake = wake
        self._most = most
        self._items: deque[Command] = deque()
        self._woken = False
        self._closed = False
        self._closing = threading.Lock()

    def put(self, command: Command) -> bool:
        """Whether it was taken; when there is no room, or after ``close``, it is not done.

        Cancels find room where requests find none: they make some.
        """
        most = self._most * 2 if isinstance(command, CancelCommand) else self._most
        with self._closing:
            if self._closed or len(self._items) >= most:
                return False
            self._items.append(command)
        self.knock()
        return True

    def close(self) -> None:
        """For the other thread: nothing is taken from here on; what was, is drained once more."""
        with self._closing:
            self._closed = True

    def knock(self) -> None:
        """Wake the other thread: there is something to look at."""
        if not self._woken:
            self._woken = True
            self._wake()

    def drain(self) -> list[Command]:
        """For the other thread: all that wait."""
        # Cleared first: what is put from here on wakes again.
        self._woken = False
        drained = []
        while self._items:
            drained.append(self._items.popleft())
        return drained
