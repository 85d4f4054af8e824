"""``FairQueue``: the order in which waiting jobs run. Pure: no clock, no task, no I/O.

Priorities are strict (interactive, then request, then folder). Inside one priority the clients take turns,
and each client's jobs run in the order they came, so a batch of a hundred delays another client by one job.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from neonworks_protocol.errors import Busy
from neonworks_protocol.vocabulary import Priority

__all__ = ["FairQueue", "Waiting"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Waiting(Generic[_T]):
    """One entry: ``client`` is who is served fairly, ``item`` what waits, ``size`` its bytes."""

    client: Hashable
    priority: Priority
    item: _T
    size: int = 0


class FairQueue(Generic[_T]):
    """Bounded by ``limit`` entries and ``size_limit`` bytes in all, and ``client_limit`` entries a client."""

    def __init__(self, limit: int, client_limit: int, size_limit: int) -> None:
        self._limit = limit
        self._size_limit = size_limit
        self._size = 0
        self._client_limit = client_limit
        self._lanes: dict[Priority, OrderedDict[Hashable, deque[Waiting[_T]]]] = {
            priority: OrderedDict() for priority in Priority
        }

    def __len__(self) -> int:
        return sum(len(line) for lane in self._lanes.values() for line in lane.values())

    def waiting_of(self, client: Hashable) -> int:
        """Entries of one client, in all priorities."""
        return sum(len(lane[client]) for lane in self._lanes.values() if client in lane)

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
        self._lanes[entry.priority].setdefault(entry.client, deque()).append(entry)
        self._size += entry.size

    def take(
        self, *, interactive_only: bool = False, eligible: Callable[[Waiting[_T]], bool] = lambda _: True
    ) -> Waiting[_T] | None:
        """Remove and return the next entry, None when there is none that may run.

        A client whose next entry is not ``eligible`` is passed over and keeps its turn.
        """
        for priority in (Priority.INTERACTIVE,) if interactive_only else tuple(Priority):
            lane = self._lanes[priority]
            for client, line in lane.items():
                if eligible(line[0]):
                    entry = line.popleft()
                    self._size -= entry.size
                    self._end_turn(lane, client)
                    return entry
        return None

    def remove(self, match: Callable[[_T], bool]) -> list[Waiting[_T]]:
        """Take out all entries whose item matches."""
        removed: list[Waiting[_T]] = []
        for lane in self._lanes.values():
            for client, line in list(lane.items()):
                removed += [entry for entry in line if match(entry.item)]
                lane[client] = deque(entry for entry in line if not match(entry.item))
                if not lane[client]:
                    del lane[client]
        self._size -= sum(entry.size for entry in removed)
        return removed

    def position(self, item: _T) -> int | None:
        """How many entries will run before ``item`` as things stand, None when it does not wait here."""
        ahead = 0
        for lane in self._lanes.values():
            for rank, (client, line) in enumerate(lane.items()):
                for place, entry in enumerate(line):
                    if entry.item is item:
                        return ahead + self._ahead_in_lane(lane, client, rank, place)
            ahead += sum(len(line) for line in lane.values())
        return None

    @staticmethod
    def _ahead_in_lane(
        lane: OrderedDict[Hashable, deque[Waiting[_T]]], client: Hashable, rank: int, place: int
    ) -> int:
        others = ((r, line) for r, (c, line) in enumerate(lane.items()) if c != client)
        return place + sum(min(len(line), place + (r < rank)) for r, line in others)

    @staticmethod
    def _end_turn(lane: OrderedDict[Hashable, deque[Waiting[_T]]], client: Hashable) -> None:
        if lane[client]:
            lane.move_to_end(client)
        else:
            del lane[client]
