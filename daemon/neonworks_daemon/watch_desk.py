"""``WatchDesk``: hears from watcher processes and tells every client what changed in watched folders."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import msgspec
from neonworks_protocol.messages import (
    AssetChanged,
    GetWatch,
    Publish,
    Published,
    ServerMessage,
    WatchReport,
    WatchStatus,
)
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState

__all__ = ["Listener", "WatchDesk"]

_TOLD = 8192
"""Publishings remembered, so that one that a watcher repeats after a crash is told once. A watcher repeats
what was not answered, 64 at most."""
_ROOTS = 256
"""Folders remembered, the longest silent one goes first."""
_GATHER_S = 0.2
"""Changes of status are told together this often: 500 sprites at once are a few messages."""
_SILENT_S = 15.0
"""A watcher reports every 5 s; after three missed ones it counts as gone."""


class Listener(Protocol):
    """A client that can be told something; ``Connection`` is one."""

    def answer(self, message: ServerMessage) -> None: ...


@dataclass
class _Root:
    record: WatchRecord
    watcher: Listener
    silence: asyncio.TimerHandle


class WatchDesk:
    """``audience`` gives all clients. Everything is called in the event loop."""

    def __init__(self, audience: Callable[[], Iterable[Listener]]) -> None:
        self._audience = audience
        self._roots: OrderedDict[str, _Root] = OrderedDict()
        self._told: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._changed: dict[str, WatchRecord] = {}
        self._gathering: asyncio.TimerHandle | None = None

    def publish(self, watcher: Listener, message: Publish) -> None:
        """Tell every other client. The same ``request_id`` for the same sprite again is answered, not told:
        the watcher did not hear the first answer."""
        token = (message.request_id, message.path)
        if token not in self._told:
            self._told[token] = self._tell_change(watcher, message)
            if len(self._told) > _TOLD:
                self._told.popitem(last=False)
        watcher.answer(Published(request_id=message.request_id, clients=self._told[token]))

    def report(self, watcher: Listener, message: WatchReport) -> None:
        """Take in how a watcher's folders are; folders that it does not name any more have stopped."""
        named = {record.root for record in message.roots}
        for root, known in list(self._roots.items()):
            if known.watcher is watcher and root not in named:
                self._stopped(root)
        for record in message.roots:
            self._take_in(watcher, record)
        watcher.answer(self._status(message.request_id))

    def get(self, client: Listener, message: GetWatch) -> None:
        """Answer with all folders."""
        client.answer(self._status(message.request_id))

    def left(self, client: Listener) -> None:
        """The client is gone for good; so are the folders that it watched."""
        for root, known in list(self._roots.items()):
            if known.watcher is client:
                self._stopped(root)

    def close(self) -> None:
        """Nothing is told any more."""
        for known in self._roots.values():
            known.silence.cancel()
        if self._gathering is not None:
            self._gathering.cancel()

    def _tell_change(self, watcher: Listener, message: Publish) -> int:
        change = AssetChanged(
            root=message.root,
            path=message.path,
            sha256=message.sha256,
            recipe=message.recipe,
            outputs=message.outputs,
            publish=message.request_id,
        )
        others = [client for client in self._audience() if client is not watcher]
        for client in others:
            client.answer(change)
        return len(others)

    def _take_in(self, watcher: Listener, record: WatchRecord) -> None:
        known = self._roots.pop(record.root, None)
        if known is not None:
            known.silence.cancel()
        silence = asyncio.get_running_loop().call_later(_SILENT_S, self._stopped, record.root)
        self._roots[record.root] = _Root(record, watcher, silence)
        if known is None or known.record != record:
            self._note(record)
        if len(self._roots) > _ROOTS:
            _, dropped = self._roots.popitem(last=False)
            dropped.silence.cancel()

    def _stopped(self, root: str) -> None:
        known = self._roots[root]
        known.silence.cancel()
        if known.record.state is not WatchState.STOPPED:
            note = "its watcher has ended: start it again"
            known.record = msgspec.structs.replace(known.record, state=WatchState.STOPPED, note=note)
            self._note(known.record)

    def _note(self, record: WatchRecord) -> None:
        self._changed[record.root] = record
        if self._gathering is None:
            self._gathering = asyncio.get_running_loop().call_later(_GATHER_S, self._tell_status)

    def _tell_status(self) -> None:
        self._gathering = None
        message = WatchStatus(roots=tuple(self._changed.values()))
        self._changed.clear()
        for client in self._audience():
            client.answer(message)

    def _status(self, request_id: str) -> WatchStatus:
        return WatchStatus(request_id=request_id, roots=tuple(known.record for known in self._roots.values()))
