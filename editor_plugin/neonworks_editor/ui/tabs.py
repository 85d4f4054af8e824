"""Tab bars and their pages."""

from collections.abc import Callable, Sequence

import pygame

from neonworks_editor.ui.layout import Column, Stack
from neonworks_editor.ui.options import Option, Options, Segments, side_by_side
from neonworks_editor.ui.widget import Widget

__all__ = ["Option", "Segments", "TabBar", "Tabs"]


class TabBar(Options):
    """Tabs over pages, the chosen one underlined."""

    def measure(self, width: int) -> tuple[int, int]:
        return sum(self._widths()), self.stage.theme.px(36)

    def _boxes(self) -> list[pygame.Rect]:
        return side_by_side(self.rect, self._widths(), stretch=False)

    def focus_rect(self) -> pygame.Rect | None:
        around = super().focus_rect()
        return around.inflate(-self.stage.theme.px(6), -self.stage.theme.px(8)) if around else None

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        line = pygame.Rect(self.rect.x, self.rect.bottom - theme.px(1), self.rect.width, theme.px(1))
        surface.fill(theme.color("border"), line)
        under = self._under() if self.hovered else None
        for option, box in zip(self._options, self._boxes(), strict=True):
            chosen = option.key == self._chosen
            if option is under and not chosen:
                inner = box.inflate(-theme.px(4), -theme.px(8))
                self.stage.shapes.box(surface, inner, theme.px(5), theme.color("hover"))
            self._content(surface, option, box, "text" if chosen else "muted")
            if chosen:
                mark = pygame.Rect(
                    box.x + theme.px(6), box.bottom - theme.px(3), box.width - theme.px(12), theme.px(3)
                )
                accent = theme.color("accent_text" if self.enabled else "disabled")
                self.stage.shapes.box(surface, mark, theme.px(1.5), accent)


class Tabs(Column):
    """A tab bar and one page for each tab, of which one is shown; Ctrl+PageUp and Ctrl+PageDown change it."""

    def __init__(
        self,
        pages: Sequence[tuple[Option, Widget]],
        chosen: str = "",
        on_choose: Callable[[str], None] = lambda key: None,
        *,
        name: str = "",
        grow: float = 1,
        gap: float = 0,
    ) -> None:
        super().__init__(name=name, grow=grow, gap=gap)
        self._pages = {option.key: page for option, page in pages}
        self.on_choose = on_choose
        self.bar = self.add(TabBar([option for option, _ in pages], chosen, self._chose))
        self.stack = self.add(Stack([page for _, page in pages], grow=1))
        self._turn()

    @property
    def chosen(self) -> str:
        return self.bar.chosen

    @chosen.setter
    def chosen(self, key: str) -> None:
        """Turns to a page without calling ``on_choose``."""
        self.bar.chosen = key
        self._turn()

    def _turn(self) -> None:
        for key, page in self._pages.items():
            page.visible = key == self.bar.chosen

    def _chose(self, key: str) -> None:
        self._turn()
        self.on_choose(key)

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type != pygame.KEYDOWN or not event.mod & pygame.KMOD_CTRL:
            return False
        step = {pygame.K_PAGEUP: -1, pygame.K_PAGEDOWN: 1}.get(event.key)
        if step is None:
            return False
        keys = list(self._pages)
        self.chosen = keys[(keys.index(self.chosen) + step) % len(keys)]
        self.on_choose(self.chosen)
        return True
