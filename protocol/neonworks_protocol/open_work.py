"""What a client has open in its session: requests and questions, and what may be said about them."""

from neonworks_protocol.errors import Busy, IllegalTransition
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import AssetChanged, Blob, Error, ModelsCatalog, ServerMessage, WatchStatus
from neonworks_protocol.queries import QueryTable
from neonworks_protocol.records import RequestRef
from neonworks_protocol.tracking import RequestTracker

__all__ = ["OpenWork"]


class OpenWork:
    """A ``RequestTracker`` and a ``QueryTable`` that share their ids."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.requests = RequestTracker(limits.clips_per_request)
        self.queries = QueryTable(limits.requests_open)

    def __contains__(self, request_id: object) -> bool:
        return request_id in self.requests or request_id in self.queries

    def check_room(self, channel: str | None) -> None:
        """Raises ``Busy`` when no further request, or none on this channel, may be opened."""
        limits = self._limits
        if len(self.requests) >= limits.requests_open:
            raise Busy(f"{limits.requests_open} requests are open; wait for some to end")
        channels = self.requests.channels()
        if channel is not None and channel not in channels and len(channels) >= limits.channels:
            raise Busy(f"{limits.channels} channels are in use; end the requests of one")

    def apply(self, message: ServerMessage) -> None:
        """Takes over what is about to be sent; raises ``IllegalTransition`` when it may not be said now."""
        if self.queries.answers(message):
            self.queries.close(message)
        elif isinstance(message, Blob):
            if not self.requests.accepted(message.request_id):
                raise IllegalTransition(f"blob for {message.request_id}, which did not ask for any")
        elif self.requests.governs(message):
            self.requests.apply(message)
        elif not _is_news(message):
            raise IllegalTransition(f"{type(message).__name__} answers nothing that was asked")

    def forget(self) -> tuple[RequestRef, ...]:
        """Forgets everything; the requests that had not ended."""
        forgotten = tuple(
            RequestRef(request_id=request_id, job_id=request.job_id)
            for request_id in self.requests.open_requests()
            if (request := self.requests.get(request_id)) is not None
        )
        self.requests = RequestTracker(self._limits.clips_per_request)
        self.queries.clear()
        return forgotten


def _is_news(message: ServerMessage) -> bool:
    """Whether it may be said unasked."""
    unasked = isinstance(message, ModelsCatalog | WatchStatus) and message.request_id is None
    return unasked or isinstance(message, Error | AssetChanged)
