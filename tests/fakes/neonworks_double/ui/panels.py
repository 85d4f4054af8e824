"""Stock panels: most raise as soon as they are drawn, one swallows every event."""

from collections.abc import Callable
from typing import Any

import pygame

__all__ = ["CrashingPanel", "StockPanel", "SwallowingPanel"]


class StockPanel:
    def __init__(self) -> None:
        self.visible = False
        self.seen: list[Any] = []

    def toggle(self) -> None:
        self.visible = not self.visible

    def update(self, dt: float) -> None:
        """Nothing moves."""

    def render(self, screen: pygame.Surface) -> None:
        screen.fill((60, 60, 90), (40, 200, 200, 200))

    def handle_event(self, event: Any) -> bool:
        self.seen.append(event)
        return False


class SwallowingPanel(StockPanel):
    def handle_event(self, event: Any) -> bool:
        self.seen.append(event)
        return True


class CrashingPanel(StockPanel):
    def render(self, screen: pygame.Surface) -> None:
        self._title(screen, pygame.font.Font(None, 20).render)

    def _title(self, screen: pygame.Surface, draw: Callable[..., Any]) -> None:
        draw((0, 0, 0, 200), True, (255, 255, 255))
