"""The state line: one enum, one transition table, and what is said beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from neonworks_protocol.errors import IllegalTransition

from neonworks_editor.studio.problems import Problem

__all__ = ["STUDIO_TRANSITIONS", "Facts", "StateLine", "StudioState", "studio_state"]


class StudioState(StrEnum):
    """How what is shown stands to what the user wants."""

    EMPTY = "empty"
    """Nothing was asked for yet, or nothing is shown."""
    UP_TO_DATE = "up_to_date"
    """What is shown is what is wanted, every clip in a complete tier, and nothing better is on its way."""
    COMPUTING = "computing"
    """What is wanted is being read, waits to be sent, waits in the daemon, or is being drawn."""
    SUPERSEDED = "superseded"
    """What is shown is older than what is wanted, and nothing is on its way: live is off, or it was
    cancelled."""
    OFFLINE = "offline"
    """There is no daemon to ask; it goes on by itself when there is one."""
    FAILED = "failed"
    """What is wanted was refused or failed; older pictures stay."""


_S = StudioState
STUDIO_TRANSITIONS: Mapping[StudioState, frozenset[StudioState]] = MappingProxyType(
    {
        _S.EMPTY: frozenset({_S.COMPUTING, _S.UP_TO_DATE, _S.SUPERSEDED, _S.OFFLINE}),
        _S.UP_TO_DATE: frozenset({_S.COMPUTING, _S.SUPERSEDED, _S.OFFLINE, _S.EMPTY}),
        _S.COMPUTING: frozenset({_S.UP_TO_DATE, _S.SUPERSEDED, _S.FAILED, _S.OFFLINE, _S.EMPTY}),
        _S.SUPERSEDED: frozenset({_S.COMPUTING, _S.UP_TO_DATE, _S.OFFLINE, _S.EMPTY}),
        _S.FAILED: frozenset({_S.COMPUTING, _S.UP_TO_DATE, _S.SUPERSEDED, _S.OFFLINE, _S.EMPTY}),
        _S.OFFLINE: frozenset(
            {_S.EMPTY, _S.UP_TO_DATE, _S.COMPUTING, _S.SUPERSEDED, _S.FAILED},
        ),
    }
)
"""From a state to those that may follow it. Only work that was under way fails."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the state."""

    online: bool
    shown: bool
    """Any picture is shown."""
    under_way: bool
    """What is wanted is being read, waits, or is being drawn."""
    failed: bool
    complete: bool
    """Everything wanted is shown in a complete tier."""


def studio_state(facts: Facts) -> StudioState:
    """The one state that the facts mean."""
    if not facts.online:
        return StudioState.OFFLINE
    if facts.under_way:
        return StudioState.COMPUTING
    if facts.failed:
        return StudioState.FAILED
    if not facts.shown:
        return StudioState.EMPTY
    return StudioState.UP_TO_DATE if facts.complete else StudioState.SUPERSEDED


@dataclass(slots=True)
class StateLine:
    """What the panel's state line says. ``revision`` grows with every visible change."""

    state: StudioState = StudioState.OFFLINE
    text: str = ""
    """One plain line."""
    fraction: float | None = None
    """Share of the work, 0..1, while computing and when it is known."""
    eta_ms: float | None = None
    position: int | None = None
    """Jobs ahead in the daemon's queue."""
    problem: Problem | None = None
    can_cancel: bool = False
    revision: int = 0

    def move(self, target: StudioState) -> None:
        """To another state; raises ``IllegalTransition`` where the table has no such step."""
        if target is self.state:
            return
        if target not in STUDIO_TRANSITIONS[self.state]:
            raise IllegalTransition(f"the studio is {self.state.value} and cannot become {target.value}")
        self.state = target
        self.revision += 1
