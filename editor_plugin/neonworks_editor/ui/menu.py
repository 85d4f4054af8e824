"""Menus: a popup with a list, that closes when something was taken from it."""

from collections.abc import Callable, Sequence

import pygame

from neonworks_editor.ui.layout import Card
from neonworks_editor.ui.list_view import ListItem, ListView
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.stage import Stage

__all__ = ["Menu", "open_menu"]

_TALLEST = 320
"""Logical pixels; longer menus scroll."""


class Menu(Card):
    """Calls ``on_take(key)`` once and closes; Escape and a click elsewhere close it without."""

    bleed = 18

    def __init__(self, items: Sequence[ListItem], chosen: str, on_take: Callable[[str], None]) -> None:
        super().__init__(fill="raised", border="border_strong", pad=(0, 4), radius=6)
        self._on_take = on_take
        self.list = ListView(items, chosen=chosen, on_open=self._take, follow=True)
        self._area = self.add(ScrollArea(self.list))

    def _take(self, key: str) -> None:
        self.stage.close_popup(self)
        self._on_take(key)

    def measure(self, width: int) -> tuple[int, int]:
        across, down = super().measure(width)
        return across, min(down, self.stage.theme.px(_TALLEST))

    def handle(self, event: pygame.event.Event) -> bool:
        return event.type == pygame.MOUSEBUTTONDOWN

    def draw(self, surface: pygame.Surface) -> None:
        self.stage.shapes.shadow(surface, self.rect, self.stage.theme.px(12))
        super().draw(surface)


def open_menu(
    stage: Stage,
    anchor: pygame.Rect,
    items: Sequence[ListItem],
    on_take: Callable[[str], None],
    *,
    chosen: str = "",
    on_close: Callable[[], None] | None = None,
) -> Menu:
    """Opens a menu of ``items`` at ``anchor``, with the row ``chosen`` marked."""
    menu = Menu(items, chosen, on_take)
    stage.open_popup(menu, anchor, on_close)
    stage.settle()
    if menu.list.index() >= 0:
        menu.list.bring_into_view(menu.list.focus_rect())
    return menu
