"""``MasterUIManager``: the order in which events pass, and everything that eats them on the way."""

from typing import Any

import pygame

from tests.fakes.neonworks_double.core.ecs import World
from tests.fakes.neonworks_double.core.hotkeys import get_hotkey_manager
from tests.fakes.neonworks_double.rendering.renderer import Renderer
from tests.fakes.neonworks_double.ui.panels import CrashingPanel, StockPanel, SwallowingPanel
from tests.fakes.neonworks_double.ui.workspaces import WorkspaceManager, WorkspaceToolbar

__all__ = ["MasterUIManager"]


class MasterUIManager:
    def __init__(self, screen: pygame.Surface, world: World, renderer: Renderer | None) -> None:
        self.screen, self.world, self.renderer = screen, world, renderer
        self.hotkey_manager = get_hotkey_manager()
        self.workspace_manager = WorkspaceManager()
        self.workspace_toolbar = WorkspaceToolbar(screen, self.workspace_manager, self)
        self.shortcuts_overlay = StockPanel()
        self.debug_console = CrashingPanel()
        self.level_builder = CrashingPanel()
        self.quest_editor = CrashingPanel()
        self.autotile_editor = SwallowingPanel()
        self.ai_animator: Any = StockPanel()
        self.status_message = "Ready"
        self.status_color = (200, 200, 200)
        self.current_tool = "None"
        panels = (self.debug_console, self.level_builder, self.quest_editor)
        self.keybinds = {
            pygame.K_F1 + index: panels[index % len(panels)].toggle for index in range(12) if index != 10
        }
        self.keybinds[pygame.K_F11] = self.autotile_editor.toggle
        self.hotkey_manager.set_callback("toggle_ai_animator", self.toggle_ai_animator)
        self.hotkey_manager.set_callback("show_shortcuts_overlay", self.shortcuts_overlay.toggle)

    def toggle_ai_animator(self) -> None:
        self.ai_animator.toggle()

    def toggle_level_builder(self) -> None:
        self.level_builder.toggle()

    def toggle_quest_editor(self) -> None:
        self.quest_editor.toggle()

    def handle_event(self, event: Any) -> bool:
        if self.shortcuts_overlay.visible and self.shortcuts_overlay.handle_event(event):
            return True
        if self.workspace_toolbar.handle_event(event):
            return True
        if event.type == pygame.KEYDOWN:
            if self.hotkey_manager.handle_event(event):
                return True
            # Any modifier: this table does not look.
            if event.key in self.keybinds:
                self.keybinds[event.key]()
                return True
        if event.type == pygame.KEYDOWN and self.debug_console.visible:
            return True
        for panel in (self.autotile_editor, self.ai_animator):
            if panel.visible:
                # What the panel says does not count: also the event that closes the window ends here.
                panel.handle_event(event)
                return True
        if event.type == pygame.MOUSEBUTTONDOWN and pygame.key.get_mods() & pygame.KMOD_CTRL:
            raise AttributeError("'World' object has no attribute 'entities'")
        return False

    def update(self, dt: float, mouse_pos: tuple[int, int], camera_offset: tuple[float, float]) -> None:
        if self.ai_animator.visible:
            self.ai_animator.update(dt)

    def render(self, fps: float = 60.0, camera_offset: tuple[float, float] = (0, 0)) -> None:
        self.workspace_toolbar.render()
        for panel in (self.level_builder, self.quest_editor, self.ai_animator, self.autotile_editor):
            if panel.visible:
                panel.render(self.screen)
        if self.debug_console.visible:
            self.debug_console.render(self.screen)
        width, height = self.screen.get_size()
        self.screen.fill((40, 40, 45), (0, height - 30, width, 30))
