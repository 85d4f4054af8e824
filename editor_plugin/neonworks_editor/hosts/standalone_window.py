"""Our own window: the scene, the panel over it, and the loop that gives both their turn."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pygame
from neonworks_protocol.errors import StorageFailed, Unavailable

from neonworks_editor.hosts.neonworks_app import App
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.hosts.standalone_project import PICTURES
from neonworks_editor.panel.recording import Player, RecordedEvent

__all__ = ["MIN_SIZE", "RunningPanel", "StandaloneWindow", "WindowOptions"]

MIN_SIZE = (640, 480)
"""Smallest window, in pixels: the panel keeps its least width in it."""
_FPS = 60
_LINE_S = 12.0
"""Seconds that a line of the scene stays."""
_TITLE = "NeonWorks Animator"
_UNSEEN = frozenset({"offscreen", "dummy", "evdev"})
"""Drivers of SDL that draw into memory."""
_BAR = (24, 27, 34)
_INK = (222, 226, 232)


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """``screenshot`` is written ``after`` seconds, then the window closes; ``events`` play meanwhile."""

    size: tuple[int, int] = (1280, 720)
    screenshot: Path | None = None
    after: float = 3.0
    events: Sequence[RecordedEvent] = ()


@dataclass(frozen=True, slots=True)
class RunningPanel:
    """A panel and how everything behind it is ended.

    ``locate`` answers with the rectangle of a named widget in the window, ``panel`` being the whole, and with
    an empty one for what is not shown.
    """

    app: App
    stop: Callable[[], None]
    locate: Callable[[str], pygame.Rect]


class StandaloneWindow:
    """Opens the window; ``run`` shows it until it is closed. ``make_panel`` makes the panel for the host.

    Raises ``Unavailable`` where no window can be opened.
    """

    def __init__(
        self,
        make_host: Callable[[tuple[int, int]], StandaloneHost],
        make_panel: Callable[[StandaloneHost], RunningPanel],
        options: WindowOptions,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options, self._clock = options, clock
        self._screen = _open(options.size, seen=options.screenshot is None)
        self._host = make_host(self._screen.get_size())
        self._running = make_panel(self._host)
        self._app = self._running.app
        self._player = Player(options.events, locate=self._running.locate)
        self._font = pygame.font.Font(None, 18)
        self._line: tuple[str, pygame.Surface] | None = None
        self._line_until = 0.0
        self._started = clock()
        self._covered = -1
        self.frames = 0
        """Frames that were drawn so far."""

    @property
    def host(self) -> StandaloneHost:
        """The scene, as the panel sees it."""
        return self._host

    def run(self) -> None:
        """Until the window is closed, or the screenshot is taken. Saves the scene; raises ``StorageFailed``
        where the screenshot cannot be written."""
        ticker = pygame.time.Clock()
        self._app.open()
        try:
            while self.step():
                ticker.tick(_FPS)
        finally:
            self._running.stop()
            self._host.save()
            pygame.display.quit()

    def step(self) -> bool:
        """One frame; False when the window is to be closed."""
        elapsed = self._clock() - self._started
        self._player.advance(elapsed)
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return False
            self._handle(event)
        self._host.tick()
        self._app.tick(self._clock())
        self._draw()
        pygame.display.flip()
        self.frames += 1
        if self._options.screenshot is not None and elapsed >= self._options.after:
            self._save_screenshot(self._options.screenshot)
            return False
        return True

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.VIDEORESIZE:
            self._screen = pygame.display.get_surface() or self._screen
            self._covered = -1
        if event.type == pygame.DROPFILE and Path(event.file).suffix.lower() in PICTURES:
            # The panel animates whoever is picked in the scene.
            self._host.add_sprite(Path(event.file))
        elif not self._app.handle_event(event) and _is_click(event):
            found = self._host.entity_at(event.pos)
            self._host.select(found.id if found else None)

    def _draw(self) -> None:
        covered = self._panel_width()
        if covered != self._covered:
            self._covered = covered
            self._host.scene.resize(self._screen.get_size(), covered)
        self._host.scene.render(self._screen)
        if self._host.said:
            self._draw_line(self._host.said, self._clock())
        self._app.render(self._screen)

    def _panel_width(self) -> int:
        """Columns at the right that the panel hides."""
        if not self._app.visible:
            return 0
        area = self._running.locate("panel")
        width = self._screen.get_width()
        return max(0, min(width - area.x, width - 160)) if area.w else 0

    def _draw_line(self, text: str, now: float) -> None:
        """What the scene says, until it was read."""
        if self._line is None or self._line[0] != text:
            self._line_until = now + _LINE_S
            picture = self._font.render(text[:200], True, _INK)
            plate = pygame.Surface((picture.get_width() + 16, picture.get_height() + 10))
            plate.fill(_BAR)
            plate.blit(picture, (8, 5))
            self._line = (text, plate)
        if now < self._line_until:
            plate = self._line[1]
            self._screen.blit(plate, (8, self._screen.get_height() - plate.get_height() - 8))

    def _save_screenshot(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            pygame.image.save(self._screen, path)
        except (OSError, pygame.error) as error:
            raise StorageFailed(
                f"the screenshot cannot be written ({error}): choose another --screenshot"
            ) from error


def _is_click(event: pygame.event.Event) -> bool:
    return event.type == pygame.MOUSEBUTTONDOWN and bool(event.button == 1)


def _open(size: tuple[int, int], *, seen: bool) -> pygame.Surface:
    """``seen``: somebody is to look at it, so a driver without a screen will not do unless it was named."""
    # Without it Windows draws the window small and blows it up, blurred.
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    try:
        pygame.display.init()
        pygame.font.init()
        if seen and pygame.display.get_driver() in _UNSEEN and not os.environ.get("SDL_VIDEODRIVER"):
            # SDL falls back to it, and the editor would run for ever without a window.
            pygame.display.quit()
            raise pygame.error("no screen answers")
        width, height = (max(least, side) for least, side in zip(MIN_SIZE, size, strict=True))
        screen = pygame.display.set_mode((width, height), pygame.RESIZABLE)
    except pygame.error as error:
        raise Unavailable(
            f"no window can be opened ({error}): run this on a machine with a screen"
        ) from error
    pygame.display.set_caption(_TITLE)
    pygame.key.set_repeat(400, 35)
    return screen
