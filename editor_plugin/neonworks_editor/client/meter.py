"""What the client costs a frame loop: processor time of ``pump``, and the loop's own punctuality.

::

    cost = stream(client, sprite, seconds=10.0, fps=60.0)
    print(cost.summary())

``stream`` keeps the daemon drawing ``sprite`` and pumps at ``fps``, as an editor does that draws nothing.
Processor time of the thread says what ``pump`` costs on a busy machine, too; the time between frames says
whether the network thread holds the interpreter's lock too long, and has the machine's own noise in it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from neonworks_protocol.messages import EndMessage, Frame, ServerMessage, Submit
from neonworks_protocol.vocabulary import Tier

from neonworks_editor.client.client import EditorClient

__all__ = ["PumpCost", "percentile", "stream"]

_OPEN = 4
"""Requests that are kept open, so that workers always have the next one."""


@dataclass(frozen=True)
class PumpCost:
    """Times in milliseconds, one entry for each frame of the loop."""

    pump_ms: Sequence[float]
    """Processor time of the pumping thread inside ``pump``."""
    frame_ms: Sequence[float]
    """Wall time from the start of one frame to the start of the next; 1000 / fps when nothing is late."""
    events: int
    """Events that were handed over."""
    frames: int
    """Pictures among them."""
    ends: int
    """Requests that ended."""
    wall_s: float

    def summary(self) -> str:
        """One line with what matters."""
        p50, p99 = (percentile(self.pump_ms, share) for share in (0.5, 0.99))
        return (
            f"pump p50 {p50:.3f} ms, p99 {p99:.3f} ms, max {max(self.pump_ms):.3f} ms; "
            f"frame max {max(self.frame_ms):.1f} ms, p99 {percentile(self.frame_ms, 0.99):.1f} ms; "
            f"{self.frames / self.wall_s:.0f} pictures/s, {self.ends} requests"
        )


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0..1) of ``values`` lie; at least one value is needed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def stream(
    client: EditorClient,
    sprite: bytes,
    *,
    seconds: float = 10.0,
    fps: float = 60.0,
    text: str = "walk",
    tier: Tier = Tier.DRAFT,
    clock: Callable[[], float] = time.thread_time,
    wall: Callable[[], float] = time.perf_counter,
    sleep: Callable[[float], None] = time.sleep,
) -> PumpCost:
    """Stream drafts of ``sprite`` for so many ``seconds`` and measure; ``client`` must be started.

    Every request has a seed of its own, so the daemon draws each. Requests that are open at the end are
    cancelled. ``clock`` gives seconds of processor time, ``wall`` and ``sleep`` are real time.
    """
    counter = _Counter(client, sprite, text, tier)
    pump_ms: list[float] = []
    frame_ms: list[float] = []
    begun = frame_start = wall()
    while frame_start - begun < seconds:
        counter.top_up()
        before = clock()
        counter.events += client.pump()
        pump_ms.append((clock() - before) * 1000)
        due = frame_start + 1 / fps
        while (left := due - wall()) > 0:
            sleep(left)
        now = wall()
        frame_ms.append((now - frame_start) * 1000)
        frame_start = now
    counter.stop()
    return PumpCost(pump_ms, frame_ms, counter.events, counter.frames, counter.ends, frame_start - begun)


class _Counter:
    """Keeps requests open and counts what comes of them."""

    def __init__(self, client: EditorClient, sprite: bytes, text: str, tier: Tier) -> None:
        self.events = self.frames = self.ends = 0
        self._client = client
        self._sprite, self._text, self._tier = sprite, text, tier
        self._seed = 0
        self._open: set[str] = set()

    def message(self, event: ServerMessage) -> None:
        if isinstance(event, Frame):
            self.frames += 1
        elif isinstance(event, EndMessage):
            self.ends += 1
            self._open.discard(event.request_id)

    def top_up(self) -> None:
        while len(self._open) < _OPEN:
            self._seed += 1
            message = Submit(
                request_id=uuid4().hex,
                sprite=self._sprite,
                text=self._text,
                tier=self._tier,
                seed=self._seed,
            )
            self._open.add(message.request_id)
            self._client.submit(message, self)

    def stop(self) -> None:
        for request_id in self._open:
            self._client.cancel(request_id)
