"""What a user is told in passing, as data; the panel shows it as toasts."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["MAX_NOTICES", "Level", "Notice", "NoticeAction", "NoticeBoard"]

MAX_NOTICES = 32
"""Unread notices; the oldest leave, since nobody reads a page of toasts."""


class Level(StrEnum):
    """How much it matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class NoticeAction(StrEnum):
    """What a button in the notice does; the panel calls the method of that name."""

    GENERATE = "generate"
    UNDO = "undo"
    OPEN_SPRITE = "open_sprite"
    OPEN_MODELS = "open_models"


@dataclass(frozen=True, slots=True)
class Notice:
    """One plain line that says what happened and what to do."""

    level: Level
    text: str
    action: NoticeAction | None = None


class NoticeBoard:
    """Bounded; a notice that is equal to the last unread one is not said twice."""

    def __init__(self, most: int = MAX_NOTICES) -> None:
        self._unread: deque[Notice] = deque(maxlen=most)

    def say(self, level: Level, text: str, action: NoticeAction | None = None) -> None:
        """Adds a notice."""
        notice = Notice(level, text, action)
        if not self._unread or self._unread[-1] != notice:
            self._unread.append(notice)

    def take(self) -> tuple[Notice, ...]:
        """The unread ones, the oldest first; they are read now."""
        taken = tuple(self._unread)
        self._unread.clear()
        return taken
