"""``Dispatcher``: which service handles which message."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.events import Connected, Reattached, Repeated, Resumed, ServerEvent
from neonworks_protocol.messages import (
    Analyse,
    Cancel,
    Consult,
    Credit,
    Export,
    GetResult,
    GetStatus,
    GetWatch,
    Interpolate,
    Interpret,
    ListJobs,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    Pin,
    Publish,
    Retry,
    Submit,
    Variations,
    WatchReport,
)

from neonworks_daemon.exporting import Exporter
from neonworks_daemon.language.consulting import Consulting
from neonworks_daemon.logs import fields
from neonworks_daemon.looks import LookService
from neonworks_daemon.queries import QueryService
from neonworks_daemon.requests import JobMessage, RequestService
from neonworks_daemon.sessions import Session
from neonworks_daemon.watch_desk import WatchDesk

__all__ = ["Dispatcher"]

_Handler = Callable[[Session, Any], None]

_logger = logging.getLogger(__name__)


class Dispatcher:
    """One for all connections; holds no state of its own."""

    def __init__(
        self,
        requests: RequestService,
        queries: QueryService,
        exporter: Exporter,
        watch: WatchDesk,
        consulting: Consulting,
        looks: LookService,
    ) -> None:
        self._requests = requests
        self._queries = queries
        self._exporter = exporter
        self._consulting = consulting
        self._looks = looks
        self._handlers: Mapping[type, _Handler] = {
            Connected: self._connected,
            Resumed: self._resumed,
            Reattached: self._reattached,
            Repeated: self._repeated,
            Submit: self._request,
            Variations: looks.request,
            Interpolate: looks.request,
            GetResult: self._request,
            Cancel: self._cancel,
            Credit: self._credit,
            Interpret: queries.interpret,
            Consult: consulting.consult,
            Analyse: queries.analyse,
            ListJobs: queries.list_jobs,
            GetStatus: queries.status,
            Export: exporter.export,
            ModelsList: queries.models,
            ModelsInstall: queries.model,
            ModelsLoad: queries.model,
            ModelsUnload: queries.model,
            Retry: self._request,
            Pin: queries.pin,
            Publish: watch.publish,
            WatchReport: watch.report,
            GetWatch: watch.get,
        }

    @property
    def handled(self) -> frozenset[type]:
        """The classes of event that have a service."""
        return frozenset(self._handlers)

    def handle(self, connection: Session, event: ServerEvent) -> None:
        """Act on ``event``. Raises ``IllegalTransition`` for an event that no service knows: a bug."""
        handler = self._handlers.get(type(event))
        if handler is None:
            raise IllegalTransition(f"no service handles {type(event).__name__}")
        handler(connection, event)

    def _connected(self, connection: Session, event: Connected) -> None:
        client = event.hello.client
        _logger.info(
            "client_connected", extra=fields(client=client.id, name=client.name, version=client.version)
        )

    def _request(self, connection: Session, message: JobMessage) -> None:
        self._requests.request(connection, message, connection.encoding)

    def _reattached(self, connection: Session, event: Reattached) -> None:
        if isinstance(event.message, Variations | Interpolate):
            self._looks.reattach(connection, event.message, event.accepted)
        else:
            self._requests.reattach(connection, event.message, event.accepted, connection.encoding)

    def _resumed(self, connection: Session, event: Resumed) -> None:
        _logger.info("client_resumed", extra=fields(client=event.hello.client.id, gap=event.gap))

    def _repeated(self, connection: Session, event: Repeated) -> None:
        if isinstance(event.message, Variations | Interpolate):
            self._looks.repeat(connection, event.message, event.accepted, event.end)
        else:
            self._requests.repeat(connection, event.message, event.accepted, event.end)

    def _cancel(self, connection: Session, message: Cancel) -> None:
        """Questions and requests share their ids; an answer that is on its way is not called back."""
        if not connection.asks(message.request_id):
            if not self._looks.cancel(connection, message):
                self._requests.cancel(connection, message)
        elif not (self._queries.cancel(connection, message) or self._consulting.cancel(connection, message)):
            self._exporter.cancel(connection, message)

    def _credit(self, connection: Session, _: Credit) -> None:
        connection.resume()
