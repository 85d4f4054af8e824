"""``StatusLine``: a line of ours in the editor's status bar, and what stood there before."""

from __future__ import annotations

from neonworks_editor.hosts.neonworks_contract import MasterUi

__all__ = ["StatusLine"]

_COLOUR = (150, 205, 255)
_LONGEST = 120
"""Characters that fit between the bar's left end and the editor's name in its middle at 1280 pixels."""


class StatusLine:
    """Speaks through ``ui.status_message``; the editor's own later messages win."""

    def __init__(self, ui: MasterUi) -> None:
        self._ui = ui
        self._before: tuple[str, tuple[int, int, int]] | None = None
        self._ours = ""

    def say(self, text: str) -> None:
        """Show ``text``, cut to what the bar can hold."""
        if self._before is None or self._ui.status_message != self._ours:
            self._before = (self._ui.status_message, self._ui.status_color)
        line = " ".join(text.split())
        self._ours = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
        self._ui.status_message = self._ours
        self._ui.status_color = _COLOUR

    def give_back(self) -> None:
        """What stood there before, unless the editor has said something since."""
        if self._before is not None and self._ui.status_message == self._ours:
            self._ui.status_message, self._ui.status_color = self._before
        self._before = None
