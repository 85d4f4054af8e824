"""``Studio``: one editing session, everything the panel shows and every action of its user, without a pixel
drawn.

The panel calls ``tick`` once a frame after the client's ``pump``, reads, and calls methods. ``revision``
grows with every visible change; ``counters`` tells which part changed.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from neonworks_protocol.errors import UnsupportedDirection
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Welcome
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import ClipRef

from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.analyst import Analyst
from neonworks_editor.studio.archive import Archive
from neonworks_editor.studio.content import Content
from neonworks_editor.studio.editing import random_seed
from neonworks_editor.studio.exports import Exports, ExportTicket
from neonworks_editor.studio.history import Comparison, History, HistoryEntry
from neonworks_editor.studio.lane import Lane
from neonworks_editor.studio.link import Link
from neonworks_editor.studio.looks import Looks
from neonworks_editor.studio.notices import Level, Notice, NoticeBoard
from neonworks_editor.studio.problems import Problem
from neonworks_editor.studio.reader import Reader
from neonworks_editor.studio.results import Result, ResultMemory
from neonworks_editor.studio.second_reader import SecondReader
from neonworks_editor.studio.second_take import SecondTake
from neonworks_editor.studio.spec import SpecRecord
from neonworks_editor.studio.state import StateLine
from neonworks_editor.studio.status import update_line
from neonworks_editor.studio.stills import Stills
from neonworks_editor.studio.strip import Strip
from neonworks_editor.studio.take_exports import TakeExports
from neonworks_editor.studio.turning import Turning

__all__ = ["SETTLED_S", "Counters", "Studio"]

SETTLED_S = 1.0
"""A finished result that stays wanted for this long goes into the history: half a word typed does not."""


@dataclass(frozen=True, slots=True)
class Counters:
    """One number for each part of the panel; a part is to be drawn again when its number changed."""

    settings: int
    spec: int
    strips: int
    state: int
    history: int
    jobs: int
    analysis: int
    second: int


class Studio(Stills):
    """``client`` is the connection, ``clock`` gives seconds and never goes back, ``wall`` seconds since
    1970."""

    def __init__(
        self,
        client: Link,
        clock: Callable[[], float] = time.monotonic,
        *,
        wall: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        seed: Callable[[], int] = random_seed,
        name: str = "studio",
    ) -> None:
        super().__init__(clock, seed, Analyst(client, new_id), NoticeBoard())
        self.history = History()
        self.line = StateLine()
        self.comparison: Comparison | None = None
        self._client = client
        self._wall = wall
        self._new_id = new_id
        self._name = name
        self._live = True
        self._memory = ResultMemory()
        self._reader = Reader(client, new_id, self._refresh)
        self.second = SecondTake(
            SecondReader(client, new_id, clock, f"{name}-second", self._refresh),
            Lane(client, self._memory, f"{name}-second", self, clock, new_id),
            self._drawable,
        )
        self.looks = Looks(client, new_id)
        self._exports = Exports(client, new_id)
        self._take_exports = TakeExports(self._exports)
        self._turning = Turning()
        self._named: tuple[Path | None, str, str | None] | None = None
        self.archive = Archive(client, new_id, clock, self.history, self._notices)
        self._lanes: list[Lane] = []
        self._reading: Interpretation | None = None
        self._reading_is_current = False
        self._settled: dict[str, float] = {}
        self._settings_revision = 0
        self._spec_revision = 0
        self._lane_changes = 0
        self._refresh()

    # What is there to see.

    @property
    def revision(self) -> int:
        """Grows with every visible change but the position of the playback."""
        counters = self.counters
        return sum(getattr(counters, name) for name in Counters.__slots__)

    @property
    def counters(self) -> Counters:
        """What changed, part by part; every number only grows."""
        strips = self._lane_changes + sum(lane.revision for lane in self._lanes)
        strips += sum(strip.revision for lane in self._lanes for strip in lane.strips)
        strips += self.second.pictures
        return Counters(
            settings=self._settings_revision,
            spec=self._spec_revision,
            strips=strips,
            state=self.line.revision,
            history=self.history.revision,
            jobs=self.archive.revision,
            analysis=self._analyst.revision,
            second=self.second.revision,
        )

    @property
    def live(self) -> bool:
        """Whether changes are asked for by themselves."""
        return self._live

    @property
    def limits(self) -> Limits:
        """The daemon's, or the usual ones while there is none."""
        welcome = self.welcome
        return welcome.limits if welcome else Limits()

    @property
    def welcome(self) -> Welcome | None:
        """What the daemon said of itself: its tiers, generators and export formats."""
        return self._client.welcome

    @property
    def take_count(self) -> int:
        """Takes side by side."""
        return len(self._lanes)

    def strips(self, take: int = 0) -> tuple[Strip, ...]:
        """The strips of one take, one for each clip (action and direction); ``take_count`` stands for the one
        that the larger language model's reading makes."""
        if take == len(self._lanes):
            return self.second.strips
        return tuple(self._lanes[take].strips) if 0 <= take < len(self._lanes) else ()

    @property
    def reading(self) -> Interpretation | None:
        """What the sentence was understood as, the user's choice and refinements included."""
        return self._reading

    @property
    def reading_is_current(self) -> bool:
        """False while ``reading`` is of an earlier sentence."""
        return self._reading_is_current

    @property
    def records(self) -> tuple[SpecRecord, ...]:
        """One for each action: what the sentence says, and the user's edits over it."""
        return self.settings.records(self._reading) if self._reading else ()

    @property
    def alternatives(self) -> tuple[MotionSpec, ...]:
        """Other readings to choose from; none once the sentence was understood or one was chosen."""
        taken = self.settings.chosen is not None or self.settings.second
        if self._reading is None or self._reading.understood or taken:
            return ()
        return self._reading.alternatives[:2]

    def take_notices(self) -> tuple[Notice, ...]:
        """What the user is to be told and was not yet."""
        return self._notices.take()

    # Asking.

    def set_live(self, live: bool) -> None:
        """With ``live`` every change is asked for by itself; without, ``generate`` asks."""
        if live != self._live:
            self._live = live
            self._settings_revision += 1
            self._refresh()

    def generate(self) -> None:
        """Asks for what is set now, without waiting; again when it failed."""
        self._reader.forgive()
        self._refresh(send=True)
        for lane in self._lanes:
            lane.send_now()
        self._settle()

    def cancel(self) -> None:
        """Stops what is on its way; everything that is drawn stays."""
        for lane in self._lanes:
            lane.cancel()
        self.second.cancel()
        self._settle()

    def tick(self, now: float | None = None) -> None:
        """Once a frame, after the client's pump: sends what is due, turns strips, looks at the sprite's
        file."""
        now = self._clock() if now is None else now
        self.watch_sprite(now)
        self._analyst.tick(self.settings)
        if self.settings.needs_reading or not any(lane.under_way for lane in self._lanes):
            self._reader.tick()
        for lane in self._lanes:
            lane.tick(now)
        self.second.tick(now)
        if self.comparison is not None:
            self.comparison.tick(now)
        self._record_settled(now)
        self._take_exports.tick(self._lanes)
        self._settle()

    # History and files.

    def restore(self, number: int) -> None:
        """Sets everything as it was for an entry; its pictures show at once."""
        entry = self.history.get(number)
        if entry is not None and entry.settings is not None:
            self._memory.keep(entry.result)
            self.apply_settings(entry.settings)

    def compare(self, a: int, b: int) -> None:
        """Two entries side by side."""
        first, second = self.history.get(a), self.history.get(b)
        if first is not None and second is not None:
            self.comparison = Comparison(first, second, self._clock())
            self._lane_changes += 1

    def stop_comparing(self) -> None:
        """Back to the takes."""
        self.comparison = None
        self._lane_changes += 1

    def record(self, take: int = 0) -> HistoryEntry | None:
        """Puts what a take shows into the history now: it was applied or exported. None for nothing."""
        lane = self._lane(take)
        if lane is None or lane.result is None or not lane.result.playable:
            return None
        return self._record(lane, lane.result)

    def clip_refs(self, take: int = 0) -> tuple[ClipRef, ...]:
        """What the daemon calls the clips that a take shows, for exports."""
        return tuple(strip.drawn.ref for strip in self.strips(take) if strip.drawn is not None)

    def under_way(self, take: int = 0) -> bool:
        """Whether anything of a take is still to be drawn: only what is whole has files."""
        lane = self._lane(take)
        return lane is not None and lane.under_way

    def export(
        self, clips: tuple[ClipRef, ...], file_format: str, name: str, done: Callable[[ExportTicket], None]
    ) -> ExportTicket:
        """Asks for the files of clips; ``done`` gets them, or the problem, once."""
        return self._exports.ask(ExportTicket(file_format, name), clips, done)

    def export_take(
        self, take: int, file_format: str, name: str, done: Callable[[ExportTicket], None]
    ) -> ExportTicket:
        """Asks for the files of all clips of a take. Where the daemon has lost them, they are drawn again
        first: the same request makes the same pictures."""
        ticket = ExportTicket(file_format, name)
        self._take_exports.ask(self._lane(take) or self._lanes[take], ticket, done)
        return ticket

    # What happens behind.

    def settings_changed(self) -> None:
        """Asks for what is new, take by take; what did not change is not asked for again."""
        self._settings_revision += 1
        self._refresh()

    def lane_read(self, content: Content, reading: Interpretation) -> None:
        """A request's own reading of the sentence, or of a sheet, saves a question."""
        if self._reader.told(content.message, self.settings.motion, reading):
            self._read()

    def lane_done(self, lane: Lane, result: Result) -> None:
        """A take has everything that is wanted."""
        self._settled[lane.channel] = self._clock()
        self._take_exports.lane_done(lane, result)

    def lane_failed(self, lane: Lane, problem: Problem) -> None:
        """A sentence alone is drawn as the still faces where it cannot be turned; one with edits is, too, as
        long as the direction is the sentence's and not the user's."""
        sprite = self.settings.sprite
        turned = problem.code == UnsupportedDirection.code and sprite is not None
        records = self.second.records if lane is self.second.lane else self.records
        if turned and sprite is not None and self._turning.refused(sprite, records):
            self._notices.say(Level.INFO, f"{problem.text}; it is drawn as the still faces")
            self._refresh()

    def _refresh(self, send: bool = False) -> None:
        self._arrange_lanes()
        self._clear_other_sprite()
        reading = self._read()
        settings = self.settings
        waits, send = settings.needs_reading and reading is None, self._live or send
        for take, lane in enumerate(self._lanes):
            if not settings.asks_for_something:
                lane.want(None, send=False)
            elif not waits:
                lane.want(settings.content(take, self._specs(reading)), send=send)
        self.second.follow(settings, send=send)
        self._settle()

    def _lane(self, take: int) -> Lane | None:
        if take == len(self._lanes) and self.second.strips:
            return self.second.lane
        return self._lanes[take] if 0 <= take < len(self._lanes) else None

    def _drawable(self, reading: Interpretation) -> Interpretation:
        sprite = self.settings.sprite
        return reading if sprite is None else self._turning.drawable(sprite, reading)

    def _read(self) -> Interpretation | None:
        """Works out what the sentence means now, as far as it is known."""
        reading = self._reader.resolve(self.settings)
        current = reading is not None
        if current != self._reading_is_current or (reading is not None and reading != self._reading):
            self._reading = reading or self._reading
            self._reading_is_current = current
            self._spec_revision += 1
        return reading

    def _specs(self, reading: Interpretation | None) -> Interpretation | None:
        """What is sent in place of the sentence, where anything is laid over it."""
        if reading is None or self.settings.sprite is None or not self.settings.needs_reading:
            return None
        return self._drawable(reading)

    def _clear_other_sprite(self) -> None:
        """Pictures of another sprite are no earlier version of this one."""
        sprite = self.settings.sprite
        named = None if sprite is None else (sprite.path, sprite.name, sprite.entity)
        if named != self._named:
            self._named = named
            for lane in (*self._lanes, self.second.lane):
                lane.clear()

    def _arrange_lanes(self) -> None:
        """One lane for each seed; the ones that are left over stop."""
        wanted = len(self.settings.seeds)
        while len(self._lanes) < wanted:
            channel = f"{self._name}-{len(self._lanes)}"
            lane = Lane(self._client, self._memory, channel, self, self._clock, self._new_id)
            self._lanes.append(lane)
            self._lane_changes += 1
        for lane in self._lanes[wanted:]:
            lane.cancel()
            self._lane_changes += 1 + lane.revision + sum(strip.revision for strip in lane.strips)
        del self._lanes[wanted:]

    def _record_settled(self, now: float) -> None:
        for lane in self._lanes:
            since = self._settled.get(lane.channel)
            if since is not None and now - since >= SETTLED_S:
                del self._settled[lane.channel]
                if lane.result is not None and lane.result.done and lane.complete:
                    self._record(lane, lane.result)

    def _record(self, lane: Lane, result: Result) -> HistoryEntry:
        settings, take = self.second.settings, 0
        if lane is not self.second.lane:
            settings, take = self.settings, self._lanes.index(lane)
        settings = replace(settings, seeds=(settings.seeds[take],), locked=frozenset())
        return self.history.add(self.second.signed(settings.label, settings), result, settings, self._wall())

    def _settle(self) -> None:
        """Brings the state line up to what is."""
        waiting = self.settings.asks_for_something and self._reader.waiting
        problem = self._reader.problem()
        reading = waiting and problem is None and self.settings.needs_reading
        update_line(
            self.line,
            online=self._client.state is ClientState.ONLINE,
            connection=self._client.problem,
            lanes=self._lanes,
            reading=bool(reading),
            problem=problem if waiting and self.settings.needs_reading else None,
        )
