"""``WatchCore``: decides what to do about each path of one watched folder. No files, no clock, no threads.

The promise: once quiet, the newest settled content of every path has exactly one published result. A driver
tells what it saw (``observe``), carries out ``actions`` and reports how they ended. Every action has a
ticket; what is seen of a path makes its earlier tickets stale, so a late report about older content changes
nothing but what is known to be published.

Times are seconds of one monotonic clock.
"""

import heapq
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from neonworks_daemon.watch.states import Key, PathState, Stamp, transition

__all__ = ["Action", "Cancel", "Draw", "Forget", "PathView", "Read", "WatchCore"]

_UNSETTLED = (PathState.SETTLING, PathState.READING)
_UNREST = (*_UNSETTLED, PathState.DUE, PathState.DRAWING, PathState.WRITING, PathState.MISSING)
_READS = 8
"""Reads on their way at once: enough to keep one reading thread busy."""
_RETRY_S = 1.0
_RETRY_MOST_S = 60.0
"""Waits after a failure that may pass, such as a full queue; doubled each time up to the second."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read and hash the path; report with ``was_read`` and its kin."""

    path: str
    ticket: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Have the content ``key`` drawn; report with ``drawn`` or ``not_drawn``."""

    path: str
    ticket: int
    key: Key


@dataclass(frozen=True, slots=True)
class Cancel:
    """The drawing under this ticket is not wanted any more. No report is needed."""

    path: str
    ticket: int


@dataclass(frozen=True, slots=True)
class Forget:
    """The path is gone: its result is no longer due. Its files stay."""

    path: str


Action = Read | Draw | Cancel | Forget


@dataclass(frozen=True, slots=True)
class PathView:
    """One path as people see it."""

    path: str
    state: PathState
    since: float
    note: str


@dataclass(slots=True)
class _Entry:
    state: PathState
    stamp: Stamp | None = None
    ticket: int = 0
    """0: known from the ledger and not seen yet."""
    since: float = 0.0
    key: Key | None = None
    note: str = ""
    failures: int = 0
    writing: bool = False
    """The writer has it, possibly under a stale ticket; nothing is read meanwhile."""


@dataclass
class WatchCore:
    """``published`` and ``refused`` are what a ledger remembers: the key of each path's result, and of
    content that could not be drawn with the reason. ``settle_s`` is how long a file must hold still."""

    settle_s: float
    published: dict[str, Key]
    refused: dict[str, tuple[Key, str]] = field(default_factory=dict)
    held: bool = False
    """While true nothing new is begun, because something else writes to the folder."""
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _timers: list[tuple[float, int, str]] = field(default_factory=list)
    _due: deque[tuple[str, int]] = field(default_factory=deque)
    _cancels: list[Cancel] = field(default_factory=list)
    _tickets: int = 0
    _reading: int = 0

    def __post_init__(self) -> None:
        for path in {*self.published, *self.refused}:
            self._entries[path] = _Entry(PathState.MISSING)

    def observe(self, path: str, stamp: Stamp | None, now: float, *, touched: bool = False) -> bool:
        """``path`` has this stamp; None: there is no such file. ``touched``: an event says it was written to,
        which starts the settling time anew. Returns whether that is news."""
        entry = self._entries.get(path)
        if entry is None:
            if stamp is None:
                return False
            entry = self._entries[path] = _Entry(PathState.SETTLING)
        elif entry.stamp == stamp and entry.ticket and not (touched and entry.state in _UNSETTLED):
            return False
        entry.stamp = stamp
        self._restart(path, entry, PathState.MISSING if stamp is None else PathState.SETTLING, now)
        return True

    def observe_all(
        self, seen: Mapping[str, Stamp], now: float, *, unseen_below: tuple[str, ...] = ()
    ) -> int:
        """A scan found exactly ``seen``, but could not look into the folders ``unseen_below``. Returns how
        many of them are news."""
        news = sum(self.observe(path, stamp, now) for path, stamp in seen.items())
        hidden = tuple(f"{folder}/" for folder in unseen_below)
        for path in [path for path in self._entries if path not in seen and not path.startswith(hidden)]:
            self.observe(path, None, now)
        return news

    def recover(self, path: str, key: Key | None, stamp: Stamp, now: float) -> None:
        """A path that was just forgotten is there after all; ``key`` is its trusted result."""
        if key is not None:
            self.published[path] = key
        self.observe(path, stamp, now)

    def distrust(self, path: str, now: float) -> None:
        """The published result of ``path`` is not what was written (somebody removed its files)."""
        entry = self._entries.get(path)
        if self.published.pop(path, None) and entry and entry.state is PathState.PUBLISHED:
            self._restart(path, entry, PathState.SETTLING, now)

    def reconsider(self, now: float) -> None:
        """Look at quarantined paths again: what stood in their way may be gone."""
        for path, entry in self._entries.items():
            if entry.state is PathState.QUARANTINED and path not in self.refused:
                self._restart(path, entry, PathState.SETTLING, now)

    def actions(self, now: float, room: int) -> list[Action]:
        """What to do now; at most ``room`` drawings are on their way at once, the driver counts them."""
        found: list[Action] = list(self._cancels)
        self._cancels.clear()
        if self.held:
            return found
        found += self._ripe(now)
        while self._due and room > 0:
            path, ticket = self._due.popleft()
            entry = self._entries.get(path)
            if entry is None or entry.ticket != ticket or entry.state is not PathState.DUE:
                continue
            assert entry.key is not None
            self._enter(path, entry, PathState.DRAWING, now)
            found.append(Draw(path, ticket, entry.key))
            room -= 1
        return found

    def wake_at(self) -> float | None:
        """When ``actions`` has something to do although nothing was reported; None: not by itself."""
        waiting = self._timers and not self.held and self._reading < _READS
        return self._timers[0][0] if waiting else None

    def was_read(self, path: str, ticket: int, key: Key, now: float) -> None:
        """The content has this key, and can be animated as far as one can tell."""
        if (entry := self._read(path, ticket)) is None:
            return
        entry.key = key
        if self.published.get(path) == key:
            self._enter(path, entry, PathState.PUBLISHED, now)
        elif (known := self.refused.get(path)) is not None and known[0] == key:
            self._enter(path, entry, PathState.QUARANTINED, now, known[1])
        else:
            self._enter(path, entry, PathState.DUE, now)
            self._due.append((path, ticket))

    def unstable(self, path: str, ticket: int, now: float) -> None:
        """It changed while it was read."""
        if (entry := self._read(path, ticket)) is not None:
            self._restart(path, entry, PathState.SETTLING, now)

    def foreign(self, path: str, ticket: int, now: float, note: str = "") -> None:
        """It is none of ours to animate."""
        if (entry := self._read(path, ticket)) is not None:
            self._enter(path, entry, PathState.FOREIGN, now, note)

    def unusable(self, path: str, ticket: int, reason: str, now: float) -> None:
        """It was read and cannot be animated as it is."""
        if (entry := self._read(path, ticket)) is not None:
            self._enter(path, entry, PathState.QUARANTINED, now, reason)

    def drawn(self, path: str, ticket: int, now: float) -> bool:
        """Its clips have arrived. True: write them and report with ``wrote``; False: nobody wants them."""
        entry = self._current(path, ticket, PathState.DRAWING)
        if entry is None:
            return False
        self._enter(path, entry, PathState.WRITING, now)
        entry.writing = True
        return True

    def not_drawn(self, path: str, ticket: int, reason: str, now: float, *, passing: bool) -> None:
        """It could not be drawn. Without a reason because the content is another by now; ``passing``: the
        same may succeed later, so it is tried again."""
        entry = self._current(path, ticket, PathState.DRAWING)
        if entry is None:
            return
        if not reason:
            self._restart(path, entry, PathState.SETTLING, now)
        elif passing:
            self._retry(path, entry, reason, now)
        else:
            assert entry.key is not None
            self.refused[path] = (entry.key, reason)
            self._enter(path, entry, PathState.QUARANTINED, now, reason)

    def wrote(
        self, path: str, ticket: int, key: Key | None, reason: str, now: float, *, passing: bool
    ) -> None:
        """How writing ended. ``key`` is what is published now. None: there is no trusted result; without a
        reason because the content is another by now, else it is tried again if the reason is ``passing``."""
        if key is not None:
            self.published[path] = key
            self.refused.pop(path, None)
        entry = self._entries.get(path)
        if entry is None:
            return
        entry.writing = False
        if entry.ticket != ticket or entry.state is not PathState.WRITING:
            self._arm(path, entry, max(now, entry.since + self.settle_s))
        elif key is not None:
            entry.failures = 0
            self._enter(path, entry, PathState.PUBLISHED, now)
        elif not reason:
            self._restart(path, entry, PathState.SETTLING, now)
        elif passing:
            self._retry(path, entry, reason, now)
        else:
            self._enter(path, entry, PathState.QUARANTINED, now, reason)

    def put_back(self, path: str, ticket: int, now: float) -> None:
        """The drawing was lost with the connection: it is due again, at once; when that happens again, later
        and later, since it may be what ends the connection."""
        entry = self._current(path, ticket, PathState.DRAWING)
        if entry is None:
            return
        if entry.failures:
            self._retry(path, entry, "the connection to the daemon was lost while it was drawn", now)
        else:
            entry.failures = 1
            self._enter(path, entry, PathState.DUE, now)
            self._due.appendleft((path, ticket))

    def wanted(self, path: str, ticket: int) -> bool:
        """Whether what is done under this ticket is still of use."""
        entry = self._entries.get(path)
        return entry is not None and entry.ticket == ticket

    @property
    def quiet(self) -> bool:
        """Nothing is under way: every path has its newest result, or a reason why not."""
        counts = self.counts()
        return not any(counts[state] for state in _UNREST)

    def counts(self) -> Counter[PathState]:
        """Paths by state."""
        return Counter(entry.state for entry in self._entries.values())

    def views(self, state: PathState | None = None) -> Iterator[PathView]:
        """All paths, or those in one state."""
        for path, entry in self._entries.items():
            if state in (None, entry.state):
                yield PathView(path, entry.state, entry.since, entry.note)

    def _ripe(self, now: float) -> Iterator[Action]:
        while self._timers and self._timers[0][0] <= now and self._reading < _READS:
            _, ticket, path = heapq.heappop(self._timers)
            entry = self._entries.get(path)
            if entry is None or entry.ticket != ticket or entry.writing:
                continue
            if entry.state is PathState.SETTLING:
                self._enter(path, entry, PathState.READING, now)
                self._reading += 1
                yield Read(path, ticket)
            elif entry.state is PathState.MISSING:
                del self._entries[path]
                self.published.pop(path, None)
                self.refused.pop(path, None)
                yield Forget(path)
            elif entry.state is PathState.DUE:
                self._due.append((path, ticket))

    def _read(self, path: str, ticket: int) -> _Entry | None:
        self._reading -= 1
        return self._current(path, ticket, PathState.READING)

    def _current(self, path: str, ticket: int, state: PathState) -> _Entry | None:
        entry = self._entries.get(path)
        return entry if entry is not None and entry.ticket == ticket and entry.state is state else None

    def _restart(self, path: str, entry: _Entry, state: PathState, now: float) -> None:
        if entry.state is PathState.DRAWING:
            self._cancels.append(Cancel(path, entry.ticket))
        self._tickets += 1
        entry.ticket = self._tickets
        entry.failures = 0
        self._enter(path, entry, state, now)
        self._arm(path, entry, now + self.settle_s)

    def _retry(self, path: str, entry: _Entry, reason: str, now: float) -> None:
        wait = min(_RETRY_MOST_S, _RETRY_S * 2**entry.failures)
        entry.failures = min(entry.failures + 1, 16)
        self._enter(path, entry, PathState.DUE, now, reason)
        self._arm(path, entry, now + wait)

    def _arm(self, path: str, entry: _Entry, at: float) -> None:
        heapq.heappush(self._timers, (at, entry.ticket, path))

    def _enter(self, path: str, entry: _Entry, state: PathState, now: float, note: str = "") -> None:
        entry.state = transition(entry.state, state, path)
        entry.since = now
        entry.note = note
