"""Questions of a connection that wait for their answer."""

from collections import OrderedDict
from types import MappingProxyType

import msgspec

from neonworks_protocol.errors import Busy, IllegalTransition
from neonworks_protocol.messages import (
    Analyse,
    Analysis,
    Blob,
    Consult,
    Error,
    Export,
    GetStatus,
    GetWatch,
    Interpret,
    Jobs,
    ListJobs,
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    Pin,
    Publish,
    Published,
    Reading,
    ServerMessage,
    Spec,
    Status,
    WatchReport,
    WatchStatus,
)

__all__ = ["ANSWERS", "Query", "QueryTable", "is_last_answer"]

Query = (
    Interpret
    | Consult
    | Analyse
    | ListJobs
    | Pin
    | Export
    | GetStatus
    | Publish
    | WatchReport
    | GetWatch
    | ModelsList
    | ModelsInstall
    | ModelsLoad
    | ModelsUnload
)

ANSWERS = MappingProxyType[type, type[msgspec.Struct]](
    {
        Interpret: Spec,
        Consult: Reading,
        Analyse: Analysis,
        ListJobs: Jobs,
        Pin: Jobs,
        Export: Blob,
        GetStatus: Status,
        Publish: Published,
        WatchReport: WatchStatus,
        GetWatch: WatchStatus,
        ModelsList: ModelsCatalog,
        ModelsInstall: ModelsCatalog,
        ModelsLoad: ModelsCatalog,
        ModelsUnload: ModelsCatalog,
    }
)
"""Which message answers which query; ``error`` answers any."""


def is_last_answer(message: object) -> bool:
    """Whether nothing follows what answers a question: files come in parts, readings in steps."""
    match message:
        case Blob():
            return (message.file + 1, message.part + 1) == (message.files, message.parts)
        case Reading():
            return message.final
    return True


_CLOSED = 256
"""Answered questions remembered, so that a ``cancel`` that crossed the answer is no mistake."""


class QueryTable:
    """At most ``limit`` open queries."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: dict[str, type[msgspec.Struct]] = {}
        self._closed: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, request_id: object) -> bool:
        return request_id in self._open

    def __len__(self) -> int:
        return len(self._open)

    def open(self, query: Query) -> None:
        """Notes a question; raises ``Busy`` when too many are open."""
        if len(self._open) >= self._limit:
            raise Busy(f"{self._limit} questions are open; wait for some answers")
        self._open[query.request_id] = ANSWERS[type(query)]

    def answers(self, message: ServerMessage) -> bool:
        """Whether ``message`` bears the id of an open question."""
        return getattr(message, "request_id", None) in self._open

    def answered(self, request_id: str) -> bool:
        """Whether a question of that id was answered lately."""
        return request_id in self._closed

    def clear(self) -> None:
        """Forgets all questions."""
        self._open.clear()

    def close(self, message: ServerMessage) -> None:
        """Takes an answer; the last part of the last file closes an export, a final reading a consultation.
        Raises ``IllegalTransition``."""
        request_id: str = getattr(message, "request_id", "")
        wanted = self._open[request_id]
        if not isinstance(message, wanted | Error):
            raise IllegalTransition(f"{type(message).__name__} does not answer query {request_id}")
        if not is_last_answer(message):
            return
        del self._open[request_id]
        self._closed[request_id] = None
        if len(self._closed) > _CLOSED:
            self._closed.popitem(last=False)
