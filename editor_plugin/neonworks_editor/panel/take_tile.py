"""One take among several: a small playing preview with its number, chosen by a click."""

from collections.abc import Callable, Sequence

import pygame

from neonworks_editor.panel.camera import Camera
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.preview_view import View
from neonworks_editor.panel.shots import draw_shot
from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Row
from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["TakeRow", "TakeTile"]

_SIDE = 76
"""Logical pixels that a tile wants; with room to spare it grows."""


class TakeTile(Widget):
    """``label`` stands in its corner; ``chosen`` is drawn with the accent's edge."""

    def __init__(
        self,
        store: PictureStore,
        label: str,
        on_choose: Callable[[], None],
        *,
        name: str,
        tooltip: str = "",
    ) -> None:
        super().__init__(name=name, focusable=True, tooltip=tooltip, grow=1)
        self._store, self.label, self._on_choose = store, label, on_choose
        self._view = View()
        self._camera = Camera()
        self._chosen = False
        self._locked = False

    @property
    def chosen(self) -> bool:
        """Whether it is the one that the large preview shows."""
        return self._chosen

    def mark(self, *, chosen: bool, locked: bool = False) -> None:
        """Draw it as chosen, and with a lock."""
        if (chosen, locked) != (self._chosen, self._locked):
            self._chosen, self._locked = chosen, locked
            self.invalidate()

    def show(self, view: View) -> None:
        """The picture to show now."""
        old, self._view = self._view, view
        if not old.looks_like(view):
            if old.canvas != view.canvas:
                self._fit()
            self.invalidate(self.rect)

    def measure(self, width: int) -> tuple[int, int]:
        side = self.stage.theme.px(_SIDE)
        return side, side

    def least(self) -> int:
        return self.stage.theme.px(48)

    def arrange(self) -> None:
        self._fit()

    def _fit(self) -> None:
        if self.rect.width:
            self._camera = Camera().fit(self._view.canvas, self.rect.size)

    def draw(self, surface: pygame.Surface) -> None:
        theme, shapes = self.stage.theme, self.stage.shapes
        shapes.box(surface, self.rect, theme.px(6), theme.color("well"))
        with clipped(surface, self.rect) as seen:
            if seen and self._view.shot is not None:
                draw_shot(
                    surface,
                    self.rect,
                    self._view.shot,
                    camera=self._camera,
                    canvas=self._view.canvas,
                    still_offset=self._view.offset,
                    store=self._store,
                )
        edge: Role = "accent_text" if self._chosen else "border_strong" if self.hovered else "border"
        width = theme.px(2 if self._chosen else 1)
        shapes.box(surface, self.rect, theme.px(6), None, theme.color(edge), width)
        self._draw_label(surface)

    def _draw_label(self, surface: pygame.Surface) -> None:
        theme, text = self.stage.theme, self.stage.text
        style = Style(theme.px(12), bold=self._chosen)
        plate = pygame.Rect(0, 0, text.width(self.label, style) + theme.px(10), text.line_height(style))
        plate.topleft = (self.rect.x + theme.px(4), self.rect.y + theme.px(4))
        role: Role = "accent" if self._chosen else "raised"
        self.stage.shapes.box(surface, plate, theme.px(4), theme.color(role))
        color = theme.color("on_accent" if self._chosen else "text")
        text.draw(surface, self.label, (plate.x + theme.px(5), plate.y), style, color)
        if self._locked:
            side = theme.px(14)
            corner = pygame.Rect(self.rect.right - side - theme.px(5), plate.y, side, side)
            self.stage.icons.draw(surface, Icon.LOCK, corner, theme.color("accent_text"))

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEMOTION:
            self.invalidate()
            return False
        if is_click(event) or is_activation(event):
            self._on_choose()
            return True
        return False


class TakeRow(Row):
    """The tiles side by side; they share the height that is left with the preview."""

    def __init__(self, tiles: Sequence[TakeTile]) -> None:
        super().__init__(tiles, gap=6, cross="stretch", name="takes", grow=0.5)

    def least_height(self, width: int) -> int:
        return self.stage.theme.px(48)
