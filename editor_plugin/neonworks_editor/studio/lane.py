"""One take: its channel, what is wanted of it, what is on its way, and its strips.

Whatever changes, the newest wins: every change has a number (``order``), every picture the number of the
change that it was asked for, and a strip never goes back to a lower one. Going back to an earlier sentence
gives that content a new number, so its pictures, which are still remembered, show at once.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from neonworks_protocol.errors import NotFound
from neonworks_protocol.messages import ClipDone, Done, EndMessage, Failed, Interrupted
from neonworks_protocol.motion import Interpretation

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.content import Content
from neonworks_editor.studio.flight import Flight
from neonworks_editor.studio.link import Link
from neonworks_editor.studio.pace import Pace
from neonworks_editor.studio.problems import INTERRUPTED, MAX_TRIES, Problem, problem_of, retry_delay_s
from neonworks_editor.studio.results import Result, ResultMemory
from neonworks_editor.studio.strip import Strip

__all__ = ["Lane", "LaneWatcher"]

_MAX_ORDERS = 128
"""Contents whose number is remembered: more than ever are on their way."""


class LaneWatcher(Protocol):
    """Who wants to know what happens in a lane."""

    def lane_read(self, content: Content, reading: Interpretation) -> None:
        """The daemon said what the sentence of ``content`` means."""

    def lane_done(self, lane: "Lane", result: Result) -> None:
        """Everything that is wanted is here."""

    def lane_failed(self, lane: "Lane", problem: Problem) -> None:
        """What is wanted was refused, or failed once too often."""


class Lane:
    """``channel`` is its own; ``clock`` gives seconds and never goes back."""

    def __init__(
        self,
        link: Link,
        memory: ResultMemory,
        channel: str,
        watcher: LaneWatcher,
        clock: Callable[[], float],
        new_id: Callable[[], str],
    ) -> None:
        self.channel = channel
        self.strips: list[Strip] = []
        self.revision = 0
        """Grows when strips come and go; with those of the strips it only grows."""
        self.problem: Problem | None = None
        self.pace = Pace()
        self._link = link
        self._memory = memory
        self._watcher = watcher
        self._clock = clock
        self._new_id = new_id
        self._wanted: Content | None = None
        self._order = 0
        self._orders: OrderedDict[str, int] = OrderedDict()
        self._due: float | None = None
        self._asked = False
        self._tries = 0
        self._flights: dict[str, Flight] = {}
        self._newest: Flight | None = None
        self._free_s = 0.0

    @property
    def wanted(self) -> Content | None:
        """What the user wants to see."""
        return self._wanted

    @property
    def result(self) -> Result | None:
        """What is drawn of it so far."""
        return self._memory.get(self._wanted.key) if self._wanted else None

    @property
    def flight(self) -> Flight | None:
        """The request that draws what is wanted, while it is on its way."""
        flight = self._newest
        if flight is None or flight.ended or self._wanted is None:
            return None
        return flight if flight.result.key == self._wanted.key and not flight.cancelled else None

    @property
    def under_way(self) -> bool:
        """What is wanted waits to be sent, or is being drawn."""
        return self._due is not None or self.flight is not None

    @property
    def complete(self) -> bool:
        """What is wanted is shown, every clip in a complete tier."""
        result = self.result
        return result is not None and result.playable and all(strip.complete for strip in self.strips)

    @property
    def shown(self) -> bool:
        """Any picture is shown."""
        return any(strip.clip is not None for strip in self.strips)

    def want(self, content: Content | None, *, send: bool) -> None:
        """The user changed something. With ``send`` it is asked for as soon as the pace allows."""
        key, earlier = content and content.key, self._wanted and self._wanted.key
        if key == earlier:
            if send and not self._asked and self._lacks():
                self._schedule(self.pace.due())
            return
        now = self._clock()
        self._wanted, self._due, self._tries, self.problem = content, None, 0, None
        self._asked = False
        self._order += 1
        for strip in self.strips:
            strip.want(self._order)
        if content is None:
            self.cancel()
            return
        self._remember_order(content.key)
        self.pace.changed(now)
        self._recall(now, playable_only=not send)
        if not self._lacks():
            self._stop_flights()
        elif send and self.flight is None:
            self._schedule(self.pace.due())

    def send_now(self) -> None:
        """Asks for what is wanted without waiting, once more if it failed."""
        self.problem, self._tries = None, 0
        if self._lacks() and self.flight is None:
            self._schedule(self._clock())

    def redraw(self) -> None:
        """Asks for what is wanted once more, although it was drawn: the daemon has lost it."""
        if self._wanted is not None and self.flight is None:
            self._memory.forget(self._wanted.key)
            self.send_now()

    def cancel(self) -> None:
        """Ends everything on its way; what is drawn stays, and is not asked for again by itself."""
        self._due, self._asked = None, True
        self._stop_flights()

    def clear(self) -> None:
        """Nothing is wanted and nothing shown, and nothing late will be: another sprite."""
        self.want(None, send=False)
        self._orders.clear()
        self._drop_strips(0)

    def tick(self, now: float) -> None:
        """Sends what is due while there is a daemon, and turns strips to better tiers."""
        if self._due is not None and now >= self._due and self._link.state is ClientState.ONLINE:
            self._send(now)
        for strip in self.strips:
            strip.tick(now)

    def flight_read(self, flight: Flight, reading: Interpretation) -> None:
        """Passed on, so that the sentence need not be asked about."""
        self._watcher.lane_read(Content(flight.result.key, flight.result.message), reading)

    def flight_drew(self, flight: Flight, place: int, index: int) -> None:
        """Shows a picture, unless something newer is shown there."""
        order = self._orders.get(flight.result.key)
        drawn = flight.result.clips[place]
        picture = drawn.best_at(index)
        if order is not None and picture is not None:
            self._strip(place).offer(drawn, picture, order, self._clock())

    def flight_passed(self, flight: Flight, place: int, done: ClipDone) -> None:
        """The first complete tier says what a draft costs; what comes from the store says nothing."""
        self._drew()
        if not flight.measured and not flight.result.clips[place].clip.cached:
            flight.measured = True
            self.pace.finished(self._clock() - max(flight.sent_s, self._free_s))

    def flight_ended(self, flight: Flight, end: EndMessage) -> None:
        """Keeps what was drawn; asks again where the end is not the request's own fault."""
        self._flights.pop(flight.request_id, None)
        self._free_s = self._clock()
        if not self._flights:
            self._drew()
        if self._memory.get(flight.result.key) is flight.result:
            self._memory.keep(flight.result)
        if self._wanted is None or flight.result.key != self._wanted.key:
            return
        if isinstance(end, Done):
            self._finished(flight)
        elif flight is self._newest and not flight.cancelled and not flight.result.done:
            self._again(end)

    def _drew(self) -> None:
        """What was held back for the draft on its way need not wait any more."""
        self.pace.drew()
        if self._due is not None and self._tries == 0:
            self._due = min(self._due, self.pace.due())

    def _finished(self, flight: Flight) -> None:
        self._tries, self.problem = 0, None
        self._drop_strips(len(flight.result.clips))
        self._watcher.lane_done(self, flight.result)

    def _again(self, end: EndMessage) -> None:
        """Asks again for what is wanted, a few times and later each time, where the failure passes."""
        self._tries += 1
        self.problem = _problem(end)
        if self.problem.passes and self._tries < MAX_TRIES:
            self._schedule(self._clock() + retry_delay_s(self._tries))
        else:
            self._watcher.lane_failed(self, self.problem)

    def _lacks(self) -> bool:
        result = self.result
        return self._wanted is not None and (result is None or not result.done)

    def _schedule(self, due: float) -> None:
        if self.flight is None:
            self._due, self._asked = due, True

    def _send(self, now: float) -> None:
        assert self._wanted is not None
        self._due = None
        result = self._memory.get(self._wanted.key) or Result(self._wanted.key, self._wanted.message)
        self._memory.keep(result)
        flight = Flight(self._new_id(), result, now, self)
        self._flights[flight.request_id] = self._newest = flight
        self.pace.sent(now)
        self._link.submit(self._wanted.request(flight.request_id, self.channel), flight)

    def _stop_flights(self) -> None:
        for flight in list(self._flights.values()):
            flight.cancelled = True
            self._link.cancel(flight.request_id)

    def _recall(self, now: float, *, playable_only: bool) -> None:
        """Shows at once what is remembered of the content that is wanted."""
        result = self.result
        if result is None or (playable_only and not result.playable):
            return
        for place, drawn in enumerate(result.clips):
            self._strip(place).show(drawn, self._order, now)
        if result.done:
            self._drop_strips(len(result.clips))

    def _strip(self, place: int) -> Strip:
        while len(self.strips) <= place:
            strip = Strip()
            strip.want(self._order)
            self.strips.append(strip)
            self.revision += 1
        return self.strips[place]

    def _drop_strips(self, kept: int) -> None:
        """The ones beyond ``kept`` leave; the sum of all revisions only grows."""
        for strip in self.strips[kept:]:
            self.revision += 1 + strip.revision
        del self.strips[kept:]

    def _remember_order(self, key: str) -> None:
        self._orders[key] = self._order
        self._orders.move_to_end(key)
        if len(self._orders) > _MAX_ORDERS:
            self._orders.popitem(last=False)


def _problem(end: EndMessage) -> Problem:
    """Why a request that is wanted ended early."""
    match end:
        case Failed(code=NotFound.code):
            return problem_of(INTERRUPTED, "the daemon no longer keeps the frames of this request")
        case Failed():
            return problem_of(end.code, end.message)
        case Interrupted(message=message) if message:
            return problem_of(INTERRUPTED, message)
    return problem_of(INTERRUPTED, "the daemon gave this request up")
