"""``Playback``: a recorded job, told to one request a slice at a time.

A job may have two thousand frames; reading them all at once would hold up everybody else, and sending them
all at once would fill the memory with what a slow client does not take.
"""

import asyncio
from collections.abc import Callable

from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.messages import Accepted, EndMessage, Failed

from neonworks_daemon.feed import Outlet, RequestFeed
from neonworks_daemon.store.recording import Recording
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import FrameMade, JobEvent

__all__ = ["Playback", "Playbacks"]

_SLICE = 24
"""Events in a row: about 1 ms."""
_WAIT_S = 0.02
"""Before a client that cannot take more is looked at again."""


class Playback:
    """``end`` is what the request is told at last. ``on_over`` is called once, when it was told."""

    def __init__(
        self,
        store: ResultStore,
        recording: Recording,
        feed: RequestFeed,
        end: EndMessage,
        on_over: Callable[[], None],
    ) -> None:
        self._store = store
        self.recording = recording
        """What is told."""
        self._feed = feed
        self._end = end
        self._on_over = on_over
        self._next = 0
        self._timer: asyncio.Handle | None = None

    def start(self) -> None:
        """Tell the first slice at once, the others as the client takes them."""
        self._next = 0
        self._tell()

    def restart(self, feed: RequestFeed) -> None:
        """Tell all of it to ``feed`` instead."""
        self.stop()
        self._feed = feed
        self.start()

    def stop(self) -> None:
        """Tell nothing more; the request's end is the caller's."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tell(self) -> None:
        events, outlet = self.recording.events, self._feed.outlet
        if outlet.open and self._next and not outlet.may_take():
            self._tell_after(_WAIT_S)
            return
        stop = min(self._next + _SLICE, len(events))
        # Nobody hears what is told to a client that is gone; only the end is remembered.
        if not outlet.open:
            stop = self._next = len(events)
        for event in events[self._next : stop]:
            if not self._tell_one(event):
                return
        self._next = stop
        if stop == len(events):
            self._over(self._end)
        else:
            self._tell_after(0.0)

    def _tell_after(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._tell)

    def _tell_one(self, event: JobEvent) -> bool:
        if not isinstance(event, FrameMade):
            self._feed.event(event)
            return True
        frame = self._store.load(event)
        if frame is None:
            self._missing()
            return False
        self._feed.event(frame)
        return True

    def _missing(self) -> None:
        job = self.recording.job_id
        self._store.forget(job)
        self._over(
            Failed(
                request_id=self._feed.request_id,
                code=StorageFailed.code,
                message=f"the stored frames of job {job} are damaged or gone; submit the request again",
                retryable=True,
            )
        )

    def _over(self, end: EndMessage) -> None:
        self._timer = None
        self._feed.end(end)
        self._on_over()


class Playbacks:
    """Those that go on. One request has one at most."""

    def __init__(self, store: ResultStore) -> None:
        self._store = store
        self._running: dict[tuple[str, str], Playback] = {}

    def __len__(self) -> int:
        return len(self._running)

    def begin(
        self,
        outlet: Outlet,
        request_id: str,
        recording: Recording,
        answer: Accepted | None,
        end: EndMessage | None = None,
    ) -> None:
        """Tell ``recording`` to a request, after ``answer``, and last its own end, or ``end``."""
        name = outlet.client_id, request_id
        self.stop(*name)
        feed = _feed(recording, outlet, request_id)
        if answer is not None:
            feed.accept(answer)
        last = end or recording.end_for(request_id)
        playback = Playback(self._store, recording, feed, last, lambda: self._forget(name))
        self._running[name] = playback
        playback.start()

    def stop(self, client: str, request_id: str) -> bool:
        """Tell the request nothing more; False when nothing was told to it."""
        playback = self._running.pop((client, request_id), None)
        if playback is not None:
            playback.stop()
        return playback is not None

    def move(self, outlet: Outlet, request_id: str) -> bool:
        """Tell the request everything again at ``outlet``; False when nothing was told to it."""
        playback = self._running.get((outlet.client_id, request_id))
        if playback is not None:
            playback.restart(_feed(playback.recording, outlet, request_id))
        return playback is not None

    def _forget(self, name: tuple[str, str]) -> None:
        self._running.pop(name, None)


def _feed(recording: Recording, outlet: Outlet, request_id: str) -> RequestFeed:
    first = (recording.client, recording.request_id) == (outlet.client_id, request_id)
    return RequestFeed(outlet, request_id, recording.job_id, first=first, cached=not first)
