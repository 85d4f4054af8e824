"""What a request asks for, apart from how it is called: equal keys mean equal results."""

import hashlib
from dataclasses import dataclass

import msgspec
from neonworks_protocol.messages import Submit

__all__ = ["Content", "content_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """``message`` has everything but a request id and a channel of its own; ``key`` is a hex digest of it."""

    key: str
    message: Submit

    def request(self, request_id: str, channel: str | None) -> Submit:
        """The message that asks for it."""
        return msgspec.structs.replace(self.message, request_id=request_id, channel=channel)


def content_of(message: Submit, sprite_sha256: str, sheet_sha256: str = "") -> Content:
    """The content of ``message``; sprite and sheet count by their hashes, so a key costs microseconds."""
    motion = message.motion and msgspec.structs.replace(message.motion, sheet=sheet_sha256.encode())
    named = msgspec.structs.replace(
        message, request_id="-", channel=None, sprite=sprite_sha256.encode(), motion=motion
    )
    encoded = msgspec.msgpack.encode(named, order="sorted")
    return Content(hashlib.sha256(encoded).hexdigest(), message)
