"""Scroll areas: a column of any height in a box of a fixed one, with a bar at the right."""

import pygame

from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["ScrollArea", "ScrollBar"]

_BAR = 10
"""Width of the bar in logical pixels."""


class ScrollBar(Widget):
    """The thumb of a scroll area; the keys go to the area itself."""

    def __init__(self, area: "ScrollArea") -> None:
        super().__init__()
        self._area = area
        self._grip = 0
        self._shown: pygame.Rect | None = None

    def _thumb(self) -> pygame.Rect:
        track, area = self.rect, self._area
        full = max(1, area.full_height)
        height = max(self.stage.theme.px(24), track.height * area.rect.height // full)
        room = track.height - height
        top = track.y + round(room * area.offset / max(1, area.most_offset))
        return pygame.Rect(track.x, top, track.width, height)

    def follow(self) -> None:
        """The thumb moves with what it stands for, also while its track stays."""
        thumb = self._thumb()
        if thumb != self._shown:
            self._shown = thumb
            self.invalidate()

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        thumb = self._thumb().inflate(-theme.px(4), -theme.px(2))
        role: Role = "muted" if self.held else "border_strong" if self.hovered else "disabled"
        self.stage.shapes.box(surface, thumb, thumb.width // 2, theme.color(role))

    def handle(self, event: pygame.event.Event) -> bool:
        thumb = self._thumb()
        if is_click(event):
            if not thumb.collidepoint(event.pos):
                self._to(event.pos[1] - thumb.height // 2)
                thumb = self._thumb()
            self._grip = event.pos[1] - thumb.y
            return True
        if event.type == pygame.MOUSEMOTION and self.held:
            self._to(event.pos[1] - self._grip)
            return True
        return event.type == pygame.MOUSEBUTTONUP and self.held

    def _to(self, top: int) -> None:
        room = max(1, self.rect.height - self._thumb().height)
        self._area.scroll_to(round((top - self.rect.y) / room * self._area.most_offset))


class ScrollArea(Widget):
    """Shows part of ``content``; wheel, bar and PageUp, PageDown, Ctrl+Home, Ctrl+End move it.

    What gets the focus inside comes into view. ``grow`` is 1 by default: it takes the height that is left and
    may be made as low as ``lowest`` logical pixels.
    """

    clips_children = True

    def __init__(self, content: Widget, *, lowest: int = 80, name: str = "", grow: float = 1) -> None:
        super().__init__(name=name, grow=grow)
        self.lowest = lowest
        self.content = self.add(content)
        self._bar = self.add(ScrollBar(self))
        self.offset = 0

    @property
    def full_height(self) -> int:
        """Height of the content in real pixels."""
        return self.content.wanted(self._room())[1]

    @property
    def most_offset(self) -> int:
        return max(0, self.full_height - self.rect.height)

    def _room(self) -> int:
        """Width of the content: all of it where no bar is needed."""
        full = self.content.wanted(self.rect.width)[1] <= self.rect.height
        return self.rect.width if full else max(0, self.rect.width - self._bar_width())

    def _bar_width(self) -> int:
        return self.stage.theme.px(_BAR)

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self.content.wanted(width)
        return min(width, across + self._bar_width()), down

    def least(self) -> int:
        return self.content.narrowest() + self._bar_width()

    def least_height(self, width: int) -> int:
        return min(self.wanted(width)[1], self.stage.theme.px(self.lowest))

    def arrange(self) -> None:
        self.offset = max(0, min(self.offset, self.most_offset))
        height = max(self.full_height, self.rect.height)
        self.content.place(pygame.Rect(self.rect.x, self.rect.y - self.offset, self._room(), height))
        self._bar._visible = self.most_offset > 0
        bar = self._bar_width()
        self._bar.place(pygame.Rect(self.rect.right - bar, self.rect.y, bar, self.rect.height))
        self._bar.follow()

    def scroll_to(self, offset: int) -> bool:
        """Moves the content to ``offset`` real pixels from its top; whether anything moved."""
        offset = max(0, min(offset, self.most_offset))
        if offset == self.offset:
            return False
        self.content.shift(0, self.offset - offset)
        self.offset = offset
        self.invalidate()
        return True

    def reveal(self, rect: pygame.Rect) -> None:
        margin = self.stage.theme.px(12)
        wanted = rect.inflate(0, 2 * margin)
        if wanted.top < self.rect.top or wanted.height > self.rect.height:
            self.scroll_to(self.offset + wanted.top - self.rect.top)
        elif wanted.bottom > self.rect.bottom:
            self.scroll_to(self.offset + wanted.bottom - self.rect.bottom)

    def handle(self, event: pygame.event.Event) -> bool:
        line, page = self.stage.theme.px(48), self.rect.height * 9 // 10
        if event.type == pygame.MOUSEWHEEL:
            return self.scroll_to(self.offset - round(getattr(event, "precise_y", event.y) * line))
        if event.type != pygame.KEYDOWN:
            return False
        ctrl = event.mod & pygame.KMOD_CTRL
        match event.key:
            case pygame.K_PAGEUP:
                return self.scroll_to(self.offset - page)
            case pygame.K_PAGEDOWN:
                return self.scroll_to(self.offset + page)
            case pygame.K_HOME if ctrl:
                return self.scroll_to(0)
            case pygame.K_END if ctrl:
                return self.scroll_to(self.most_offset)
        return False
