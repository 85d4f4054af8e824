"""What a session tells its driver besides the messages themselves."""

from dataclasses import dataclass

from neonworks_protocol.messages import (
    Accepted,
    ClientMessage,
    EndMessage,
    Hello,
    RequestMessage,
    ServerMessage,
)

__all__ = [
    "ClientEvent",
    "Closing",
    "Connected",
    "Ignored",
    "Reattached",
    "Rejected",
    "Repeated",
    "Resumed",
    "ServerEvent",
]


@dataclass(frozen=True)
class Connected:
    """``hello`` was answered by ``welcome``; from now on the driver may send."""

    hello: Hello
    version: int


@dataclass(frozen=True)
class Reattached:
    """A request of this client that another connection began, and that has not ended, was sent again here.

    It belongs to this connection from now on: the driver accepts it here when ``accepted`` is None (it was
    repeated to the client otherwise), announces its clips with their frames from the first, and ends it.
    """

    message: RequestMessage
    accepted: Accepted | None


@dataclass(frozen=True)
class Repeated:
    """A request of this client that is done was sent again: its ``accepted`` was repeated here.

    The driver announces its clips again, with the ids and the frames that they had, and ends it: by ``end``,
    or by ``failed`` ``not_found`` when the frames are no longer kept.
    """

    message: RequestMessage
    accepted: Accepted
    end: EndMessage


@dataclass(frozen=True)
class Resumed:
    """The session was taken up by a new connection, which gets what the earlier one missed.

    With ``gap`` that cannot be done: the session has forgotten its requests and questions, and the driver
    drops what waits for the client, which asks again.
    """

    hello: Hello
    gap: bool


@dataclass(frozen=True)
class Rejected:
    """A message was refused and answered by ``error`` or ``failed``; nothing is left to do but to log it."""

    code: str
    message: str
    request_id: str | None


@dataclass(frozen=True)
class Closing:
    """The driver sends what is left and closes the connection with this WebSocket code and reason."""

    code: int
    reason: str


@dataclass(frozen=True)
class Ignored:
    """The server sent a message of a type that this client does not know, which is allowed."""

    reason: str


ServerEvent = Connected | Resumed | Reattached | Repeated | Rejected | Closing | ClientMessage
"""What ``ServerSession.receive`` gives; a message among them is to be acted on and answered."""

ClientEvent = ServerMessage | Ignored
"""What ``ClientSession.receive`` gives; frames are whole."""
