"""Length-prefixed messages on a byte stream: four bytes big-endian length, then one MessagePack value."""

import struct
from typing import BinaryIO, Generic, TypeVar

import msgspec
from neonworks_protocol.errors import TooLarge

__all__ = ["HEADER_SIZE", "MAX_MESSAGE", "PipeParser", "PipeReader", "encode_message", "message_length"]

HEADER_SIZE = 4
MAX_MESSAGE = 64 << 20
"""Bytes; above the largest submit and the largest raw frame (16 MiB each), below most lost headers."""

_HEADER = struct.Struct(">I")
_T = TypeVar("_T")


def encode_message(message: object) -> bytes:
    """``message`` with its header. Raises ``TooLarge``."""
    body = msgspec.msgpack.encode(message)
    if len(body) > MAX_MESSAGE:
        raise TooLarge(f"a message of {len(body)} bytes is over the pipe's limit of {MAX_MESSAGE}")
    return _HEADER.pack(len(body)) + body


def message_length(header: bytes | memoryview) -> int:
    """The length that ``header`` announces. Raises ``TooLarge``: the stream is then out of step."""
    length: int = _HEADER.unpack(header)[0]
    if length > MAX_MESSAGE:
        raise TooLarge(f"the pipe announces {length} bytes, over its limit of {MAX_MESSAGE}")
    return length


class PipeParser(Generic[_T]):
    """Messages of one type (a union of tagged structs) out of pieces of any size."""

    def __init__(self, decoder: msgspec.msgpack.Decoder[_T]) -> None:
        self._decoder = decoder
        self._waiting = bytearray()

    def feed(self, data: bytes) -> list[_T]:
        """The messages that ``data`` completes. Raises ``TooLarge``, ``msgspec.DecodeError``."""
        self._waiting += data
        found: list[_T] = []
        start = 0
        with memoryview(self._waiting) as view:
            while (body := start + HEADER_SIZE) <= len(view):
                end = body + message_length(view[start:body])
                if end > len(view):
                    break
                found.append(self._decoder.decode(view[body:end]))
                start = end
        del self._waiting[:start]
        return found


class PipeReader(Generic[_T]):
    """Blocking reader of one message type (a union of tagged structs)."""

    def __init__(self, source: BinaryIO, decoder: msgspec.msgpack.Decoder[_T]) -> None:
        self._source = source
        self._decoder = decoder

    def read(self) -> _T | None:
        """The next message, None at the end of the stream (also in the middle of a message)."""
        header = self._source.read(HEADER_SIZE)
        if len(header) < HEADER_SIZE:
            return None
        length = message_length(header)
        body = self._source.read(length)
        return self._decoder.decode(body) if len(body) == length else None
