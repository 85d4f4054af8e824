"""Toasts: short messages in plain words at the bottom, with at most one thing to do about them.

They stack over ``ToastStack.above``, a bar that they must not hide. They go by themselves (not while the
pointer is on one) and can be sent away with their cross or, with the focus on them, with Delete. The same
text twice is shown once, with its time begun again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import pygame

from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Card, Row
from neonworks_editor.ui.overlay import Overlay
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget

__all__ = ["Level", "Toast", "ToastStack"]

_MOST = 4
"""Toasts shown at once; the oldest goes when another comes."""
_WIDEST = 400
"""Logical pixels."""
_SHORT_S, _LONG_S = 5.0, 10.0
"""Time of a plain message, and of one that warns or has an action."""


class Level(Enum):
    """How serious a message is: its icon and colour."""

    INFO = (Icon.INFO, "accent_text")
    GOOD = (Icon.CHECK, "good")
    WARNING = (Icon.WARNING, "warning")
    BAD = (Icon.WARNING, "bad")


@dataclass(frozen=True)
class Toast:
    """``action`` is the text of a button that calls ``on_action``; ``seconds`` 0 means the usual time."""

    text: str
    level: Level = Level.INFO
    action: str = ""
    on_action: Callable[[], None] = lambda: None
    seconds: float = 0.0

    @property
    def lasts(self) -> float:
        """Seconds until it goes."""
        calm = self.level in (Level.INFO, Level.GOOD) and not self.action
        return self.seconds or (_SHORT_S if calm else _LONG_S)


class _Sign(Widget):
    """The icon of a toast's level."""

    def __init__(self, level: Level) -> None:
        super().__init__(size=(18, 18))
        self._level = level

    def draw(self, surface: pygame.Surface) -> None:
        icon, role = self._level.value
        named: Role = role  # type: ignore[assignment]
        self.stage.icons.draw(surface, icon, self.rect, self.stage.theme.color(named))


class _ToastCard(Card):
    """One toast as it is seen."""

    bleed = 18

    def __init__(self, toast: Toast, close: Callable[["_ToastCard"], None]) -> None:
        super().__init__(fill="raised", pad=(12, 8))
        self.toast, self._close = toast, close
        row = self.add(Row(gap=10))
        row.add(_Sign(toast.level))
        row.add(Label(toast.text, wrap=True, grow=1))
        if toast.action:
            row.add(Button(toast.action, self._act, small=True))
        quiet = ButtonKind.QUIET
        row.add(Button(icon=Icon.CROSS, on_press=self.dismiss, kind=quiet, small=True, tooltip="Dismiss"))

    def dismiss(self) -> None:
        """Sends the toast away."""
        self._close(self)

    def _act(self) -> None:
        self._close(self)
        self.toast.on_action()

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_DELETE, pygame.K_ESCAPE):
            self.dismiss()
            return True
        return event.type == pygame.MOUSEBUTTONDOWN

    def draw(self, surface: pygame.Surface) -> None:
        self.stage.shapes.shadow(surface, self.rect, self.stage.theme.px(12))
        super().draw(surface)


class ToastStack(Overlay):
    """All toasts of a root, the newest at the bottom."""

    def __init__(self) -> None:
        super().__init__(name="toasts")
        self.above: Widget | None = None
        """Stays free while it is shown: toasts tell of what its buttons undo."""
        self._ends: dict[_ToastCard, float] = {}

    @property
    def toasts(self) -> list[Toast]:
        """What is shown now, the oldest first."""
        return [card.toast for card in self._ends]

    def show(self, toast: Toast) -> None:
        """Adds ``toast``, or begins the time of an equal one again."""
        same = [card for card in self._ends if card.toast.text == toast.text]
        for card in same or list(self._ends)[: max(0, len(self._ends) - _MOST + 1)]:
            self._drop(card)
        card = self.add(_ToastCard(toast, self._drop))
        self._ends[card] = self.stage.now + toast.lasts
        self._next_alarm()

    def _drop(self, card: _ToastCard) -> None:
        if self._ends.pop(card, None) is not None:
            self.remove(card)
            self._next_alarm()

    def _next_alarm(self) -> None:
        if self._ends:
            self.stage.wake_at(self, min(self._ends.values()))

    def wake(self) -> None:
        now = self.stage.now
        for card, end in tuple(self._ends.items()):
            if end <= now:
                if card.has(self.stage.hover) or any(self.stage.is_focused(part) for part in card.walk()):
                    self._ends[card] = now + 1
                else:
                    self._drop(card)
        self._next_alarm()

    def _width(self, room: int) -> int:
        px = self.stage.theme.px
        return min(room - 2 * px(12), px(_WIDEST))

    def box(self, room: pygame.Rect) -> pygame.Rect:
        gap, width = self.stage.theme.gap, self._width(room.width)
        height = sum(card.wanted(width)[1] + gap for card in self._ends)
        free = self.above.rect.top if self.above is not None and self.above.shown else room.bottom
        bottom = free - self.stage.theme.px(12) + gap
        return pygame.Rect(room.x + (room.width - width) // 2, bottom - height, width, height)

    def arrange(self) -> None:
        top = self.rect.y
        for card in self._ends:
            height = card.wanted(self.rect.width)[1]
            card.place(pygame.Rect(self.rect.x, top, self.rect.width, height))
            top += height + self.stage.theme.gap
