"""States of the connection to the daemon, with their one transition table, and what is told of it."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.messages import Welcome

__all__ = ["CLIENT_TRANSITIONS", "ClientState", "ClientStatus", "StatusBoard"]


class ClientState(StrEnum):
    """Where the connection to the daemon is."""

    SEARCHING = "searching"
    """Looking for a daemon; also before ``start``."""
    STARTING = "starting"
    """A daemon was started and is not ready yet."""
    CONNECTING = "connecting"
    ONLINE = "online"
    """Welcomed: what is asked is sent at once."""
    RETRYING = "retrying"
    """Waiting a moment before the next attempt; ``problem`` says why."""
    TAKEN_OVER = "taken over"
    """Another program goes on with this session; ``take_back`` gets it back."""
    CLOSED = "closed"
    """``close`` was called: nothing is sent or received any more."""


CLIENT_TRANSITIONS: Mapping[ClientState, frozenset[ClientState]] = MappingProxyType(
    {
        ClientState.SEARCHING: frozenset(
            {ClientState.STARTING, ClientState.CONNECTING, ClientState.RETRYING, ClientState.CLOSED}
        ),
        ClientState.STARTING: frozenset({ClientState.CONNECTING, ClientState.RETRYING, ClientState.CLOSED}),
        ClientState.CONNECTING: frozenset({ClientState.ONLINE, ClientState.RETRYING, ClientState.CLOSED}),
        ClientState.ONLINE: frozenset({ClientState.RETRYING, ClientState.TAKEN_OVER, ClientState.CLOSED}),
        ClientState.RETRYING: frozenset({ClientState.SEARCHING, ClientState.CLOSED}),
        ClientState.TAKEN_OVER: frozenset({ClientState.SEARCHING, ClientState.CLOSED}),
        ClientState.CLOSED: frozenset(),
    }
)
"""From a state to those that may follow it; an empty set marks the end."""


@dataclass(frozen=True)
class ClientStatus:
    """All that is told of the connection at one moment."""

    state: ClientState = ClientState.SEARCHING
    problem: str = ""
    """One plain line that says what is wrong and what to do; empty when nothing is."""
    welcome: Welcome | None = None
    """What the daemon said of itself last; stays while the connection is made again."""
    reconnects: int = 0
    """How often the connection was made again."""
    started_daemon: bool = False
    """The daemon was started by this client; say so to the user, with ``log``."""
    log: str = ""
    """Path of the log of the daemon that was started; empty while none was."""


class StatusBoard:
    """The newest ``ClientStatus``: the network thread writes, any thread reads without waiting."""

    def __init__(self) -> None:
        self.status = ClientStatus()
        self._writing = threading.Lock()

    def become(self, state: ClientState, problem: str = "", **changes: object) -> None:
        """Change the state, and other fields with it. Raises ``IllegalTransition``."""
        with self._writing:
            current = self.status.state
            if state not in CLIENT_TRANSITIONS[current]:
                raise IllegalTransition(f"the client is {current.value} and cannot become {state.value}")
            self.status = replace(self.status, state=state, problem=problem, **changes)  # type: ignore[arg-type]
