"""The state line: what is going on in one plain line, with progress, time left and Cancel."""

from collections.abc import Mapping
from types import MappingProxyType

import pygame

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.words import duration
from neonworks_editor.studio.state import StateLine, StudioState
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Row
from neonworks_editor.ui.progress import ProgressBar
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget

__all__ = ["StateDot", "StatusSection"]

_CALM_S = 0.25
"""Work that ends sooner is not announced: live drafts would make the line flicker at every key press."""

_ETA_WIDTH = 72
"""Logical pixels of "59 min left", in any of the usual fonts."""

_DOTS: Mapping[StudioState, Role] = MappingProxyType(
    {
        StudioState.EMPTY: "border_strong",
        StudioState.UP_TO_DATE: "good",
        StudioState.COMPUTING: "accent_text",
        StudioState.SUPERSEDED: "warning",
        StudioState.OFFLINE: "bad",
        StudioState.FAILED: "bad",
    }
)
_WORDS: Mapping[StudioState, str] = MappingProxyType(
    {
        StudioState.EMPTY: "Ready",
        StudioState.UP_TO_DATE: "Up to date",
        StudioState.COMPUTING: "Computing",
        StudioState.SUPERSEDED: "Superseded",
        StudioState.OFFLINE: "Offline",
        StudioState.FAILED: "Failed",
    }
)


class StateDot(Widget):
    """A round mark in the colour of the state."""

    def __init__(self) -> None:
        super().__init__(name="state-dot")
        self._role: Role = "border_strong"

    def show(self, role: Role) -> None:
        """Take another colour."""
        if role != self._role:
            self._role = role
            self.invalidate()

    def measure(self, width: int) -> tuple[int, int]:
        return self.stage.theme.px(10), self.stage.theme.px(10)

    def draw(self, surface: pygame.Surface) -> None:
        radius = self.stage.theme.px(5)
        self.stage.shapes.disc(surface, self.rect.center, radius, self.stage.theme.color(self._role))


class StatusSection:
    """``widget`` is the row; call ``tick`` once a frame."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dot = StateDot()
        self._word = Label("", text_size=TextSize.STRONG, name="state-word")
        self._text = Label("", role="muted", shrink=True, grow=1, name="state")
        self._bar = ProgressBar(None, name="progress", grow=0)
        # As wide as the longest it says: else the line would be laid out anew at every step of the bar.
        self._eta = Label(
            "", text_size=TextSize.SMALL, role="muted", align=1, name="eta", size=(_ETA_WIDTH, None)
        )
        self._cancel = Button(
            "Cancel", desk.studio.cancel, small=True, name="cancel", tooltip="Stop; what is drawn stays"
        )
        self._again = Button("Try again", desk.studio.generate, small=True, name="try-again")
        self._since: float | None = None
        self._shown: object = None
        self.widget = Row(
            [self._dot, self._word, self._text, self._bar, self._eta, self._again, self._cancel],
            name="status",
            size=(None, 28),
            grow=1,
        )
        self.tick(desk.clock())

    def tick(self, now: float) -> None:
        """Say what is going on; short work is passed over."""
        line = self._desk.studio.line
        if line.state is not StudioState.COMPUTING:
            self._since = None
        elif self._since is None:
            self._since = now
        if self._since is not None and now - self._since < _CALM_S:
            return
        look = (line.revision, line.state)
        if look != self._shown:
            self._shown = look
            self._show(line)

    def _show(self, line: StateLine) -> None:
        working = line.state is StudioState.COMPUTING
        self._dot.show(_DOTS[line.state])
        self._word.text = _WORDS[line.state]
        text = line.text.strip()
        if text.lower().startswith(_WORDS[line.state].lower()):
            text = text[len(_WORDS[line.state]) :].lstrip(";:,. ")
        if working and text == "drawing":
            text = ""  # The word before it says so, and the bar needs the room.
        self._text.text = text[:1].upper() + text[1:]
        self._bar.visible = working
        self._bar.value = line.fraction
        self._eta.visible = working
        self._eta.text = "" if line.eta_ms is None else f"{duration(line.eta_ms / 1000)} left"
        self._cancel.visible = line.can_cancel and working
        self._again.visible = line.state in (StudioState.FAILED, StudioState.SUPERSEDED)
