"""Buttons: a text, an icon or both; ordinary, primary (the one to press), quiet (no box) or dangerous."""

from collections.abc import Callable
from enum import Enum

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.theme import Color, Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["Button", "ButtonKind", "press_fill"]


class ButtonKind(Enum):
    """How much a button asks to be pressed."""

    NORMAL = "normal"
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"


def press_fill(widget: Widget, rest: Role, hover: Role = "hover", pressed: Role = "pressed") -> Role:
    """The background of something that can be pressed: held, under the pointer, or at rest."""
    if widget.held and widget.hovered:
        return pressed
    return hover if widget.hovered else rest


class Button(Widget):
    """Calls ``on_press`` when the left button is let go over it, or on Space or Enter.

    With an icon alone give a ``tooltip``: it is also the name of the button. ``chosen`` draws it as switched
    on (for toggling buttons in bars).
    """

    def __init__(
        self,
        text: str = "",
        on_press: Callable[[], None] = lambda: None,
        *,
        icon: Icon | None = None,
        kind: ButtonKind = ButtonKind.NORMAL,
        chosen: bool = False,
        small: bool = False,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow, size=size)
        self._text, self._icon, self._kind, self._chosen = text, icon, kind, chosen
        self.on_press, self.small = on_press, small

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.resize()

    @property
    def icon(self) -> Icon | None:
        return self._icon

    @icon.setter
    def icon(self, icon: Icon | None) -> None:
        if icon is not self._icon:
            gone = (icon is None) != (self._icon is None)
            self._icon = icon
            (self.resize if gone else self.invalidate)()

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    @kind.setter
    def kind(self, kind: ButtonKind) -> None:
        if kind is not self._kind:
            self._kind = kind
            self.invalidate()

    @property
    def chosen(self) -> bool:
        return self._chosen

    @chosen.setter
    def chosen(self, on: bool) -> None:
        if on != self._chosen:
            self._chosen = on
            self.invalidate()

    def press(self) -> None:
        """Does what a click does; nothing while disabled."""
        if self.enabled:
            self.on_press()

    # Size

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, TextSize.SMALL if self.small else TextSize.BODY)

    def _height(self) -> int:
        return self.stage.theme.px(26 if self.small else 32)

    def _parts(self) -> tuple[int, int, int, int]:
        """Real pixels: padding at each side, icon, gap, text."""
        px = self.stage.theme.px
        icon = px(14 if self.small else 16) if self._icon else 0
        text = self.stage.text.width(self._text, self._style)
        if not self._text:
            return (self._height() - icon) // 2, icon, 0, 0
        return px(8 if self.small else 12), icon, px(6) if icon else 0, text

    def measure(self, width: int) -> tuple[int, int]:
        pad, icon, gap, text = self._parts()
        return 2 * pad + icon + gap + text, self._height()

    def fits(self) -> bool:
        """Whether all of the text can be seen."""
        _, icon, gap, text = self._parts()
        return icon + gap + text <= self.rect.width - 2 * self.stage.theme.px(2)

    def tip(self) -> str:
        return self.tooltip or ("" if self.fits() else self._text)

    # Picture

    def _colors(self) -> tuple[Color | None, Color | None, Color]:
        """Fill, border and foreground."""
        color = self.stage.theme.color
        if not self.enabled:
            fill = None if self._kind is ButtonKind.QUIET else color("surface")
            return fill, None if fill is None else color("border"), color("disabled")
        if self._kind is ButtonKind.PRIMARY:
            return (
                color(press_fill(self, "accent", "accent_hover", "accent_pressed")),
                None,
                color("on_accent"),
            )
        if self._chosen:
            return color(press_fill(self, "accent_soft", "accent_soft")), color("accent_text"), color("text")
        ink = color("bad" if self._kind is ButtonKind.DANGER else "text")
        if self._kind is ButtonKind.QUIET:
            active = self.hovered or self.held
            return color(press_fill(self, "raised")) if active else None, None, ink
        return color(press_fill(self, "raised")), color("border"), ink

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        fill, border, ink = self._colors()
        if fill is not None or border is not None:
            self.stage.shapes.box(surface, self.rect, theme.px(6), fill, border, theme.px(1))
        pad, icon, gap, _ = self._parts()
        room = self.rect.width - 2 * min(pad, theme.px(4)) - icon - gap
        text = self.stage.text.fit(self._text, self._style, max(0, room)) if self._text else ""
        shown = self.stage.text.width(text, self._style)
        left = self.rect.x + (self.rect.width - icon - gap - shown) // 2
        if self._icon:
            box = pygame.Rect(left, self.rect.y + (self.rect.height - icon) // 2, icon, icon)
            self.stage.icons.draw(surface, self._icon, box, ink)
        top = self.rect.y + (self.rect.height - self.stage.text.line_height(self._style)) // 2
        self.stage.text.draw(surface, text, (left + icon + gap, top), self._style, ink)

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
