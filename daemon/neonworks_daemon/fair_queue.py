"""``FairQueue``: the order in which waiting jobs run. Pure: no clock, no task, no I/O.

Priorities are strict (interactive, then request, then folder). Inside one priority each client has an account
of the work that was done for it, and the next job is of the client with the least (start-time fair queueing):
a batch of a hundred delays another client by one job, and a client with large jobs gets as much work, not as
many jobs, as one with small jobs. Each client's jobs run in the order they came.
"""

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from neonworks_protocol.errors import Busy
from neonworks_protocol.vocabulary import Priority

__all__ = ["FairQueue", "Waiting"]

_T = TypeVar("_T")
_Account = tuple[float, int]
"""(work done, turn): the smallest is next; ``turn`` is when it was served last, so equals take turns."""

_IDLE_ACCOUNTS = 1024
"""Accounts kept of clients that have nothing waiting and are ahead of the others."""


@dataclass(frozen=True)
class Waiting(Generic[_T]):
    """One entry: ``client`` is who is served fairly, ``item`` what waits, ``size`` its bytes, ``cost`` the
    work that it should be, in any one unit (the scheduler's is milliseconds of processor time)."""

    client: Hashable
    priority: Priority
    item: _T
    size: int = 0
    cost: float = 1.0


class _Lane(Generic[_T]):
    """One priority."""

    def __init__(self) -> None:
        self.lines: dict[Hashable, deque[Waiting[_T]]] = {}
        self._accounts: dict[Hashable, _Account] = {}
        self._turns = itertools.count()
        self._level = 0.0
        """Work that was done for whoever is served now: a client that comes, or comes back, starts here, and
        one that could not be served for a while has one job in advance, not all that it missed."""
        self._passed: set[Hashable] = set()
        """Clients that could not be served when it was their turn. Only they are lifted to the level: whoever
        always waits may be below it because a job was cheaper than it should be, and keeps that."""

    def line(self, client: Hashable) -> deque[Waiting[_T]]:
        """The client's line, opened where there is none."""
        if client not in self.lines:
            spent = max(self._accounts.get(client, (0.0, 0))[0], self._level)
            self._accounts[client] = (spent, next(self._turns))
            self.lines[client] = deque()
        return self.lines[client]

    def take(self, eligible: Callable[[Waiting[_T]], bool]) -> Waiting[_T] | None:
        able = {client for client, line in self.lines.items() if eligible(line[0])}
        client = min(able, key=self._accounts.__getitem__, default=None)
        self._passed.update(self.lines.keys() - able)
        if client is None:
            return None
        entry = self.lines[client].popleft()
        start = self._start(client)
        self._passed.discard(client)
        self._level = max(self._level, start)
        self._accounts[client] = (start + entry.cost, next(self._turns))
        if not self.lines[client]:
            self.close(client)
        return entry

    def close(self, client: Hashable) -> None:
        """The client has nothing waiting any more."""
        del self.lines[client]
        self._passed.discard(client)
        if len(self._accounts) > len(self.lines) + _IDLE_ACCOUNTS:
            self._accounts = {c: account for c, account in self._accounts.items() if c in self.lines}

    def charge(self, client: Hashable, work: float) -> None:
        spent, turn = self._accounts.get(client, (self._level, 0))
        self._accounts[client] = (spent + work, turn)

    def _start(self, client: Hashable) -> float:
        """The account on which the client's next job is put."""
        spent = self._accounts[client][0]
        return max(spent, self._level) if client in self._passed else spent

    def in_order(self) -> Iterator[Waiting[_T]]:
        """All entries as they will be taken if nothing changes."""
        places = dict.fromkeys(self.lines, 0)
        heap = [(*self._accounts[client], rank, client) for rank, client in enumerate(self.lines)]
        heapq.heapify(heap)
        turns = itertools.count(max((turn for _, turn, _, _ in heap), default=0) + 1)
        while heap:
            spent, _, rank, client = heapq.heappop(heap)
            entry = self.lines[client][places[client]]
            yield entry
            start = spent if places[client] else self._start(client)
            places[client] += 1
            if places[client] < len(self.lines[client]):
                heapq.heappush(heap, (start + entry.cost, next(turns), rank, client))


class FairQueue(Generic[_T]):
    """Bounded by ``limit`` entries and ``size_limit`` bytes in all, and ``client_limit`` entries a client."""

    def __init__(self, limit: int, client_limit: int, size_limit: int) -> None:
        self._limit = limit
        self._size_limit = size_limit
        self._size = 0
        self._client_limit = client_limit
        self._lanes: dict[Priority, _Lane[_T]] = {priority: _Lane() for priority in Priority}
        self._places: dict[int, int] | None = None

    def __len__(self) -> int:
        return sum(self.waiting(priority) for priority in Priority)

    def waiting(self, priority: Priority) -> int:
        """Entries of one priority."""
        return sum(map(len, self._lanes[priority].lines.values()))

    def waiting_of(self, client: Hashable) -> int:
        """Entries of one client, in all priorities."""
        return sum(len(lane.lines.get(client, ())) for lane in self._lanes.values())

    def put(self, entry: Waiting[_T]) -> None:
        """Append ``entry`` to its client's line. Raises ``Busy`` when a bound is reached."""
        if len(self) >= self._limit:
            raise Busy(f"{self._limit} requests are waiting already; try again when some have finished")
        if self._size + entry.size > self._size_limit:
            raise Busy("too many bytes of sprites are waiting already; try again when some have finished")
        if self.waiting_of(entry.client) >= self._client_limit:
            raise Busy(
                f"{self._client_limit} of your requests are waiting already; "
                "send the next one when one of them has ended"
            )
        self._lanes[entry.priority].line(entry.client).append(entry)
        self._changed(entry.size)

    def put_back(self, entry: Waiting[_T]) -> None:
        """Make an entry that was taken the next one of its client; it was let in once, so no bound counts."""
        self._lanes[entry.priority].line(entry.client).appendleft(entry)
        self._changed(entry.size)

    def take(
        self,
        priorities: Sequence[Priority] = tuple(Priority),
        eligible: Callable[[Waiting[_T]], bool] = lambda _: True,
    ) -> Waiting[_T] | None:
        """Remove and return the next entry of ``priorities``, None when there is none that may run.

        A client whose next entry is not ``eligible`` is passed over and keeps its turn.
        """
        for priority in priorities:
            if (entry := self._lanes[priority].take(eligible)) is not None:
                self._changed(-entry.size)
                return entry
        return None

    def charge(self, client: Hashable, priority: Priority, work: float) -> None:
        """Correct a client's account: a job was ``work`` more (or less) than its entry's ``cost``."""
        self._lanes[priority].charge(client, work)
        self._changed(0)

    def remove(self, match: Callable[[_T], bool]) -> list[Waiting[_T]]:
        """Take out all entries whose item matches."""
        removed: list[Waiting[_T]] = []
        for lane in self._lanes.values():
            for client, line in list(lane.lines.items()):
                removed += [entry for entry in line if match(entry.item)]
                lane.lines[client] = deque(entry for entry in line if not match(entry.item))
                if not lane.lines[client]:
                    lane.close(client)
        self._changed(-sum(entry.size for entry in removed))
        return removed

    def position(self, item: _T) -> int | None:
        """How many entries will run before ``item`` as things stand, None when it does not wait here."""
        if self._places is None:
            order = (entry for lane in self._lanes.values() for entry in lane.in_order())
            self._places = {id(entry.item): place for place, entry in enumerate(order)}
        return self._places.get(id(item))

    def _changed(self, size: int) -> None:
        self._size += size
        self._places = None
