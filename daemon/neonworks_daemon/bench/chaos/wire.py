"""``WireScanner``: where WebSocket messages begin and end in a stream of bytes (RFC 6455, 5.2).

It reads headers only, holds no payload and never refuses anything: what follows a header that makes no sense
is counted wrongly, which a fault injector can bear.
"""

from dataclasses import dataclass

__all__ = ["DATA_OPCODES", "FrameHead", "WireScanner"]

DATA_OPCODES = frozenset({0, 1, 2})
"""Continuation, text and binary; the others are close, ping and pong."""
_END_OF_UPGRADE = b"\r\n\r\n"
_LONGEST_HEADER = 14


@dataclass(frozen=True)
class FrameHead:
    """One WebSocket frame. Offsets count bytes from the start of the connection, the upgrade included."""

    number: int
    """0 for the first frame of this direction."""
    opcode: int
    start: int
    """Of its first header byte."""
    body: int
    """Of its first payload byte."""
    size: int
    """Payload bytes."""
    mask: bytes = b""
    """Four bytes where the payload is masked, as everything a client sends is."""

    @property
    def end(self) -> int:
        """Offset of the first byte after it."""
        return self.body + self.size


class WireScanner:
    """One direction of one connection."""

    def __init__(self) -> None:
        self.offset = 0
        """Bytes seen so far."""
        self.upgraded_at: int | None = None
        """Offset of the first byte after the HTTP head, once it was seen."""
        self._number = 0
        self._pending = bytearray()
        self._skip_to = 0

    def feed(self, data: bytes) -> list[FrameHead]:
        """The heads that became complete with ``data``."""
        begin, self.offset = self.offset, self.offset + len(data)
        if self.upgraded_at is None:
            return self._feed_upgrade(data)
        return self._feed_frames(data, begin)

    def _feed_upgrade(self, data: bytes) -> list[FrameHead]:
        self._pending += data
        at = self._pending.find(_END_OF_UPGRADE)
        if at < 0:
            del self._pending[: -len(_END_OF_UPGRADE) + 1]
            return []
        rest = bytes(self._pending[at + len(_END_OF_UPGRADE) :])
        self._pending.clear()
        self.upgraded_at = self._skip_to = self.offset - len(rest)
        return self._feed_frames(rest, self.upgraded_at)

    def _feed_frames(self, data: bytes, begin: int) -> list[FrameHead]:
        heads: list[FrameHead] = []
        at = begin - len(self._pending)
        view = bytes(self._pending) + data
        self._pending.clear()
        while (place := max(self._skip_to, at) - at) < len(view):
            head = self._head(view[place : place + _LONGEST_HEADER], at + place)
            if head is None:
                self._pending += view[place:]
                break
            heads.append(head)
            self._number += 1
            self._skip_to = head.end
        return heads

    def _head(self, data: bytes, start: int) -> FrameHead | None:
        """The frame whose header ``data`` begins with; None while bytes of it are missing."""
        if len(data) < 2:
            return None
        size, extra = data[1] & 0x7F, 0
        if size > 125:
            extra = 2 if size == 126 else 8
            size = int.from_bytes(data[2 : 2 + extra], "big")
        masked = bool(data[1] & 0x80)
        length = 2 + extra + (4 if masked else 0)
        if len(data) < length:
            return None
        mask = data[length - 4 : length] if masked else b""
        return FrameHead(self._number, data[0] & 0x0F, start, start + length, size, mask)
