"""What the studio needs of the connection; ``EditorClient`` has it, and so do the tests' scripted ones."""

from typing import Protocol

from neonworks_protocol.messages import RequestMessage, Welcome
from neonworks_protocol.queries import Query

from neonworks_editor.client.conversation import Answer, RequestListener
from neonworks_editor.client.states import ClientState

__all__ = ["Link"]


class Link(Protocol):
    """One connection to the daemon. Nothing here blocks; what is heard comes from the frame loop's pump."""

    @property
    def state(self) -> ClientState:
        """Where the connection is."""

    @property
    def problem(self) -> str:
        """One plain line with what to do; empty while there is none."""

    @property
    def welcome(self) -> Welcome | None:
        """What the daemon said of itself last."""

    def submit(self, message: RequestMessage, listener: RequestListener) -> None:
        """Opens a request; the listener hears all of it, exactly one end at last."""

    def ask(self, message: Query, answer: Answer) -> None:
        """Asks a question; the answer may be ``Error``."""

    def cancel(self, request_id: str) -> None:
        """Ends a request."""
