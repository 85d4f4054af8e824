"""Drop-downs: one of a list, of which only the chosen one is seen."""

from collections.abc import Callable, Sequence

import pygame

from neonworks_editor.ui.button import press_fill
from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.list_view import ListItem
from neonworks_editor.ui.menu import Menu, open_menu
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["Dropdown"]


class Dropdown(Widget):
    """Space, Enter, Alt+Down or a click opens the list; Up and Down change the choice without it."""

    def __init__(
        self,
        items: Sequence[ListItem] = (),
        chosen: str = "",
        on_choose: Callable[[str], None] = lambda key: None,
        *,
        placeholder: str = "Choose…",
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow, size=size)
        self._items, self._chosen, self.on_choose = tuple(items), chosen, on_choose
        self.placeholder = placeholder
        self._menu: Menu | None = None

    @property
    def items(self) -> tuple[ListItem, ...]:
        return self._items

    @items.setter
    def items(self, items: Sequence[ListItem]) -> None:
        self._items = tuple(items)
        self.resize()

    @property
    def chosen(self) -> str:
        """Key of the chosen item; empty for none."""
        return self._chosen

    @chosen.setter
    def chosen(self, key: str) -> None:
        """Changes the choice without calling ``on_choose``."""
        if key != self._chosen:
            self._chosen = key
            self.invalidate()

    @property
    def is_open(self) -> bool:
        return self._menu is not None

    def _item(self) -> ListItem | None:
        return next((item for item in self._items if item.key == self._chosen), None)

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, TextSize.BODY)

    def measure(self, width: int) -> tuple[int, int]:
        texts = (self.placeholder, *(item.text for item in self._items))
        widest = max(self.stage.text.width(text, self._style) for text in texts)
        lead = self.stage.theme.px(22) if any(item.icon for item in self._items) else 0
        return min(width, widest + lead + self.stage.theme.px(10 + 30)), self.stage.theme.control

    def least(self) -> int:
        return self.stage.theme.px(80)

    def tip(self) -> str:
        item = self._item()
        if self.tooltip or item is None:
            return self.tooltip
        return "" if self.stage.text.width(item.text, self._style) <= self._room(item) else item.text

    def _room(self, item: ListItem | None) -> int:
        """Real pixels for the text."""
        icon = self.stage.theme.px(22) if item and item.icon else 0
        return self.rect.width - self.stage.theme.px(10 + 30) - icon

    def draw(self, surface: pygame.Surface) -> None:
        theme, item = self.stage.theme, self._item()
        edge: Role = "border_strong" if (self.hovered or self.is_open) and self.enabled else "border"
        fill = theme.color(press_fill(self, "raised") if self.enabled else "surface")
        self.stage.shapes.box(surface, self.rect, theme.px(6), fill, theme.color(edge), theme.px(1))
        ink = theme.color("disabled" if not self.enabled else "text" if item else "muted")
        left = self.rect.x + theme.px(10)
        if item and item.icon:
            box = pygame.Rect(left, self.rect.y, theme.px(16), self.rect.height)
            self.stage.icons.draw(surface, item.icon, box, ink)
            left += theme.px(22)
        text = item.text if item else self.placeholder
        text = self.stage.text.fit(text, self._style, self._room(item))
        top = self.rect.y + (self.rect.height - self.stage.text.line_height(self._style)) // 2
        self.stage.text.draw(surface, text, (left, top), self._style, ink)
        arrow = pygame.Rect(self.rect.right - theme.px(24), self.rect.y, theme.px(14), self.rect.height)
        self.stage.icons.draw(
            surface, Icon.CHEVRON_DOWN, arrow, theme.color("muted" if self.enabled else "disabled")
        )

    def open(self) -> None:
        """Shows the list."""
        if not self.is_open and self._items and self.enabled:
            self._menu = open_menu(
                self.stage, self.rect, self._items, self._take, chosen=self._chosen, on_close=self._closed
            )

    def _closed(self) -> None:
        self._menu = None
        self.invalidate()

    def _take(self, key: str) -> None:
        if key != self._chosen:
            self.chosen = key
            self.on_choose(key)

    def handle(self, event: pygame.event.Event) -> bool:
        if is_click(event) or is_activation(event):
            self.open()
            return True
        if event.type != pygame.KEYDOWN or event.key not in (pygame.K_UP, pygame.K_DOWN):
            return False
        if event.mod & pygame.KMOD_ALT:
            self.open()
            return True
        self._step(-1 if event.key == pygame.K_UP else 1)
        return True

    def _step(self, step: int) -> None:
        usable = [item.key for item in self._items if item.enabled]
        if usable:
            place = usable.index(self._chosen) + step if self._chosen in usable else 0
            self._take(usable[max(0, min(place, len(usable) - 1))])
