"""``ChaosProxy``: a TCP proxy before a daemon that drops, delays, splits, repeats and half-closes.

It passes the upgrade through untouched, so ``Host`` stays a loopback address and the daemon's rules hold. It
reads WebSocket headers only to aim: a cut lands inside a header, inside a message or between two.

*Repeating* is what TCP itself cannot do and what a careful client does: a request (``submit``, ``retry``,
``get_result``, ``cancel``) is sent again at once, whole. The protocol says that nothing may come of it.
"""

import asyncio
import contextlib
import random
import socket
import struct
from collections import Counter
from collections.abc import Callable
from typing import Self

from neonworks_daemon.bench.chaos.faults import (
    CALM,
    ConnectionPlan,
    CutPoint,
    Direction,
    Fault,
    Place,
)
from neonworks_daemon.bench.chaos.wire import FrameHead, WireScanner

__all__ = ["ChaosProxy", "Planner"]

_CHUNK = 64 << 10
_PIECES = 64
"""Most writes that one read is split into."""
_DELAYED = 1 / 8
"""Share of the writes that wait."""
_HOLD_S = 2.0
"""How long the daemon's side of a silent or half-closed connection stays: far longer than a client waits to
come back, so the daemon meets the new connection while it still has the old one."""
_FINISH_S = 0.5
"""For the last bytes of a connection whose reader may be gone."""
_LINGER_RESET = struct.pack("ii", 1, 0)
_BINARY_WHOLE = 0x82
_REPEATED = (b"submit", b"retry", b"get_result", b"cancel")
_TYPE_KEY = b"\xa4type"
_FRONT = 32
"""Payload bytes that hold a map's header and its first key and value, the type."""
_LARGEST_REPEATED = 64 << 10
"""Requests above it are not repeated: they would have to be held whole."""

Planner = Callable[[int], ConnectionPlan]
"""Connection number, from 0 -> its fate."""


class ChaosProxy:
    """Listens on a free loopback port. ``budget`` cuts are made; then everything passes.

    ``planner`` decides the fate of each connection. Use it in ``async with``.
    """

    def __init__(self, host: str, port: int, planner: Planner, *, budget: int, seed: int = 0) -> None:
        self._upstream = (host, port)
        self._planner = planner
        self._budget = budget
        self._seed = seed
        self._server: asyncio.Server | None = None
        self._links: set[asyncio.Task[None]] = set()
        self.connections = 0
        self.repeated = 0
        """Requests that were sent twice."""
        self.faults: Counter[Fault] = Counter()
        self.places: Counter[Place] = Counter()

    @property
    def injected(self) -> int:
        """Connections that were cut."""
        return self.faults.total()

    @property
    def calm(self) -> bool:
        """Whether the budget is used up."""
        return self.injected >= self._budget

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def redirect(self, host: str, port: int) -> None:
        """Lead new connections elsewhere: the daemon was started anew."""
        self._upstream = (host, port)

    def stop_faults(self) -> None:
        """From now on everything passes."""
        self._budget = self.injected

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_CHUNK)
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._server is not None
        self._server.close()
        await asyncio.sleep(0)  # a task that is cancelled before its first step closes nothing
        for task in tuple(self._links):
            task.cancel()
        await asyncio.gather(*self._links, return_exceptions=True)
        await self._server.wait_closed()

    def claim(self, fault: Fault, place: Place) -> bool:
        """Take one cut out of the budget; False when there is none left."""
        if self.calm:
            return False
        self.faults[fault] += 1
        self.places[place] += 1
        return True

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number, self.connections = self.connections, self.connections + 1
        plan = CALM if self.calm else self._planner(number)
        chance = random.Random(f"{self._seed}:{number}:shape")
        task = asyncio.create_task(self._carry(plan, chance, reader, writer))
        self._links.add(task)
        task.add_done_callback(self._links.discard)

    async def _carry(
        self,
        plan: ConnectionPlan,
        chance: random.Random,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        try:
            there_reader, there_writer = await asyncio.open_connection(*self._upstream, limit=_CHUNK)
        except OSError:
            _reset(writer)
            await _finish(writer)
            return
        link = _Link(self, plan, chance, (reader, writer), (there_reader, there_writer))
        await link.run()


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Link:
    """Both directions of one proxied connection."""

    def __init__(
        self, proxy: ChaosProxy, plan: ConnectionPlan, chance: random.Random, here: Stream, there: Stream
    ) -> None:
        self._proxy = proxy
        self._plan = plan
        self._chance = chance
        self._here, self._there = here, there
        self._cut_made = asyncio.Event()

    async def run(self) -> None:
        up = asyncio.create_task(self._pump(Direction.UP, self._here[0], self._there[1]))
        down = asyncio.create_task(self._pump(Direction.DOWN, self._there[0], self._here[1]))
        cut = asyncio.create_task(self._cut_made.wait())
        try:
            await asyncio.wait((up, down, cut), return_when=asyncio.FIRST_COMPLETED)
            if self._cut_made.is_set():
                await self._fail(up, down)
            else:
                await asyncio.wait((up, down), timeout=_HOLD_S)
        finally:
            for task in (up, down, cut):
                task.cancel()
            # Before anything is awaited: this may itself be cancelled meanwhile.
            self._here[1].close()
            self._there[1].close()
            await asyncio.gather(up, down, cut, return_exceptions=True)
            await asyncio.gather(_finish(self._here[1]), _finish(self._there[1]))

    async def _fail(self, up: "asyncio.Task[None]", down: "asyncio.Task[None]") -> None:
        assert self._plan.cut is not None
        fault = self._plan.cut.fault
        if fault is Fault.RESET:
            _reset(self._here[1])
            _reset(self._there[1])
        elif fault is Fault.SILENCE:
            up.cancel()
            down.cancel()
            _reset(self._here[1])
            await asyncio.sleep(self._chance.uniform(0, _HOLD_S))
        elif fault is Fault.HALF_CLOSE:
            is_up = self._plan.cut.direction is Direction.UP
            _shut(self._there[1] if is_up else self._here[1])
            await asyncio.wait((down if is_up else up,), timeout=self._chance.uniform(0, _HOLD_S))

    async def _pump(
        self, direction: Direction, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        cut = self._plan.cut
        point = CutPoint(cut) if cut is not None and cut.direction is direction else None
        scanner, repeater = WireScanner(), _Repeater()
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                begin = scanner.offset
                for head in scanner.feed(data):
                    if point is not None:
                        point.see(head)
                    repeater.see(head)
                if point is not None and point.offset is not None and point.offset <= scanner.offset:
                    assert cut is not None
                    if self._proxy.claim(cut.fault, cut.place):
                        await self._write(writer, data[: max(0, point.offset - begin)])
                        self._cut_made.set()
                        return
                    point = None
                if direction is Direction.UP and self._plan.shape.repeat:
                    data = self._repeat(repeater, data, begin)
                await self._write(writer, data)
            _shut(writer)

    def _repeat(self, repeater: "_Repeater", data: bytes, begin: int) -> bytes:
        if self._proxy.calm:
            return data
        made, count = repeater.passed(data, begin, lambda: self._chance.random() < self._plan.shape.repeat)
        self._proxy.repeated += count
        return made

    async def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        shape = self._plan.shape
        if self._proxy.calm or (shape.piece is None and not shape.delay_s):
            writer.write(data)
            await writer.drain()
            return
        piece = max(shape.piece or len(data), -(-len(data) // _PIECES), 1)
        for at in range(0, len(data), piece):
            if shape.delay_s and self._chance.random() < _DELAYED:
                await asyncio.sleep(self._chance.random() * shape.delay_s)
            writer.write(data[at : at + piece])
            await writer.drain()


class _Repeater:
    """Collects a client's messages and inserts a copy right after those that may be repeated."""

    def __init__(self) -> None:
        self._heads: list[FrameHead] = []
        self._held = bytearray()
        self._held_from = 0

    def see(self, head: FrameHead) -> None:
        self._heads.append(head)

    def passed(self, data: bytes, begin: int, wanted: Callable[[], bool]) -> tuple[bytes, int]:
        """``data`` with copies inserted where messages end in it, and how many."""
        if not self._held:
            self._held_from = begin
        self._held += data
        out, written, copies = bytearray(), begin, 0
        while self._heads and self._heads[0].end <= begin + len(data):
            head = self._heads.pop(0)
            whole = bytes(self._held[head.start - self._held_from : head.end - self._held_from])
            out += data[written - begin : head.end - begin]
            written = head.end
            if head.start >= self._held_from and _is_repeatable(whole, head) and wanted():
                out += whole
                copies += 1
        out += data[written - begin :]
        self._trim(begin + len(data))
        return bytes(out), copies

    def _trim(self, offset: int) -> None:
        """Forget what no open message needs."""
        keep_from = self._heads[0].start if self._heads else offset
        if offset - keep_from > _LARGEST_REPEATED:
            keep_from = offset
        del self._held[: keep_from - self._held_from]
        self._held_from = keep_from


def _is_repeatable(whole: bytes, head: FrameHead) -> bool:
    if not whole or whole[0] != _BINARY_WHOLE or head.size > _LARGEST_REPEATED:
        return False
    front = whole[head.body - head.start :][:_FRONT]
    plain = bytes(byte ^ head.mask[i % 4] for i, byte in enumerate(front)) if head.mask else front
    _, found, rest = plain.partition(_TYPE_KEY)
    return bool(found) and rest[1:].startswith(_REPEATED)


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.transport.get_extra_info("socket")
    if raw is not None and not writer.transport.is_closing():
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET)
    writer.transport.abort()


async def _finish(writer: asyncio.StreamWriter) -> None:
    """FIN after what waits, as long as the other end takes it."""
    writer.close()
    with contextlib.suppress(OSError):
        try:
            async with asyncio.timeout(_FINISH_S):
                await writer.wait_closed()
        except TimeoutError:
            writer.transport.abort()


def _shut(writer: asyncio.StreamWriter) -> None:
    """FIN to that end, unless it is gone already."""
    if writer.can_write_eof() and not writer.transport.is_closing():
        with contextlib.suppress(OSError, RuntimeError):
            writer.write_eof()
