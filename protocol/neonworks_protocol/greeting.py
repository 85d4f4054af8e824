"""What ``hello`` settles: who speaks, in which version, and how frames are encoded."""

from collections.abc import Collection
from dataclasses import dataclass

from neonworks_protocol.errors import BadRequest, VersionMismatch
from neonworks_protocol.messages import Hello
from neonworks_protocol.version import SUPPORTED_VERSIONS, choose_version
from neonworks_protocol.vocabulary import Encoding

__all__ = ["Agreement", "agree"]


@dataclass(frozen=True)
class Agreement:
    """Holds for the whole session."""

    hello: Hello
    version: int
    encoding: Encoding

    @property
    def client_id(self) -> str:
        return self.hello.client.id

    def holds_for(self, hello: Hello) -> bool:
        """Whether the same client could go on with it after a new ``hello``."""
        return (
            hello.client.id == self.client_id
            and choose_version(hello.versions) == self.version
            and self.encoding in hello.encodings
        )


def agree(hello: Hello, encodings: Collection[Encoding]) -> Agreement:
    """The highest common version, and the first of the client's encodings that the server can send.

    Raises ``VersionMismatch``, or ``BadRequest`` when there is no such encoding.
    """
    version = choose_version(hello.versions)
    if version is None:
        spoken = ", ".join(map(str, SUPPORTED_VERSIONS))
        raise VersionMismatch(f"this server speaks protocol version {spoken}")
    encoding = next((e for e in hello.encodings if e in encodings), None)
    if encoding is None:
        raise BadRequest("no frame encoding in hello is one that this server sends")
    return Agreement(hello, version, encoding)
