"""One request on its way: what the daemon tells of it goes into the result of its content."""

from typing import Protocol

from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    EndMessage,
    Failed,
    Frame,
    Interrupted,
    Progress,
    ServerMessage,
    Spec,
    Superseded,
)
from neonworks_protocol.motion import Interpretation

from neonworks_editor.studio.frames import StripFrame
from neonworks_editor.studio.results import Result

__all__ = ["Flight", "FlightWatcher"]


class FlightWatcher(Protocol):
    """Who wants to know what happens to a flight."""

    def flight_read(self, flight: "Flight", reading: Interpretation) -> None:
        """The daemon said what the sentence means."""

    def flight_drew(self, flight: "Flight", place: int, index: int) -> None:
        """A picture of the clip at ``place`` is in the result."""

    def flight_passed(self, flight: "Flight", place: int, done: ClipDone) -> None:
        """A tier of the clip at ``place`` is complete."""

    def flight_ended(self, flight: "Flight", end: EndMessage) -> None:
        """Nothing follows."""


class Flight:
    """A ``RequestListener``. ``sent_s`` is when it was sent, ``order`` which change it was sent for."""

    def __init__(self, request_id: str, result: Result, sent_s: float, watcher: FlightWatcher) -> None:
        self.request_id = request_id
        self.result = result
        self.sent_s = sent_s
        self.accepted: Accepted | None = None
        self.progress: Progress | None = None
        self.cancelled = False
        """The user cancelled it."""
        self.ended = False
        self.measured = False
        """Its first draft was counted for the pace."""
        self._watcher = watcher
        self._places: dict[str, int] = {}

    def message(self, event: ServerMessage) -> None:
        """Takes in one message about the request; what follows the end is passed over."""
        if self.ended:
            return
        match event:
            case Frame():
                self._frame(event)
            case Clip():
                self._clip(event)
            case ClipDone(clip_id=clip_id) if clip_id in self._places:
                self._passed(event)
            case Progress():
                self.progress = event
            case Accepted():
                self.accepted = event
                self.result.job_id = event.job_id
                self.result.unavailable = event.unavailable
            case Spec():
                self.result.interpretation = event.interpretation
                self._watcher.flight_read(self, event.interpretation)
            case Done() | Failed() | Cancelled() | Superseded() | Interrupted():
                self._end(event)

    def _clip(self, clip: Clip) -> None:
        place = self._places.setdefault(clip.clip_id, len(self._places))
        self.result.announce(place, clip)

    def _frame(self, frame: Frame) -> None:
        place = self._places.get(frame.clip_id)
        if place is None:
            return
        drawn = self.result.clips[place]
        if drawn.clip.take == frame.take:
            drawn.add(StripFrame.of(drawn.clip, frame))
            self._watcher.flight_drew(self, place, frame.index)

    def _passed(self, done: ClipDone) -> None:
        place = self._places[done.clip_id]
        drawn = self.result.clips[place]
        drawn.final |= done.final
        drawn.reports[done.tier] = done
        self._watcher.flight_passed(self, place, done)

    def _end(self, end: EndMessage) -> None:
        self.ended = True
        if isinstance(end, Done) and self._places:
            self.result.done = True
        self._watcher.flight_ended(self, end)
