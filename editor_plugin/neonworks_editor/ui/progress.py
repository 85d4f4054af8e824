"""Progress bars: how much of a job is done, or, where nobody knows, that it goes on."""

import pygame

from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget

__all__ = ["ProgressBar"]

_STEP_S = 1 / 20
"""Pause between two pictures of a bar that only says that something goes on."""


class ProgressBar(Widget):
    """``value`` 0..1; None moves a short bar to and fro."""

    def __init__(
        self, value: float | None = 0.0, *, role: Role = "accent_text", name: str = "", tooltip: str = "",
        grow: float = 1,
    ) -> None:  # fmt: skip
        super().__init__(name=name, tooltip=tooltip, grow=grow)
        self._value, self._role = value, role

    @property
    def value(self) -> float | None:
        return self._value

    @value.setter
    def value(self, value: float | None) -> None:
        value = value if value is None else max(0.0, min(value, 1.0))
        if value != self._value:
            self._value = value
            self.invalidate()

    @property
    def role(self) -> Role:
        return self._role

    @role.setter
    def role(self, role: Role) -> None:
        if role != self._role:
            self._role = role
            self.invalidate()

    def measure(self, width: int) -> tuple[int, int]:
        return min(width, self.stage.theme.px(120)), self.stage.theme.px(6)

    def least(self) -> int:
        return self.stage.theme.px(40)

    def _filled(self) -> pygame.Rect:
        if self._value is not None:
            return pygame.Rect(self.rect.topleft, (round(self.rect.width * self._value), self.rect.height))
        part = self.rect.width // 4
        turn = self.stage.now % 1.6 / 0.8
        left = round((self.rect.width - part) * (turn if turn < 1 else 2 - turn))
        return pygame.Rect(self.rect.x + left, self.rect.y, part, self.rect.height)

    def draw(self, surface: pygame.Surface) -> None:
        theme, radius = self.stage.theme, self.rect.height // 2
        self.stage.shapes.box(surface, self.rect, radius, theme.color("border"))
        filled = self._filled()
        if filled.width > 0:
            filled.width = max(filled.width, 2 * radius)
            self.stage.shapes.box(surface, filled, radius, theme.color(self._role))
        if self._value is None:
            self.stage.wake_at(self, self.stage.now + _STEP_S)

    def wake(self) -> None:
        if self._value is None:
            self.invalidate(self.rect)
