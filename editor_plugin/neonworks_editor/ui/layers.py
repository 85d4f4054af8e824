"""What lies over the content: popups with their places, and the layers that are always on top."""

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from neonworks_editor.ui.overlay import Overlay
from neonworks_editor.ui.widget import Widget

__all__ = ["Layers", "Popup", "beside"]


@dataclass(frozen=True)
class Popup:
    """An open popup; ``anchor`` is what it belongs to, None puts it in the middle."""

    widget: Widget
    anchor: pygame.Rect | None
    modal: bool
    on_close: Callable[[], None] | None
    before: Widget | None
    """Had the focus when it opened and gets it back."""


class Layers(Widget):
    """Top of the tree: the content, popups over it, then ``over`` (toasts, tooltip)."""

    overlays = True

    def __init__(self, content: Widget, over: tuple[Overlay, ...]) -> None:
        super().__init__(name="layers")
        self.content, self.over = content, over
        self.popups: list[Popup] = []
        for widget in (content, *over):
            self.add(widget)

    def push(self, popup: Popup) -> None:
        self.popups.append(popup)
        self.add(popup.widget, len(self.children) - len(self.over))
        if popup.modal:
            self.invalidate()

    def drop(self, popup: Popup) -> None:
        self.popups.remove(popup)
        self.remove(popup.widget)
        if popup.modal:
            self.invalidate()

    def top(self) -> Popup | None:
        return self.popups[-1] if self.popups else None

    def measure(self, width: int) -> tuple[int, int]:
        return self.content.wanted(width)

    def arrange(self) -> None:
        self.content.place(self.rect)
        for popup in self.popups:
            popup.widget.place(self._box(popup))
        for overlay in self.over:
            if overlay.visible:
                overlay.place(overlay.box(self.rect))

    def _box(self, popup: Popup) -> pygame.Rect:
        margin = self.stage.theme.px(8)
        room = self.rect.inflate(-2 * margin, -2 * margin)
        width, height = popup.widget.wanted(room.width)
        if popup.anchor is None:
            box = pygame.Rect(0, 0, min(width, room.width), min(height, room.height))
            box.center = room.center
            return box
        return beside(popup.anchor, (max(width, popup.anchor.width), height), room, self.stage.theme.px(4))


def beside(anchor: pygame.Rect, size: tuple[int, int], room: pygame.Rect, gap: int) -> pygame.Rect:
    """A box of ``size`` under ``anchor``, or over it where there is more room, always inside ``room``."""
    below, above = room.bottom - anchor.bottom - gap, anchor.top - gap - room.top
    under = size[1] <= below or below >= above
    height = min(size[1], max(1, below if under else above))
    top = anchor.bottom + gap if under else anchor.top - gap - height
    return pygame.Rect(anchor.x, top, min(size[0], room.width), height).clamp(room)
