"""What must be painted again: few rectangles that cover every change since the last picture.

Some of it is *urgent* and belongs into the next picture; the rest may wait a few frames, and is handed out
in bands, the oldest first.
"""

import pygame

__all__ = ["Damage"]

_MOST = 12
"""Rectangles kept apart; beyond that they become one, because each costs a walk of the tree."""


class Damage:
    """Collects rectangles within ``bounds``; overlapping ones are united."""

    def __init__(self) -> None:
        self.bounds = pygame.Rect(0, 0, 0, 0)
        self._urgent: list[pygame.Rect] = []
        self._waiting: list[pygame.Rect] = []

    def add(self, rect: pygame.Rect, urgent: bool = False) -> None:
        rect = rect.clip(self.bounds)
        if not rect or any(known.contains(rect) for known in self._urgent):
            return
        if urgent:
            self._urgent = _with(self._urgent, rect)
        elif not any(known.contains(rect) for known in self._waiting):
            self._waiting = _with(self._waiting, rect)

    def add_all(self) -> None:
        """Everything at once: what stands there now belongs to another size or theme."""
        self._urgent, self._waiting = [self.bounds.copy()], []

    def take(self) -> list[pygame.Rect]:
        """All rectangles, which count as painted from now on; unions may have made some overlap."""
        return self.take_urgent() + self._take_waiting()

    def take_urgent(self) -> list[pygame.Rect]:
        """The urgent rectangles; what waits inside of them counts as painted too."""
        taken, self._urgent = self._urgent, []
        self._waiting = [rect for rect in self._waiting if not any(one.contains(rect) for one in taken)]
        return taken

    def take_band(self, height: int) -> pygame.Rect | None:
        """The top of what has waited longest, about ``height`` pixels high; None when nothing waits."""
        if not self._waiting:
            return None
        oldest = self._waiting[0]
        if oldest.height < 2 * height:
            return self._waiting.pop(0)
        band = pygame.Rect(oldest.topleft, (oldest.width, height))
        self._waiting[0] = pygame.Rect(oldest.x, band.bottom, oldest.width, oldest.height - height)
        return band

    def _take_waiting(self) -> list[pygame.Rect]:
        taken, self._waiting = self._waiting, []
        return taken


def _with(rects: list[pygame.Rect], rect: pygame.Rect) -> list[pygame.Rect]:
    touching = [known for known in rects if known.colliderect(rect)]
    apart = [known for known in rects if not known.colliderect(rect)]
    united = [*apart, rect.unionall(touching)]
    return united if len(united) <= _MOST else [united[0].unionall(united[1:])]
