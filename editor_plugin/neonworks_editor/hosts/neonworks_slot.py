"""``Slot``: our panel with the five names that NeonWorks asks of the object in ``ui.ai_animator``."""

from __future__ import annotations

from typing import Protocol

import pygame

__all__ = ["Guest", "Slot"]


class Guest(Protocol):
    """What stands behind the slot; none of its methods raises."""

    @property
    def visible(self) -> bool:
        """Whether the panel is open."""

    def toggle(self) -> None:
        """Open or close the panel."""

    def beat(self) -> None:
        """A step went by."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the panel."""

    def event(self, event: pygame.event.Event) -> bool:
        """An event; whether it was used up."""


class Slot:
    """``passing`` makes the panel look closed: the editor swallows every event while the slot is visible, so
    a host that shows events to the panel first lets the rest pass.

    ``saw_first``: events came to the guest before the slot is asked, so it need not see them again.
    """

    def __init__(self, guest: Guest, *, saw_first: bool = False) -> None:
        self.guest = guest
        self.passing = False
        self.saw_first = saw_first

    @property
    def visible(self) -> bool:
        """What the editor asks before it updates, draws, or hands over an event."""
        return self.guest.visible and not self.passing

    @visible.setter
    def visible(self, on: bool) -> None:
        if on != self.guest.visible:
            self.guest.toggle()

    def toggle(self) -> None:
        """Hotkey, toolbar button, Shift+F7."""
        self.guest.toggle()

    def update(self, dt: float) -> None:
        """Only while visible."""
        self.guest.beat()

    def render(self, screen: pygame.Surface) -> None:
        """Only while visible."""
        self.guest.draw(screen)

    def handle_event(self, event: pygame.event.Event) -> bool:
        """Only while visible. The editor takes every event for used up, also the one that closes the window:
        that one is sent again, with the panel closed."""
        if event.type == pygame.QUIT:
            self.visible = False
            pygame.event.post(pygame.event.Event(pygame.QUIT))
            return True
        return self.saw_first or self.guest.event(event)
