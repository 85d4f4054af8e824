"""Exports of what a take shows; where the daemon has lost its clips, they are drawn again first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from neonworks_protocol.errors import NotFound

from neonworks_editor.studio.exports import Exports, ExportTicket
from neonworks_editor.studio.lane import Lane
from neonworks_editor.studio.problems import Problem, problem_of
from neonworks_editor.studio.results import Result

__all__ = ["TakeExports"]


@dataclass(frozen=True, slots=True)
class _Lost:
    """An export whose clips are being drawn again: the same request makes the same pictures."""

    ticket: ExportTicket
    lane: Lane
    key: str
    done: Callable[[ExportTicket], None]


class TakeExports:
    """Tell it of ``lane_done``; call ``tick`` once a frame."""

    def __init__(self, exports: Exports) -> None:
        self._exports = exports
        self._lost: list[_Lost] = []

    def ask(self, lane: Lane, ticket: ExportTicket, done: Callable[[ExportTicket], None]) -> None:
        """Asks for the files of all clips that the take shows; ``done`` is called once."""
        refs = tuple(strip.drawn.ref for strip in lane.strips if strip.drawn is not None)
        if not refs:
            ticket.fail(problem_of(NotFound.code, "nothing is drawn yet"))
            done(ticket)
            return
        self._exports.ask(ticket, refs, lambda answered: self._answered(lane, answered, done))

    def lane_done(self, lane: Lane, result: Result) -> None:
        """What was lost is there again."""
        for lost in [lost for lost in self._lost if lost.lane is lane and lost.key == result.key]:
            self._lost.remove(lost)
            self._exports.ask(lost.ticket, tuple(drawn.ref for drawn in result.clips), lost.done)

    def tick(self, lanes: Collection[Lane]) -> None:
        """Gives up what is no longer wanted, or cannot be drawn again."""
        for lost in list(self._lost):
            problem = _hopeless(lost, lanes)
            if problem is not None:
                self._lost.remove(lost)
                lost.ticket.fail(problem)
                lost.done(lost.ticket)

    def _answered(self, lane: Lane, ticket: ExportTicket, done: Callable[[ExportTicket], None]) -> None:
        gone = ticket.problem is not None and ticket.problem.code == NotFound.code
        if not gone or lane.wanted is None:
            done(ticket)
            return
        ticket.reopen()
        self._lost.append(_Lost(ticket, lane, lane.wanted.key, done))
        lane.redraw()


def _hopeless(lost: _Lost, lanes: Collection[Lane]) -> Problem | None:
    lane = lost.lane
    if lane not in lanes or lane.wanted is None or lane.wanted.key != lost.key:
        return problem_of(NotFound.code, "it was changed before the export was ready")
    return lane.problem if not lane.under_way else None
