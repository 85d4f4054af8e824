"""``BenchEditor``: the standalone editor in a window that nobody sees, driven frame by frame and measured.

Scene, panel, connection and daemon are the real ones; what stands between them only counts processor time.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pygame
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.records import ClientInfo

from neonworks_editor.bench.home import BenchHome
from neonworks_editor.client.client import PUMP_BUDGET_S, EditorClient
from neonworks_editor.client.states import ClientState
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.hosts.standalone_project import open_place
from neonworks_editor.hosts.standalone_window import RunningPanel, StandaloneWindow, WindowOptions
from neonworks_editor.panel.app import AnimatorApp
from neonworks_editor.panel.settings import EditorSettings, SettingsStore
from neonworks_editor.studio.studio import Studio

__all__ = ["FPS", "BenchEditor", "FrameCost", "Seen", "Timed", "typed_keys"]

FPS = 60.0
_START_S = 60.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FrameCost:
    """One frame. ``wall_ms`` is all of it but the wait for the next; the others are processor time of the
    frame loop's thread: ``pump_ms`` in the connection, ``panel_ms`` in the rest of the panel."""

    wall_ms: float
    pump_ms: float
    panel_ms: float


@dataclass(frozen=True, slots=True)
class Timed:
    """Events of one moment; ``at`` is in seconds of ``time.perf_counter``."""

    at: float
    events: tuple[pygame.event.Event, ...]


Seen = Callable[[float, Sequence[Timed]], object]
"""Called after each frame with its end and the events that it was the first to handle."""


class _MeteredClient(EditorClient):
    """Counts the processor time of ``pump``."""

    pump_s = 0.0

    def pump(self, budget_s: float = PUMP_BUDGET_S) -> int:
        begun = time.thread_time()
        try:
            return super().pump(budget_s)
        finally:
            self.pump_s += time.thread_time() - begun


class _MeteredApp:
    """Counts the processor time of the panel, its pump included."""

    def __init__(self, app: AnimatorApp) -> None:
        self.app = app
        self.spent_s = 0.0

    @property
    def visible(self) -> bool:
        return self.app.visible

    def handle_event(self, event: pygame.event.Event) -> bool:
        return self._counted(lambda: self.app.handle_event(event))

    def tick(self, now: float) -> None:
        self._counted(lambda: self.app.tick(now))

    def render(self, surface: pygame.Surface) -> None:
        self._counted(lambda: self.app.render(surface))

    def open(self) -> None:
        self.app.open()

    def close(self) -> None:
        self.app.close()

    def _counted(self, call: Callable[[], _T]) -> _T:
        begun = time.thread_time()
        try:
            return call()
        finally:
            self.spent_s += time.thread_time() - begun


class BenchEditor:
    """Opens ``path`` (a sprite or a folder) in a window of ``size`` pixels. ``settings`` are the user's."""

    def __init__(
        self,
        home: BenchHome,
        path: Path,
        size: tuple[int, int] = (1280, 720),
        settings: EditorSettings | None = None,
    ) -> None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        place, sprite = open_place(path)
        store = SettingsStore(home.settings)
        store.change(settings or EditorSettings(seen_first_run=True))
        self.client = _MeteredClient(ClientInfo(id=uuid4().hex, name="bench"))
        self.costs: list[FrameCost] = []
        """One for each frame that was drawn; emptied by whoever reads it."""
        self._next_frame = time.perf_counter()
        self._window = StandaloneWindow(
            lambda pixels: StandaloneHost(place, pixels, sprite=sprite),
            lambda host: self._panel(host, store, home),
            WindowOptions(size=size),
        )

    @property
    def host(self) -> StandaloneHost:
        """The scene."""
        return self._window.host

    @property
    def app(self) -> AnimatorApp:
        """The panel."""
        return self._metered.app

    @property
    def studio(self) -> Studio:
        """What the panel shows."""
        return self.app.studio

    @property
    def wanted_order(self) -> int:
        """Number of the change that the user waits for; 0 before the first picture."""
        return max((strip.wanted for strip in self.studio.strips()), default=0)

    @property
    def arrived_order(self) -> int:
        """Number of the newest change that any picture has arrived of."""
        return max((strip.order for strip in self.studio.strips()), default=0)

    @property
    def shown_order(self) -> int:
        """Number of the change whose picture the preview shows; 0 while it shows none, or an older one in the
        place of one that is not there yet."""
        strip = self.app.desk.strip
        shown = self.app.panel.stage.preview.view.shot
        if strip is None or shown is None:
            return 0
        newest = (cell for cell in strip.cells if cell is not None and cell.drawn is strip.drawn)
        return strip.order if any(cell.frame.sha256 == shown.key for cell in newest) else 0

    def start(self) -> None:
        """Open the panel, find or start the daemon, and wait for it. Raises ``Unavailable``."""
        self._metered.open()
        self.client.start()
        self.run_until(lambda: self.client.state is ClientState.ONLINE, _START_S, "no daemon came up")

    def step(self) -> float:
        """Draw one frame at once; its end in seconds of ``time.perf_counter``."""
        begun, pumped, spent = time.perf_counter(), self.client.pump_s, self._metered.spent_s
        self._window.step()
        ended = time.perf_counter()
        pump_s = self.client.pump_s - pumped
        panel_s = self._metered.spent_s - spent - pump_s
        self.costs.append(FrameCost((ended - begun) * 1e3, pump_s * 1e3, panel_s * 1e3))
        return ended

    def run(self, seconds: float, events: Iterable[Timed] = (), seen: Seen | None = None) -> None:
        """Draw frames at their pace for so long; events are posted when they are due, also between two
        frames, and handled by the next one."""
        waiting = sorted(events, key=lambda each: each.at, reverse=True)
        posted: list[Timed] = []
        end = time.perf_counter() + seconds
        while (now := time.perf_counter()) < end:
            while waiting and waiting[-1].at <= now:
                posted.append(waiting.pop())
                for event in posted[-1].events:
                    pygame.event.post(event)
            if now < self._next_frame:
                until = min(self._next_frame, waiting[-1].at) if waiting else self._next_frame
                time.sleep(max(0.0, until - now))
                continue
            # A frame that is late is not caught up, as with pygame's clock.
            self._next_frame = max(self._next_frame + 1 / FPS, now)
            ended = self.step()
            if seen is not None:
                seen(ended, posted)
            posted = []

    def run_until(self, done: Callable[[], bool], most_s: float, problem: str) -> None:
        """Draw frames until ``done``. Raises ``Unavailable`` with ``problem`` after ``most_s`` seconds."""
        deadline = time.perf_counter() + most_s
        while not done():
            if time.perf_counter() > deadline:
                line = self.studio.line
                said = self.client.problem or f"the panel is {line.state.value}: {line.text}"
                raise Unavailable(f"{problem} within {most_s:g} s: {said}")
            self.run(1 / FPS)

    def stop(self) -> None:
        """Close panel, connection and window; the daemon stays."""
        self.app.shut_down()
        self.client.close()
        self.client.pump()
        pygame.display.quit()

    def _panel(self, host: StandaloneHost, store: SettingsStore, home: BenchHome) -> RunningPanel:
        folder = home.folder / "undo"
        app = AnimatorApp(host, self.client, store, time.monotonic, undo_folder=lambda _: folder)
        self._metered = _MeteredApp(app)
        return RunningPanel(self._metered, self.client.close, lambda _: app.area)


def typed_keys(text: str, begin: float, gaps: Iterable[float]) -> list[Timed]:
    """The key presses of ``text``, the first at ``begin`` and each other a gap after the one before."""
    keys: list[Timed] = []
    at = begin
    for character, gap in zip(text, gaps, strict=False):
        code = pygame.K_SPACE if character == " " else ord(character.lower())
        down = pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=character, scancode=0)
        keys.append(Timed(at, (down, pygame.event.Event(pygame.TEXTINPUT, text=character))))
        at += gap
    return keys
