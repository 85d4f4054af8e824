"""Where the panel stands in the window: filling it, or at its right with an edge that can be dragged."""

import msgspec
import pygame

from neonworks_editor.hosts.adapter import Area
from neonworks_editor.panel.settings import SettingsStore

__all__ = ["LEAST_WIDTH", "Docking"]

LEAST_WIDTH = 420
"""Logical pixels that the panel never gets narrower than beside the scene."""
_SHARE = 0.54
"""Part of the window that the panel takes until the user drags its edge."""
_WIDEST = 760
"""Logical pixels that it takes by itself at most."""
_LEFT_OVER = 240
"""Logical pixels of the scene that must stay in view; where they cannot, the panel fills the window."""
_GRIP = 4
"""Logical pixels to either side of the edge in which the pointer takes hold of it."""


class Docking:
    """Reads and writes ``fill`` and ``panel_width`` of the settings."""

    def __init__(self, settings: SettingsStore) -> None:
        self._settings = settings
        self._dragged: int | None = None

    def area(self, room: Area) -> pygame.Rect:
        """The panel's rectangle in the window, in real pixels."""
        whole, settings = pygame.Rect(*room), self._settings.current
        least = round(LEAST_WIDTH * settings.scale)
        if settings.fill or whole.width < least + round(_LEFT_OVER * settings.scale):
            return whole
        wanted = settings.panel_width or min(_WIDEST, whole.width * _SHARE / settings.scale)
        width = max(least, min(round(wanted * settings.scale), whole.width))
        if self._dragged is not None:
            width = max(least, min(self._dragged, whole.width))
        return pygame.Rect(whole.right - width, whole.y, width, whole.height)

    def handle(self, event: pygame.event.Event, panel: pygame.Rect) -> bool:
        """True when a mouse event belongs to the edge."""
        scale = self._settings.current.scale
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not self._settings.current.fill:
            grip = round(_GRIP * scale)
            edge = pygame.Rect(panel.x - grip, panel.y, 2 * grip, panel.height)
            if panel.x > 0 and edge.collidepoint(event.pos):
                self._dragged = panel.width
                return True
        if self._dragged is None:
            return False
        if event.type == pygame.MOUSEMOTION:
            self._dragged = panel.right - event.pos[0]
        elif event.type == pygame.MOUSEBUTTONUP:
            width = min(16384, round(panel.width / scale))
            self._dragged = None
            self._settings.change(msgspec.structs.replace(self._settings.current, panel_width=width))
        return True
