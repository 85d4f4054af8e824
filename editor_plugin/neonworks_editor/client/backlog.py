"""``Backlog``: requests that wait for a connection. Pure."""

from neonworks_protocol.messages import RequestMessage, Submit

__all__ = ["Backlog"]


class Backlog:
    """Requests in the order they came; of live edits on one channel only the newest waits."""

    def __init__(self) -> None:
        self._waiting: dict[str, RequestMessage] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, request_id: object) -> bool:
        return request_id in self._waiting

    def add(self, message: RequestMessage) -> str | None:
        """Let ``message`` wait; the id of the older live edit whose place it takes."""
        older = self._on_channel(message.channel) if isinstance(message, Submit) else None
        if older is not None:
            del self._waiting[older]
        self._waiting[message.request_id] = message
        return older

    def remove(self, request_id: str) -> bool:
        """Take one out; whether it waited."""
        return self._waiting.pop(request_id, None) is not None

    def release(self) -> tuple[RequestMessage, ...]:
        """All that wait, the oldest first; they do not wait any more."""
        released = tuple(self._waiting.values())
        self._waiting.clear()
        return released

    def _on_channel(self, channel: str | None) -> str | None:
        if channel is None:
            return None
        for request_id, message in self._waiting.items():
            if isinstance(message, Submit) and message.channel == channel:
                return request_id
        return None
