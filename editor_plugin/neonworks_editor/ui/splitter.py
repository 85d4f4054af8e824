"""Splitters: two widgets that share a box, with a bar between them that can be moved."""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["Splitter"]

_BAR = 8
"""Thickness of the bar in logical pixels."""


class _Bar(Widget):
    """What is dragged; arrows move it by 16 logical pixels."""

    def __init__(self, owner: "Splitter") -> None:
        super().__init__(focusable=True, tooltip="Drag to resize")
        self._owner = owner

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        color = theme.color("accent_text" if self.held else "border_strong" if self.hovered else "border")
        across, along = theme.px(2), theme.px(36)
        size = (along, across) if self._owner.vertical else (across, along)
        mark = pygame.Rect((0, 0), size)
        mark.center = self.rect.center
        self.stage.shapes.box(surface, mark, across // 2, color)

    def handle(self, event: pygame.event.Event) -> bool:
        axis = 1 if self._owner.vertical else 0
        if is_click(event):
            return True
        if event.type == pygame.MOUSEMOTION and self.held:
            self._owner.move_to(event.pos[axis] - self._owner.rect.topleft[axis] - self.rect.size[axis] // 2)
            return True
        if event.type != pygame.KEYDOWN:
            return event.type == pygame.MOUSEBUTTONUP and self.held
        keys = (pygame.K_UP, pygame.K_DOWN) if self._owner.vertical else (pygame.K_LEFT, pygame.K_RIGHT)
        if event.key not in keys:
            return False
        step = self.stage.theme.px(16) * (1 if event.key == keys[1] else -1)
        self._owner.move_to(self.rect.topleft[axis] - self._owner.rect.topleft[axis] + step)
        return True


class Splitter(Widget):
    """``first`` and ``second`` side by side, or one below the other if ``vertical``; neither is ever cut."""

    def __init__(
        self,
        first: Widget,
        second: Widget,
        *,
        vertical: bool = False,
        share: float = 0.5,
        on_move: Callable[[float], None] = lambda share: None,
        name: str = "",
        grow: float = 1,
    ) -> None:
        """``share`` 0..1 is the first one's part; ``on_move`` hears a new one, to be kept in settings."""
        super().__init__(name=name, grow=grow)
        self.vertical, self.share, self.on_move = vertical, share, on_move
        self.first, self.second = self.add(first), self.add(second)
        self._bar = self.add(_Bar(self))

    def _lowest(self, child: Widget) -> int:
        """Smallest extent of a child along the axis of the split."""
        return child.least_height(self.rect.width) if self.vertical else child.narrowest()

    def measure(self, width: int) -> tuple[int, int]:
        bar = self.stage.theme.px(_BAR)
        if self.vertical:
            one, other = self.first.wanted(width), self.second.wanted(width)
            return max(one[0], other[0]), one[1] + bar + other[1]
        left = round((width - bar) * self.share)
        one, other = self.first.wanted(left), self.second.wanted(width - bar - left)
        return one[0] + bar + other[0], max(one[1], other[1])

    def least(self) -> int:
        one, other = self.first.narrowest(), self.second.narrowest()
        return max(one, other) if self.vertical else one + other + self.stage.theme.px(_BAR)

    def least_height(self, width: int) -> int:
        one, other = self.first.least_height(width), self.second.least_height(width)
        return one + other + self.stage.theme.px(_BAR) if self.vertical else max(one, other)

    def _room(self) -> int:
        return (self.rect.height if self.vertical else self.rect.width) - self.stage.theme.px(_BAR)

    def _at(self) -> int:
        """Where the bar stands, within what both children need."""
        room = self._room()
        low, high = self._lowest(self.first), room - self._lowest(self.second)
        return max(min(round(room * self.share), high), low)

    def arrange(self) -> None:
        at, bar, (x, y), (w, h) = self._at(), self.stage.theme.px(_BAR), self.rect.topleft, self.rect.size
        if self.vertical:
            boxes = ((x, y, w, at), (x, y + at, w, bar), (x, y + at + bar, w, h - at - bar))
        else:
            boxes = ((x, y, at, h), (x + at, y, bar, h), (x + at + bar, y, w - at - bar, h))
        for child, box in zip((self.first, self._bar, self.second), boxes, strict=True):
            child.place(pygame.Rect(box))

    def move_to(self, at: int) -> None:
        """Puts the bar ``at`` real pixels from the start, as far as the children allow."""
        room = max(1, self._room())
        low, high = self._lowest(self.first), room - self._lowest(self.second)
        share = max(min(at, high), low) / room
        if share != self.share:
            self.share = share
            self.resize()
            self.on_move(share)
