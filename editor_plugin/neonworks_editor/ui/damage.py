"""What must be painted again: few rectangles that cover every change since the last picture."""

import pygame

__all__ = ["Damage"]

_MOST = 12
"""Rectangles kept apart; beyond that they become one, because each costs a walk of the tree."""


class Damage:
    """Collects rectangles within ``bounds``; overlapping ones are united."""

    def __init__(self) -> None:
        self.bounds = pygame.Rect(0, 0, 0, 0)
        self._rects: list[pygame.Rect] = []

    def add(self, rect: pygame.Rect) -> None:
        rect = rect.clip(self.bounds)
        if not rect or any(known.contains(rect) for known in self._rects):
            return
        touching = [known for known in self._rects if known.colliderect(rect)]
        self._rects = [known for known in self._rects if not known.colliderect(rect)]
        self._rects.append(rect.unionall(touching))
        if len(self._rects) > _MOST:
            self._rects = [self._rects[0].unionall(self._rects[1:])]

    def add_all(self) -> None:
        self._rects = [self.bounds.copy()]

    def take(self) -> list[pygame.Rect]:
        """The rectangles, which count as painted from now on; unions may have made some overlap."""
        taken, self._rects = self._rects, []
        return taken
