"""``Shell``: stands between the engine's main loop and its editor, and makes the editor usable.

The engine asks its user interface for three things: to handle an event, to update, to render. The shell does
that with the stock ``MasterUIManager``, and adds what is missing there: the window shows (the stock editor
never draws the map nor flips the display), closing the window always works, a stock panel that raises is
closed and the editor goes on, and our panel sees each event before the hotkeys eat it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import pygame

from neonworks_editor.hosts.neonworks import Attached
from neonworks_editor.hosts.neonworks_contract import MasterUi, RendererLike
from neonworks_editor.hosts.neonworks_stock import close_failed
from neonworks_editor.hosts.neonworks_toasts import ToastBoard

__all__ = ["Shell"]

_log = logging.getLogger(__name__)
_GROUND = (38, 42, 54)
_LINE = (46, 51, 65)
_MARK = (120, 200, 255)
_STATUS_BAR = 30


def _draw_ground(renderer: RendererLike) -> None:
    """Lines between the cells, over the whole window: the engine's own grid covers a part of it."""
    screen, size = renderer.screen, renderer.tile_size
    screen.fill(_GROUND)
    width, height = screen.get_size()
    left, top = renderer.camera.grid_to_screen(0, 0)
    for x in range(int(left) % size, width, size):
        screen.fill(_LINE, (x, 0, 1, height))
    for y in range(int(top) % size, height, size):
        screen.fill(_LINE, (0, y, width, 1))


class _Stock:
    """``with stock:`` an exception of the editor's own code closes the panel that it came from."""

    def __init__(self, ui: MasterUi, say: Callable[[str], None]) -> None:
        self._ui = ui
        self._say = say

    def __enter__(self) -> None:
        """Nothing is needed before."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Exception):
            return False
        _log.error("error in the NeonWorks editor", exc_info=error)
        self._say(close_failed(self._ui, error))
        return True


class Shell:
    """``keys`` has the first look at every event but the one that closes the window: it takes the key that
    saves, which has to work while a text field of the panel takes all others. ``shown`` is called after each
    frame."""

    def __init__(
        self,
        ui: MasterUi,
        renderer: RendererLike,
        attached: Attached,
        toasts: ToastBoard,
        *,
        keys: Callable[[pygame.event.Event], bool] = lambda event: False,
        shown: Callable[[], None] = lambda: None,
    ) -> None:
        self._ui = ui
        self._renderer = renderer
        self._attached = attached
        self._toasts = toasts
        self._keys = keys
        self._shown = shown
        self._stock = _Stock(ui, toasts.say)

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Whether the engine should leave the event alone; it never should when the window is closed."""
        if event.type == pygame.QUIT:
            self._attached.close()
            return False
        if self._keys(event) or self._attached.event(event):
            return True
        # While our panel is open the editor would swallow what our panel left.
        self._attached.slot.passing = True
        try:
            with self._stock:
                if self._ui.handle_event(event):
                    return True
        finally:
            self._attached.slot.passing = False
        self._attached.pick(event)
        # Keys that a program posts may lack what the engine's input wants of a keyboard's.
        return event.type in (pygame.KEYDOWN, pygame.KEYUP) and not hasattr(event, "scancode")

    def update(self, dt: float, mouse: tuple[int, int], camera_offset: tuple[float, float]) -> None:
        """A fixed step; none, one or several a frame."""
        with self._stock:
            self._ui.update(dt, mouse, camera_offset)

    def render(self, fps: float = 60.0, camera_offset: tuple[float, float] = (0, 0)) -> None:
        """Once a frame: map, editor, our panel, then the window shows it."""
        self._attached.beat()
        renderer = self._renderer
        _draw_ground(renderer)
        with self._stock:
            renderer.render_world(self._ui.world)
        self._draw_mark()
        self._attached.slot.passing = True
        try:
            with self._stock:
                self._ui.render(fps, camera_offset)
        finally:
            self._attached.slot.passing = False
        if self._attached.visible:
            self._attached.draw(renderer.screen)
        self._toasts.draw(renderer.screen, renderer.screen.get_height() - _STATUS_BAR)
        renderer.present()
        self._shown()

    def _draw_mark(self) -> None:
        view = self._attached.adapter.selected()
        if view is not None:
            area = pygame.Rect(*view.screen_rect).inflate(8, 8)
            pygame.draw.rect(self._renderer.screen, _MARK, area, width=2, border_radius=4)
