"""``FrameMeter``: whether a WebSocket message has begun and lacks its end, from the bytes as they come in.

It reads frame headers only (RFC 6455, 5.2) and keeps none of the content. The bytes up to the end of the
upgrade request are passed over.
"""

__all__ = ["FrameMeter"]

_REQUEST_END = b"\r\n\r\n"
_CONTROL = 0x08
"""Opcodes from here on are control frames, which may come between the parts of a message."""


class FrameMeter:
    """Give it everything that a client sends, in pieces of any size."""

    def __init__(self) -> None:
        self._greeted = False
        self._header = bytearray()
        self._payload = 0
        self._fragmented = False

    @property
    def incomplete(self) -> bool:
        """A frame, or a message of several frames, has begun and has not ended."""
        return self._fragmented or self._payload > 0 or (self._greeted and len(self._header) > 0)

    def feed(self, data: bytes) -> None:
        """Takes the next bytes."""
        position = 0 if self._greeted else self._pass_request(data)
        while position < len(data):
            if self._payload:
                step = min(self._payload, len(data) - position)
                self._payload -= step
            else:
                step = min(self._missing(), len(data) - position)
                self._header += data[position : position + step]
                if self._missing() == 0:
                    self._begin_frame()
            position += step

    def _pass_request(self, data: bytes) -> int:
        """Position behind the upgrade request, or behind ``data`` where that has not ended."""
        tail = len(self._header)
        end = (bytes(self._header) + data).find(_REQUEST_END)
        if end < 0:
            self._header = bytearray((bytes(self._header) + data)[-len(_REQUEST_END) + 1 :])
            return len(data)
        self._greeted = True
        self._header.clear()
        return end + len(_REQUEST_END) - tail

    def _missing(self) -> int:
        """Bytes that the header lacks."""
        if len(self._header) < 2:
            return 2 - len(self._header)
        length, masked = self._header[1] & 0x7F, self._header[1] & 0x80
        whole = 2 + {126: 2, 127: 8}.get(length, 0) + (4 if masked else 0)
        return whole - len(self._header)

    def _begin_frame(self) -> None:
        first, length = self._header[0], self._header[1] & 0x7F
        if length > 125:
            length = int.from_bytes(self._header[2 : 4 if length == 126 else 10], "big")
        self._payload = length
        if first & 0x0F < _CONTROL:
            self._fragmented = not first & 0x80
        self._header.clear()
