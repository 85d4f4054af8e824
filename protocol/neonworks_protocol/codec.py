"""One message <-> one MessagePack map, with every limit checked before anything is built.

Order of checks: total size, structure (``structure.py``), ``type``, size for that type, fields. Whatever the
bytes are, decoding raises nothing but ``ProtocolError`` and its subclasses.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

import msgspec

from neonworks_protocol.errors import ProtocolError, TooLarge, UnknownMessage
from neonworks_protocol.limits import MAX_ID_CHARS, Limits
from neonworks_protocol.messages import (
    ClientMessage,
    ServerMessage,
    client_message_types,
    server_message_types,
)
from neonworks_protocol.structure import check_structure

__all__ = ["Head", "MessageDecoder", "client_decoder", "encode", "server_decoder"]

_ENCODER = msgspec.msgpack.Encoder()
_DECODE_ERRORS = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError, TypeError)
_TYPE_KEY = b"\xa4type"
_HEAD_CHARS, _TAIL_CHARS = 120, 80

_Message = TypeVar("_Message")


class Head(msgspec.Struct, frozen=True):
    """The part of a message that is read before the rest."""

    type: str
    request_id: str | None = None


_HEAD = msgspec.msgpack.Decoder(Head)


def encode(message: ClientMessage | ServerMessage) -> bytes:
    """The bytes of one WebSocket message."""
    return _ENCODER.encode(message)


class MessageDecoder(Generic[_Message]):
    """Reads the messages of one direction. Holds no state: one may serve many connections."""

    def __init__(self, types: Mapping[str, type[_Message]], limits: Limits) -> None:
        self._limits = limits
        self._decoders: Mapping[bytes, msgspec.msgpack.Decoder[_Message]] = {
            tag.encode(): msgspec.msgpack.Decoder(cls) for tag, cls in types.items()
        }
        self._sizes = {tag: limits.message_bytes(tag.decode()) for tag in self._decoders}

    def decode(self, data: bytes | str) -> _Message:
        """The message in ``data``; a ``str`` is a WebSocket text message, which is refused.

        Raises ``UnknownMessage``, ``TooLarge`` or ``ProtocolError``.
        """
        if isinstance(data, str):
            raise ProtocolError("send binary WebSocket messages; text is not used in this protocol")
        if len(data) > self._limits.largest_message:
            raise TooLarge(f"a message has at most {self._limits.largest_message} bytes")
        check_structure(data, max_depth=self._limits.depth, max_items=self._limits.items)
        tag = _leading_tag(data) or self.head(data).type.encode()
        decoder = self._decoders.get(tag)
        if decoder is None:
            raise UnknownMessage(f"there is no message {_printable(tag)!r} in this protocol")
        if len(data) > self._sizes[tag]:
            raise TooLarge(f"{tag.decode()}: at most {self._sizes[tag]} bytes, not {len(data)}")
        try:
            return decoder.decode(data)
        except _DECODE_ERRORS as error:
            raise ProtocolError(f"{tag.decode()}: {_short(error)}") from error

    def head(self, data: bytes) -> Head:
        """``type`` and ``request_id`` of a message whose structure was checked; raises ``ProtocolError``."""
        try:
            return _HEAD.decode(data)
        except _DECODE_ERRORS as error:
            raise ProtocolError(f"a message names its type: {_short(error)}") from error

    def request_id(self, data: bytes | str) -> str | None:
        """``request_id`` of a message that was refused, where it can be read."""
        if isinstance(data, str) or len(data) > self._limits.largest_message:
            return None
        try:
            check_structure(data, max_depth=self._limits.depth, max_items=self._limits.items)
            request_id = self.head(data).request_id
        except ProtocolError:
            return None
        return request_id if request_id and len(request_id) <= MAX_ID_CHARS else None


def client_decoder(limits: Limits | None = None) -> MessageDecoder[ClientMessage]:
    """Reads what clients send: a server's decoder."""
    return MessageDecoder(client_message_types(), limits or Limits())


def server_decoder(limits: Limits | None = None) -> MessageDecoder[ServerMessage]:
    """Reads what servers send: a client's decoder."""
    return MessageDecoder(server_message_types(), limits or Limits())


def _leading_tag(data: bytes) -> bytes:
    """The tag, when ``type`` is the first key of a small map, as our encoder writes it; else nothing.

    Saves frames, the bulk of the traffic, a second decoding pass.
    """
    if data[1:6] != _TYPE_KEY or not 0xA0 < data[6] < 0xC0:
        return b""
    return data[7 : 7 + (data[6] & 0x1F)]


def _short(error: Exception) -> str:
    """One line of a decoder's text, which may quote a whole value: its beginning, and its end, the place."""
    text = str(error)
    if len(text) > _HEAD_CHARS + _TAIL_CHARS:
        text = f"{text[:_HEAD_CHARS]} … {text[-_TAIL_CHARS:]}"
    return " ".join(text.split())


def _printable(tag: bytes) -> str:
    return tag[:MAX_ID_CHARS].decode(errors="replace")
