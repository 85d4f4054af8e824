"""Lists: rows with a text, perhaps a picture or an icon and a second line; one row can be chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.image_view import fitted
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.shapes import SurfaceStore
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["ListItem", "ListView"]

_SEARCH_S = 1.0
"""Letters typed within this time of each other look for one word."""


@dataclass(frozen=True, eq=False)
class ListItem:
    """One row; ``key`` names it, ``detail`` is its second line."""

    key: str
    text: str
    detail: str = ""
    image: pygame.Surface | None = None
    icon: Icon | None = None
    enabled: bool = True


class ListView(Widget):
    """All rows, as high as they are together: put it into a ``ScrollArea``.

    A click or an arrow key chooses (``on_choose(key)``); a double click, Enter or Space opens
    (``on_open(key)``). Typed letters go to the next row that begins with them. ``follow`` moves the mark
    with the pointer (menus).
    """

    def __init__(
        self,
        items: Sequence[ListItem] = (),
        *,
        chosen: str = "",
        on_choose: Callable[[str], None] = lambda key: None,
        on_open: Callable[[str], None] = lambda key: None,
        thumb: int = 0,
        follow: bool = False,
        empty: str = "",
        name: str = "",
        grow: float = 0,
    ) -> None:
        """``thumb``: side of the pictures in logical pixels; ``empty``: said where there are no rows."""
        super().__init__(name=name, focusable=True, grow=grow)
        self._items, self._chosen = tuple(items), chosen
        self.on_choose, self.on_open = on_choose, on_open
        self.thumb, self.follow, self.empty = thumb, follow, empty
        self._typed, self._typed_at = "", 0.0
        self._thumbs = SurfaceStore(256)

    @property
    def items(self) -> tuple[ListItem, ...]:
        return self._items

    @items.setter
    def items(self, items: Sequence[ListItem]) -> None:
        grown = len(items) != len(self._items)
        self._items = tuple(items)
        self._thumbs.clear()
        (self.resize if grown else self.invalidate)()

    @property
    def chosen(self) -> str:
        """Key of the marked row; empty for none."""
        return self._chosen

    @chosen.setter
    def chosen(self, key: str) -> None:
        """Marks a row without calling ``on_choose``."""
        if key != self._chosen:
            self._chosen = key
            self.invalidate()

    def index(self) -> int:
        """Number of the marked row; -1 for none."""
        return next((i for i, item in enumerate(self._items) if item.key == self._chosen), -1)

    # Geometry

    def row_height(self) -> int:
        """Real pixels of one row."""
        detail = any(item.detail for item in self._items)
        return self.stage.theme.px(max(44 if detail else 30, self.thumb + 8 if self.thumb else 0))

    def _row(self, index: int) -> pygame.Rect:
        height = self.row_height()
        return pygame.Rect(self.rect.x, self.rect.y + index * height, self.rect.width, height)

    def _styles(self) -> tuple[Style, Style]:
        return style_of(self.stage.theme, TextSize.BODY), style_of(self.stage.theme, TextSize.SMALL)

    def _lead(self, item: ListItem) -> int:
        """Room for picture or icon, with the gap after it."""
        px = self.stage.theme.px
        return px(self.thumb + 10) if self.thumb else px(24) if item.icon else 0

    def measure(self, width: int) -> tuple[int, int]:
        px, painter, (body, small) = self.stage.theme.px, self.stage.text, self._styles()
        widest = painter.width(self.empty, body) if not self._items else 0
        for item in self._items:
            text = max(painter.width(item.text, body), painter.width(item.detail, small))
            widest = max(widest, self._lead(item) + text)
        return min(width, widest + px(20)), self.row_height() * max(1, len(self._items))

    def least(self) -> int:
        return self.stage.theme.px(self.thumb + 80)

    def focus_rect(self) -> pygame.Rect | None:
        index = self.index()
        return self._row(max(0, index)).inflate(-self.stage.theme.px(8), -self.stage.theme.px(8))

    def tip(self) -> str:
        if self.stage.is_hovered(self):
            item = self._at(self.stage.pointer)
            room = self.rect.width - self.stage.theme.px(20)
            if item and self._lead(item) + self.stage.text.width(item.text, self._styles()[0]) > room:
                return item.text
        return self.tooltip

    # Picture

    def draw(self, surface: pygame.Surface) -> None:
        clip, height = surface.get_clip(), self.row_height()
        if not self._items:
            self._line(surface, self.empty, self._row(0), self._styles()[0], "muted", self.stage.theme.px(10))
        first = max(0, (clip.top - self.rect.y) // height)
        last = max(0, (clip.bottom - self.rect.y) // height + 1)
        hovered = self._at(self.stage.pointer) if self.hovered and not self.follow else None
        for index, item in list(enumerate(self._items))[first:last]:
            self._draw_row(surface, item, self._row(index), item is hovered)

    def _draw_row(self, surface: pygame.Surface, item: ListItem, row: pygame.Rect, hovered: bool) -> None:
        theme, (body, small) = self.stage.theme, self._styles()
        chosen = item.key == self._chosen
        if chosen or hovered:
            fill = theme.color("accent_soft" if chosen else "hover")
            self.stage.shapes.box(surface, row.inflate(-theme.px(4), -theme.px(2)), theme.px(5), fill)
        left = theme.px(10)
        usable = item.enabled and self.enabled
        if self.thumb and item.image is not None:
            side = theme.px(self.thumb)
            picture = self._thumbs.get((item.key, side), lambda: fitted(item.image, (side, side)))  # type: ignore[arg-type]
            box = pygame.Rect(row.x + left, row.y, side, row.height)
            surface.blit(picture, picture.get_rect(center=box.center))
        elif item.icon:
            side = theme.px(self.thumb or 16)
            box = pygame.Rect(row.x + left, row.y, side, row.height)
            self.stage.icons.draw(surface, item.icon, box, theme.color("muted" if usable else "disabled"))
        left += self._lead(item)
        role = "text" if usable else "disabled"
        if not item.detail:
            self._line(surface, item.text, row, body, role, left)
            return
        line, second = self.stage.text.line_height(body), self.stage.text.line_height(small)
        top = row.y + (row.height - line - second) // 2
        self._line(surface, item.text, pygame.Rect(row.x, top, row.width, line), body, role, left)
        below = pygame.Rect(row.x, top + line, row.width, second)
        muted = "disabled" if not usable else "text" if chosen else "muted"
        self._line(surface, item.detail, below, small, muted, left)

    def _line(
        self, surface: pygame.Surface, text: str, box: pygame.Rect, style: Style, role: str, left: int
    ) -> None:
        painter = self.stage.text
        text = painter.fit(text, style, box.width - left - self.stage.theme.px(10))
        top = box.y + (box.height - painter.line_height(style)) // 2
        color = getattr(self.stage.theme.palette, role)
        painter.draw(surface, text, (box.x + left, top), style, color)

    # Events

    def _at(self, pos: tuple[int, int]) -> ListItem | None:
        if not self.rect.collidepoint(pos):
            return None
        index = (pos[1] - self.rect.y) // self.row_height()
        return self._items[index] if index < len(self._items) else None

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEMOTION:
                item = self._at(event.pos)
                if self.follow and item and item.enabled:
                    self.chosen = item.key
                self.invalidate()
            case pygame.MOUSEBUTTONDOWN if is_click(event):
                return self._click(event)
            case pygame.KEYDOWN:
                return self._key(event)
            case pygame.TEXTINPUT:
                return self._search(event.text)
        return False

    def _click(self, event: pygame.event.Event) -> bool:
        item = self._at(event.pos)
        if item is None or not item.enabled:
            return True
        self._choose(item)
        if event.clicks == 2 or self.follow:
            self.on_open(item.key)
        return True

    def _choose(self, item: ListItem) -> None:
        new = item.key != self._chosen
        self.chosen = item.key
        self.bring_into_view(self._row(self.index()))
        if new:
            self.on_choose(item.key)

    def _key(self, event: pygame.event.Event) -> bool:
        if is_activation(event):
            if event.key == pygame.K_SPACE and self._searching():
                return True
            if self.index() >= 0:
                self.on_open(self._chosen)
            return True
        steps = {pygame.K_UP: -1, pygame.K_DOWN: 1, pygame.K_PAGEUP: -8, pygame.K_PAGEDOWN: 8,
                 pygame.K_HOME: -len(self._items), pygame.K_END: len(self._items)}  # fmt: skip
        step = steps.get(event.key)
        return step is not None and self._move(step)

    def _move(self, step: int) -> bool:
        """Goes ``step`` rows on, over rows that cannot be chosen, and stays inside the list."""
        usable = [i for i, item in enumerate(self._items) if item.enabled]
        if usable:
            index = self.index()
            place = usable.index(index) if index in usable else (-1 if step > 0 else len(usable))
            self._choose(self._items[usable[max(0, min(place + step, len(usable) - 1))]])
        return True

    def _searching(self) -> bool:
        return bool(self._typed) and self.stage.now - self._typed_at < _SEARCH_S

    def _search(self, text: str) -> bool:
        self._typed = (self._typed if self._searching() else "") + text.casefold()
        self._typed_at = self.stage.now
        start = self.index() + (len(self._typed) == 1)
        rows = [*self._items[start:], *self._items[:start]]
        found = next((i for i in rows if i.enabled and i.text.casefold().startswith(self._typed)), None)
        if found:
            self._choose(found)
        return True
