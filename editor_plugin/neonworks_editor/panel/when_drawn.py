"""``WhenDrawn``: Apply and Export begin when a take is drawn in its best tier, not in the middle of it."""

from collections.abc import Callable
from dataclasses import dataclass

from neonworks_editor.studio.notices import Level, Notice
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.studio import Studio

__all__ = ["WhenDrawn"]


@dataclass(frozen=True, slots=True)
class _Wish:
    """``name`` is the button, in words that begin a sentence."""

    name: str
    take: int
    act: Callable[[], None]
    settings: Settings


class WhenDrawn:
    """Waits with one thing; another one takes its place. Call ``tick`` once a frame."""

    def __init__(self, studio: Studio, say: Callable[[Notice], None]) -> None:
        self._studio, self._say = studio, say
        self._wish: _Wish | None = None

    @property
    def waits(self) -> bool:
        """Whether something is still to be done."""
        return self._wish is not None

    def do(self, name: str, take: int, act: Callable[[], None]) -> None:
        """Call ``act`` now or as soon as the take is drawn; a change before that drops it, with a line."""
        self._wish = None
        if not self._studio.under_way(take):
            act()
            return
        self._wish = _Wish(name, take, act, self._studio.settings)
        self._say(Notice(Level.INFO, f"{name} begins as soon as all pictures are drawn."))

    def tick(self) -> None:
        """Do what has waited long enough."""
        wish = self._wish
        if wish is None:
            return
        if self._studio.settings != wish.settings:
            self._wish = None
            why = "because something was changed before all was drawn: press it again"
            self._say(Notice(Level.WARNING, f"{wish.name} was dropped, {why}."))
        elif not self._studio.under_way(wish.take):
            self._wish = None
            wish.act()
