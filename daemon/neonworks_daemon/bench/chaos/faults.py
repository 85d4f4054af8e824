"""What goes wrong on a connection: drawn from one seed, so that a run can be repeated.

The plan of connection number *n* depends on the seed and *n* alone, not on what happened before.
"""

import enum
import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from neonworks_daemon.bench.chaos.wire import FrameHead

__all__ = ["CALM", "ConnectionPlan", "Cut", "CutPoint", "Direction", "Fault", "Place", "Shape", "plan_for"]


class Fault(enum.Enum):
    """How a connection ends."""

    RESET = "reset"
    """TCP RST to both ends; what was under way is thrown away."""
    FINISH = "finish"
    """TCP FIN to both ends, without a closing handshake."""
    HALF_CLOSE = "half-close"
    """FIN in one direction; the other goes on for a while."""
    SILENCE = "silence"
    """The client is reset, the daemon hears nothing any more and is not told for a while."""


class Direction(enum.Enum):
    """Of the bytes."""

    UP = "to the daemon"
    DOWN = "to the client"


class Place(enum.Enum):
    """Where in the stream it ends."""

    UPGRADE = "inside the HTTP upgrade"
    HEADER = "inside a WebSocket header"
    BODY = "inside a message"
    BETWEEN = "between two messages"


@dataclass(frozen=True)
class Shape:
    """What the bytes of a connection suffer although none is lost."""

    piece: int | None = None
    """Most bytes that are written at once; None: as they come."""
    delay_s: float = 0.0
    """Longest wait before each write; the real one is drawn anew each time."""
    repeat: float = 0.0
    """Share of the client's requests that arrive twice."""


@dataclass(frozen=True)
class Cut:
    """Ends a connection at message ``number`` (from 0) of one direction, ``fraction`` of the way in."""

    fault: Fault
    direction: Direction
    place: Place
    number: int
    fraction: float

    def describe(self) -> str:
        """``reset inside a message, 12 to the client``."""
        return f"{self.fault.value} {self.place.value}, {self.number} {self.direction.value}"


@dataclass(frozen=True)
class ConnectionPlan:
    """``cut`` None: the connection lives as long as its ends want."""

    number: int
    cut: Cut | None = None
    shape: Shape = Shape()


CALM = ConnectionPlan(-1)
"""Bytes pass as they are."""

_FAULTS: Mapping[Fault, int] = MappingProxyType(
    {Fault.RESET: 40, Fault.FINISH: 25, Fault.HALF_CLOSE: 15, Fault.SILENCE: 20}
)
_PLACES: Mapping[Place, int] = MappingProxyType(
    {Place.UPGRADE: 4, Place.HEADER: 26, Place.BODY: 45, Place.BETWEEN: 25}
)
_PIECES = (None, None, None, 1460, 61, 7)
"""Usual connections, Ethernet's segment, and sizes that tear every header and every small message."""
_DELAYS_S = (0.0, 0.0, 0.0, 0.002, 0.02)
_REPEATS = (0.0, 0.0, 0.3)
_UPGRADE_BYTES = 160
"""Within what both ends say before the upgrade."""


def plan_for(seed: int, number: int, *, mean_messages: float) -> ConnectionPlan:
    """The fate of connection ``number``; it sees ``mean_messages`` of either direction on average."""
    chance = random.Random(f"{seed}:{number}")
    direction = chance.choice((Direction.UP, Direction.DOWN, Direction.DOWN))
    scale = mean_messages if direction is Direction.DOWN else mean_messages / 4
    cut = Cut(
        fault=chance.choices(tuple(_FAULTS), tuple(_FAULTS.values()))[0],
        direction=direction,
        place=chance.choices(tuple(_PLACES), tuple(_PLACES.values()))[0],
        number=1 + int(chance.expovariate(1 / scale)),
        fraction=chance.random(),
    )
    shape = Shape(chance.choice(_PIECES), chance.choice(_DELAYS_S), chance.choice(_REPEATS))
    return ConnectionPlan(number, cut, shape)


class CutPoint:
    """Finds the offset of ``cut`` from the heads of its direction, as they become known."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self.offset: int | None = None
        """The first byte that is not passed on; None while it cannot be told."""
        if cut.place is Place.UPGRADE:
            self.offset = 1 + int(cut.fraction * _UPGRADE_BYTES)

    def see(self, head: FrameHead) -> None:
        """A header was read."""
        cut = self._cut
        if cut.place is Place.BODY and head.number == cut.number:
            self.offset = head.body + int(cut.fraction * head.size)
        elif cut.place in (Place.HEADER, Place.BETWEEN) and head.number == cut.number - 1:
            self.offset = head.end + (1 if cut.place is Place.HEADER else 0)
