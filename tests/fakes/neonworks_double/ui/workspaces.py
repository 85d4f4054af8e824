"""Tool buttons by workspace; the toolbar on top of the window gets every event first."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pygame

__all__ = ["Tool", "Workspace", "WorkspaceManager", "WorkspaceToolbar", "WorkspaceType"]


class WorkspaceType(Enum):
    PLAY = "play"
    CONTENT_CREATION = "content_creation"


@dataclass
class Tool:
    id: str
    name: str
    description: str
    icon: str
    hotkey: str | None = None
    toggle_method: str | None = None


@dataclass
class Workspace:
    tools: list[Any] = field(default_factory=list)

    def add_tool(self, tool: Any) -> None:
        self.tools.append(tool)


class WorkspaceManager:
    def __init__(self) -> None:
        self.current = WorkspaceType.CONTENT_CREATION
        self.workspaces = {kind: Workspace() for kind in WorkspaceType}
        stock = Tool("ai_animator", "AI Animator", "", "*", "Shift+F7", "toggle_ai_animator")
        self.workspaces[WorkspaceType.CONTENT_CREATION].add_tool(stock)


class WorkspaceToolbar:
    """Buttons 140 x 65 from (10, 45), 150 apart; clicks above ``get_height`` that hit one are taken."""

    def __init__(self, screen: pygame.Surface, manager: WorkspaceManager, ui: Any) -> None:
        self._screen, self._manager, self._ui = screen, manager, ui

    def get_height(self) -> int:
        return 120

    def handle_event(self, event: Any) -> bool:
        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
            return False
        for index, tool in enumerate(self._manager.workspaces[self._manager.current].tools):
            if pygame.Rect(10 + 150 * index, 45, 140, 65).collidepoint(event.pos):
                getattr(self._ui, tool.toggle_method)()
                return True
        return False

    def render(self) -> None:
        self._screen.fill((25, 25, 35), (0, 0, self._screen.get_width(), 120))
