"""``Guard``: nothing of ours ends the editor that we are a guest of."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType

__all__ = ["Guard"]

_log = logging.getLogger(__name__)


class Guard:
    """``with guard("drawing the panel"):`` lets no exception out: it is logged, and said in one line.

    The host's main loop has no place that catches anything, so an uncaught exception of a guest loses the
    user's work. ``KeyboardInterrupt`` and ``SystemExit`` pass. ``failed`` is called after each exception, to
    give back what must not stay taken, such as the keyboard.
    """

    def __init__(self, say: Callable[[str], None], failed: Callable[[], None] = lambda: None) -> None:
        self._say = say
        self._failed = failed
        self._doing = ""
        self._said = ""
        self.failures = 0

    def __call__(self, doing: str) -> Guard:
        """Name what is being done, for the message."""
        self._doing = doing
        return self

    def __enter__(self) -> None:
        """Nothing is needed before."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self.failures += 1
        doing = self._doing
        _log.error("error while %s", doing, exc_info=(type(error), error, trace))
        self._failed()
        line = f"The animator had an error while {doing}: {_brief(error)}. The editor goes on."
        if line != self._said:  # an error in each frame is one toast, not sixty a second
            self._said = line
            self._say(line)
        return True


def _brief(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:160] if text else type(error).__name__
