"""Shortcuts: the first that matches key and exact modifiers wins, and eats the key; one manager for all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pygame

__all__ = ["Hotkey", "HotkeyManager", "get_hotkey_manager", "reset"]

# One for the process, as the engine has it.
_made: dict[str, "HotkeyManager"] = {}


@dataclass
class Hotkey:
    key: int
    action: str
    callback: Callable[[], None] | None = None
    modifiers: set[str] = field(default_factory=set)
    description: str = ""
    category: str = "General"


class HotkeyManager:
    def __init__(self) -> None:
        self.enabled = True
        self.hotkeys: list[Hotkey] = []
        self.conflicts: list[tuple[Hotkey, Hotkey]] = []
        self.reset_to_defaults()

    def reset_to_defaults(self) -> None:
        self.hotkeys.clear()
        self.conflicts.clear()
        self.register(pygame.K_ESCAPE, "menu")
        self.register(pygame.K_SLASH, "show_shortcuts_overlay", modifiers={"shift"})
        self.register(pygame.K_F7, "toggle_ai_animator", modifiers={"shift"})
        for key in (pygame.K_0, pygame.K_MINUS, pygame.K_EQUALS, pygame.K_LEFT, pygame.K_RIGHT):
            self.register(key, f"zoom_or_pan_{key}")
        for index, key in enumerate(range(pygame.K_F1, pygame.K_F12 + 1)):
            self.register(key, f"toggle_{index}")

    def register(
        self,
        key: int,
        action: str,
        callback: Callable[[], None] | None = None,
        modifiers: set[str] | None = None,
        context: object = None,
        description: str = "",
        category: str = "General",
    ) -> Hotkey:
        made = Hotkey(key, action, callback, modifiers or set(), description, category)
        for known in self.hotkeys:
            if (known.key, known.modifiers) == (made.key, made.modifiers):
                self.conflicts.append((known, made))
        self.hotkeys.append(made)
        return made

    def set_callback(self, action: str, callback: Callable[[], None]) -> None:
        for known in self.hotkeys:
            if known.action == action:
                known.callback = callback

    def handle_event(self, event: Any) -> str | None:
        if not self.enabled or event.type != pygame.KEYDOWN:
            return None
        mods = pygame.key.get_mods()
        names = (("ctrl", pygame.KMOD_CTRL), ("shift", pygame.KMOD_SHIFT), ("alt", pygame.KMOD_ALT))
        held = {name for name, bits in names if mods & bits}
        for known in self.hotkeys:
            if known.key == event.key and known.modifiers == held:
                if known.callback:
                    known.callback()
                return known.action
        return None


def get_hotkey_manager() -> HotkeyManager:
    return _made.setdefault("one", HotkeyManager())


def reset() -> None:
    _made.clear()
