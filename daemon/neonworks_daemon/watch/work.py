"""``SpriteWork``: carries out what ``WatchCore`` decides about one sprite, and reports how it ended.

Reading and planning have one thread, encoding and writing another.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.logs import fields
from neonworks_daemon.watch.core import Draw, Read, WatchCore
from neonworks_daemon.watch.drawing import Drawn, Lost, NotDrawn, draw
from neonworks_daemon.watch.ledger import Ledger
from neonworks_daemon.watch.link import DaemonLink
from neonworks_daemon.watch.planning import PlannedSprite, Planner
from neonworks_daemon.watch.publishing import Changed, Publisher, Refused, Written, manifest_of
from neonworks_daemon.watch.reading import Foreign, Reader, Subject, Unstable, Unusable

__all__ = ["SpriteWork"]

_FAILURES = 20
"""Of the latest failures, as many lines are kept."""

_Result = TypeVar("_Result")

_logger = logging.getLogger(__name__)


class SpriteWork:
    """``look_again(path)`` is called for a path that changed meanwhile, ``published`` after each result."""

    def __init__(
        self,
        core: WatchCore,
        ledger: Ledger,
        link: DaemonLink,
        reader: Reader,
        planner: Planner,
        publisher: Publisher,
        *,
        clock: Callable[[], float],
        look_again: Callable[[str], None],
        published: Callable[[], None],
    ) -> None:
        self._core = core
        self._ledger = ledger
        self._link = link
        self._reader = reader
        self._planner = planner
        self._publisher = publisher
        self._clock = clock
        self._look_again = look_again
        self._published = published
        self._reading = ThreadPoolExecutor(1, "watch-read")
        self._writing = ThreadPoolExecutor(1, "watch-write")
        self.clip_counts: dict[str, int] = {}
        """Clips of each result that was published by this process."""
        self.notes: dict[str, tuple[str, ...]] = {}
        """Remarks on each result that was published by this process."""
        self.failures: deque[str] = deque(maxlen=_FAILURES)
        """What went wrong lately, one line each."""

    async def read(self, action: Read) -> None:
        """Read the path and tell the core what it is."""
        core, path, ticket = self._core, action.path, action.ticket
        known = core.published.get(path)
        found = await self._in(self._reading, lambda: self._reader.read(path, known))
        now = self._clock()
        match found:
            case Subject():
                core.was_read(path, ticket, found.key, now)
            case Unusable():
                core.unusable(path, ticket, found.reason, now)
            case Foreign():
                core.foreign(path, ticket, now, found.note)
            case Unstable():
                core.unstable(path, ticket, now)
                self._look_again(path)

    async def draw(self, action: Draw) -> tuple[PlannedSprite, Drawn] | None:
        """Have it drawn; what is to be written, None when there is nothing. May be cancelled at any time."""
        core, path, ticket = self._core, action.path, action.ticket
        planned = await self._in(self._reading, lambda: self._plan(action))
        if not isinstance(planned, PlannedSprite):
            self._not_drawn(action, NotDrawn(planned, passing=False))
            return None
        outcome = await draw(await self._link.client(), planned)
        match outcome:
            case Lost():
                core.put_back(path, ticket, self._clock())
            case NotDrawn():
                self._not_drawn(action, outcome)
            case Drawn():
                if core.drawn(path, ticket, self._clock()):
                    return planned, outcome
        return None

    async def write(self, action: Draw, planned: PlannedSprite, drawn: Drawn) -> None:
        """Write and publish it. Not to be cancelled: it ends soon, one way or the other."""
        core, path, ticket = self._core, action.path, action.ticket
        result = await self._in(self._writing, lambda: self._publisher.publish(planned, drawn.clips))
        now = self._clock()
        match result:
            case Written():
                self.clip_counts[path] = len(drawn.clips)
                self._note(path, planned.notes)
                core.wrote(path, ticket, action.key, "", now, passing=False)
                self._published()
            case Refused():
                self.failed(path, result.reason)
                if result.torn:
                    core.distrust(path, now)
                core.wrote(path, ticket, None, result.reason, now, passing=result.passing)
            case Changed():
                core.wrote(path, ticket, None, "", now, passing=True)
                self._look_again(path)

    def _note(self, path: str, notes: tuple[str, ...]) -> None:
        self.notes[path] = notes
        for each in notes:
            _logger.info("sprite_noted", extra=fields(path=path, note=each))

    def failed(self, path: str, reason: str) -> None:
        """Note what went wrong."""
        self.failures.append(f"{path}: {reason}")
        _logger.info("sprite_failed", extra=fields(path=path, reason=reason))

    async def close(self) -> None:
        """Wait for the threads to end."""
        await asyncio.to_thread(self._reading.shutdown)
        await asyncio.to_thread(self._writing.shutdown)

    def _plan(self, action: Draw) -> PlannedSprite | str:
        """The plan; a reason why there is none, "" when the content is another by now."""
        subject = self._reader.again(action.path, action.key)
        if not isinstance(subject, Subject) or subject.key != action.key:
            return subject.reason if isinstance(subject, Unusable) else ""
        try:
            planned = self._planner.plan(subject)
            self._publisher.check_free(manifest_of(planned), action.path)
            return planned
        except AnimatorError as error:
            return error.message

    def _not_drawn(self, action: Draw, outcome: NotDrawn) -> None:
        if outcome.reason:
            self.failed(action.path, outcome.reason)
            if not outcome.passing and self._core.wanted(action.path, action.ticket):
                self._ledger.refuse(action.path, action.key, outcome.reason)
        self._core.not_drawn(
            action.path, action.ticket, outcome.reason, self._clock(), passing=outcome.passing
        )

    async def _in(self, thread: ThreadPoolExecutor, act: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(thread, act)
