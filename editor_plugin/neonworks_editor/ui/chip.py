"""Chips: small rounded marks, read only, or with a press and a cross to take them away."""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.button import press_fill
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["Chip"]

_REMOVE = (pygame.K_DELETE, pygame.K_BACKSPACE)


class Chip(Widget):
    """``on_press`` makes it a button, ``on_remove`` adds a cross (Delete or Backspace do the same).

    ``role`` colours the text: ``text``, ``accent_text``, ``good``, ``warning`` or ``bad``.
    """

    def __init__(
        self,
        text: str,
        *,
        on_press: Callable[[], None] | None = None,
        on_remove: Callable[[], None] | None = None,
        icon: Icon | None = None,
        chosen: bool = False,
        role: Role = "text",
        name: str = "",
        tooltip: str = "",
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=bool(on_press or on_remove))
        self._text, self._chosen, self._role = text, chosen, role
        self.on_press, self.on_remove, self.icon = on_press, on_remove, icon

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.resize()

    @property
    def chosen(self) -> bool:
        return self._chosen

    @chosen.setter
    def chosen(self, on: bool) -> None:
        if on != self._chosen:
            self._chosen = on
            self.invalidate()

    @property
    def role(self) -> Role:
        return self._role

    @role.setter
    def role(self, role: Role) -> None:
        if role != self._role:
            self._role = role
            self.invalidate()

    def _parts(self) -> tuple[int, int, int, int]:
        """Real pixels: padding, icon with gap, text, cross with gap."""
        px = self.stage.theme.px
        text = self.stage.text.width(self._text, style_of(self.stage.theme, TextSize.SMALL))
        return px(10), px(18) if self.icon else 0, text, px(16) if self.on_remove else 0

    def measure(self, width: int) -> tuple[int, int]:
        pad, icon, text, cross = self._parts()
        return 2 * pad + icon + text + cross, self.stage.theme.px(24)

    def least(self) -> int:
        pad, icon, text, cross = self._parts()
        return 2 * pad + icon + cross + min(text, self.stage.theme.px(160))

    def fits(self) -> bool:
        """Whether all of the text can be seen."""
        return self.measure(0)[0] <= self.rect.width

    def tip(self) -> str:
        return self.tooltip or ("" if self.fits() else self._text)

    def _cross(self) -> pygame.Rect:
        side = self.stage.theme.px(12)
        left = self.rect.right - side - self.stage.theme.px(7)
        return pygame.Rect(left, self.rect.y + (self.rect.height - side) // 2, side, side)

    def draw(self, surface: pygame.Surface) -> None:
        theme, style = self.stage.theme, style_of(self.stage.theme, TextSize.SMALL)
        rest: Role = "accent_soft" if self._chosen else "raised"
        fill = press_fill(self, rest, "accent_soft" if self._chosen else "hover") if self.focusable else rest
        edge = theme.color("accent_text" if self._chosen else "border")
        radius = self.rect.height // 2
        self.stage.shapes.box(surface, self.rect, radius, theme.color(fill), edge, theme.px(1))
        ink = theme.color(self._role if self.enabled else "disabled")
        pad, icon, _, cross = self._parts()
        left = self.rect.x + pad
        if self.icon:
            box = pygame.Rect(left, self.rect.y, theme.px(13), self.rect.height)
            self.stage.icons.draw(surface, self.icon, box, ink)
        left += icon
        top = self.rect.y + (self.rect.height - self.stage.text.line_height(style)) // 2
        text = self.stage.text.fit(self._text, style, self.rect.right - pad - cross - left)
        self.stage.text.draw(surface, text, (left, top), style, ink)
        if self.on_remove:
            over = self.hovered and self._cross().collidepoint(self.stage.pointer)
            self.stage.icons.draw(
                surface, Icon.CROSS, self._cross(), theme.color("text" if over else "muted")
            )

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEMOTION and self.on_remove and not self.held:
            self.invalidate()
            return False
        if is_click(event):
            return self.focusable
        if event.type == pygame.MOUSEBUTTONUP and self.held:
            self._released(event.pos)
            return True
        if is_activation(event) and self.on_press:
            self.on_press()
            return True
        if event.type == pygame.KEYDOWN and event.key in _REMOVE and self.on_remove:
            self.on_remove()
            return True
        return False

    def _released(self, pos: tuple[int, int]) -> None:
        reach = self.stage.theme.px(4)
        if self.on_remove and self._cross().inflate(2 * reach, 2 * reach).collidepoint(pos):
            self.on_remove()
        elif self.on_press and self.rect.collidepoint(pos):
            self.on_press()
