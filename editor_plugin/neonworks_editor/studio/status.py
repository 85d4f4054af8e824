"""From the takes and the connection to the state line."""

from collections.abc import Sequence

from neonworks_editor.studio.lane import Lane
from neonworks_editor.studio.problems import Problem
from neonworks_editor.studio.state import Facts, StateLine, StudioState, studio_state

__all__ = ["update_line"]


def update_line(
    line: StateLine,
    *,
    online: bool,
    connection: str,
    lanes: Sequence[Lane],
    reading: bool,
    problem: Problem | None,
) -> None:
    """Moves ``line`` to the state that the facts mean and says it in words."""
    wanted = [lane for lane in lanes if lane.wanted is not None]
    problem = problem or next((lane.problem for lane in lanes if lane.problem), None)
    under_way = reading or any(lane.under_way for lane in lanes)
    facts = Facts(
        online=online,
        shown=any(lane.shown for lane in lanes),
        under_way=under_way,
        failed=problem is not None,
        complete=bool(wanted) and all(lane.complete for lane in wanted),
    )
    line.move(studio_state(facts))
    shown = _Shown(line, lanes, connection, problem)
    values = (shown.text(), shown.fraction(), shown.eta_ms(), shown.position(), problem, under_way)
    if values != (line.text, line.fraction, line.eta_ms, line.position, line.problem, line.can_cancel):
        line.text, line.fraction, line.eta_ms, line.position, line.problem, line.can_cancel = values
        line.revision += 1


class _Shown:
    """What the line says beside its state."""

    def __init__(
        self, line: StateLine, lanes: Sequence[Lane], connection: str, problem: Problem | None
    ) -> None:
        self._state = line.state
        self._connection = connection
        self._problem = problem
        self._lanes = lanes
        self._progress = [lane.flight.progress for lane in lanes if lane.flight and lane.flight.progress]

    def text(self) -> str:
        match self._state:
            case StudioState.OFFLINE:
                return self._connection or "looking for the animation daemon"
            case StudioState.FAILED if self._problem is not None:
                return f"{self._problem.text}: {self._problem.advice}"
            case StudioState.COMPUTING:
                return self._computing()
            case StudioState.SUPERSEDED:
                return "shown is an earlier version; press Generate for the new one"
            case StudioState.UP_TO_DATE:
                return self._complete()
        return "choose a sprite and say what it should do"

    def _complete(self) -> str:
        """Says so where a tier that is wanted is not to be had."""
        results = [lane.result for lane in self._lanes]
        missing = next((result.unavailable for result in results if result and result.unavailable), ())
        return f"up to date; {missing[-1].reason}" if missing else "up to date"

    def _computing(self) -> str:
        if self._problem is not None:
            return f"{self._problem.text}; trying again"
        ahead = self.position()
        return f"waiting: {ahead} ahead" if ahead else "drawing"

    def fraction(self) -> float | None:
        """The mean of all takes; one that is complete counts as 1."""
        if self._state is not StudioState.COMPUTING or not self._progress:
            return None
        shares = [1.0 if lane.complete and not lane.under_way else 0.0 for lane in self._lanes]
        return (sum(shares) + sum(p.fraction for p in self._progress)) / len(self._lanes)

    def eta_ms(self) -> float | None:
        if self._state is not StudioState.COMPUTING:
            return None
        return max((p.eta_ms for p in self._progress if p.eta_ms is not None), default=None)

    def position(self) -> int | None:
        return max((p.position for p in self._progress if p.position is not None), default=None)
