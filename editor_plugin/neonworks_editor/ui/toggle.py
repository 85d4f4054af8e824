"""Switches and check boxes: something that is on or off, with its name beside it."""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["CheckBox", "Toggle"]


class _OnOff(Widget):
    """A sign at the left, a text beside it; Space, Enter or a click anywhere on it changes ``on``."""

    mark = (16, 16)
    """Size of the sign in logical pixels."""

    def __init__(
        self,
        text: str,
        on: bool = False,
        on_change: Callable[[bool], None] = lambda on: None,
        *,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow)
        self.text, self._on, self.on_change = text, on, on_change

    @property
    def on(self) -> bool:
        return self._on

    @on.setter
    def on(self, on: bool) -> None:
        """Changes the state without calling ``on_change``."""
        if on != self._on:
            self._on = on
            self.invalidate()

    def press(self) -> None:
        """Does what a click does; nothing while disabled."""
        if self.enabled:
            self.on = not self._on
            self.on_change(self._on)

    def measure(self, width: int) -> tuple[int, int]:
        px = self.stage.theme.px
        text = self.stage.text.width(self.text, style_of(self.stage.theme, TextSize.BODY))
        return px(self.mark[0]) + (px(8) + text if text else 0), px(26)

    def fits(self) -> bool:
        """Whether all of the text can be seen."""
        return self.measure(self.rect.width)[0] <= self.rect.width

    def _mark(self) -> pygame.Rect:
        width, height = (self.stage.theme.px(side) for side in self.mark)
        return pygame.Rect(self.rect.x, self.rect.y + (self.rect.height - height) // 2, width, height)

    def focus_rect(self) -> pygame.Rect | None:
        return self._mark()

    def draw(self, surface: pygame.Surface) -> None:
        theme, style = self.stage.theme, style_of(self.stage.theme, TextSize.BODY)
        left = self._mark().right + theme.px(8)
        top = self.rect.y + (self.rect.height - self.stage.text.line_height(style)) // 2
        text = self.stage.text.fit(self.text, style, self.rect.right - left)
        self.stage.text.draw(
            surface, text, (left, top), style, theme.color("text" if self.enabled else "disabled")
        )

    def handle(self, event: pygame.event.Event) -> bool:
        if is_click(event):
            return True
        if event.type == pygame.MOUSEBUTTONUP and self.held:
            if self.rect.collidepoint(event.pos):
                self.press()
            return True
        if is_activation(event):
            self.press()
            return True
        return False


class Toggle(_OnOff):
    """A switch: takes effect at once."""

    mark = (32, 18)

    def draw(self, surface: pygame.Surface) -> None:
        super().draw(surface)
        theme, shapes, mark = self.stage.theme, self.stage.shapes, self._mark()
        if self.on:
            fill = theme.color(("accent_hover" if self.hovered else "accent") if self.enabled else "disabled")
            shapes.box(surface, mark, mark.height // 2, fill)
        else:
            edge = theme.color(("text" if self.hovered else "border_strong") if self.enabled else "border")
            shapes.box(surface, mark, mark.height // 2, theme.color("well"), edge, theme.px(1))
        radius = mark.height // 2 - theme.px(3)
        left = mark.right - mark.height // 2 if self.on else mark.x + mark.height // 2
        knob = theme.color(("on_accent" if self.on else "muted") if self.enabled else "surface")
        if not self.enabled and not self.on:
            knob = theme.color("border")
        shapes.disc(surface, (left, mark.centery), radius, knob)


class CheckBox(_OnOff):
    """A box with a check mark: one of several that belong together."""

    mark = (18, 18)

    def draw(self, surface: pygame.Surface) -> None:
        super().draw(surface)
        theme, mark = self.stage.theme, self._mark()
        if self.on:
            fill = theme.color(("accent_hover" if self.hovered else "accent") if self.enabled else "disabled")
            self.stage.shapes.box(surface, mark, theme.px(4), fill)
            inner = mark.inflate(-theme.px(4), -theme.px(4))
            self.stage.icons.draw(surface, Icon.CHECK, inner, theme.color("on_accent"))
        else:
            edge = theme.color(("text" if self.hovered else "border_strong") if self.enabled else "border")
            self.stage.shapes.box(surface, mark, theme.px(4), theme.color("well"), edge, theme.px(1))
