"""The time line of a clip: one mark where each frame begins, in true proportion, and a handle that drags."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

import pygame

from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["Scrubber"]


class Scrubber(Widget):
    """``on_go`` hears the number of the frame at the place that was clicked or dragged to."""

    def __init__(self, on_go: Callable[[int], None], *, name: str = "scrubber", tooltip: str = "") -> None:
        super().__init__(name=name, focusable=True, tooltip=tooltip)
        self._on_go = on_go
        self._ends: tuple[int, ...] = ()
        self._share = 0.0
        self._dragging = False

    def show(self, durations: Sequence[int], share: float) -> None:
        """The frames' milliseconds, and how far the pass is, 0..1."""
        ends = tuple(accumulate(durations))
        if ends != self._ends:
            self._ends = ends
            self.invalidate(self.rect)
        before, self._share = self._handle(), share
        if self._handle() != before:
            self.invalidate(before.union(self._handle()))

    def measure(self, width: int) -> tuple[int, int]:
        return width, self.stage.theme.px(16)

    def least(self) -> int:
        return self.stage.theme.px(120)

    def _track(self) -> pygame.Rect:
        px = self.stage.theme.px
        return pygame.Rect(self.rect.x + px(6), self.rect.centery - px(2), self.rect.width - px(12), px(4))

    def _handle(self) -> pygame.Rect:
        if not self.attached:
            return pygame.Rect(0, 0, 0, 0)
        track, side = self._track(), self.stage.theme.px(12)
        return pygame.Rect(
            track.x + round(track.width * self._share) - side // 2, self.rect.centery - side // 2, side, side
        )

    def draw(self, surface: pygame.Surface) -> None:
        theme, shapes, track = self.stage.theme, self.stage.shapes, self._track()
        shapes.box(surface, track, theme.px(2), theme.color("border"))
        done = pygame.Rect(track.x, track.y, round(track.width * self._share), track.height)
        if done.width > theme.px(4):
            shapes.box(surface, done, theme.px(2), theme.color("focus"))
        total = self._ends[-1] if self._ends else 1
        for end in self._ends[:-1]:
            left = track.x + round(track.width * end / total)
            surface.fill(
                theme.color("border_strong"), (left, track.centery - theme.px(4), theme.px(1), theme.px(8))
            )
        if self._ends:
            shapes.disc(surface, self._handle().center, theme.px(6), theme.color("focus"))
            shapes.disc(surface, self._handle().center, theme.px(3), theme.color("surface"))

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if is_click(event):
                self._dragging = True
                return self._go(event.pos[0])
            case pygame.MOUSEMOTION if self._dragging:
                return self._go(event.pos[0])
            case pygame.MOUSEBUTTONUP if self._dragging:
                self._dragging = False
                return True
            case pygame.KEYDOWN if event.key in (pygame.K_LEFT, pygame.K_RIGHT) and self._ends:
                step = 1 if event.key == pygame.K_RIGHT else -1
                self._on_go((self._index() + step) % len(self._ends))
                return True
        return False

    def _index(self) -> int:
        return min(bisect_right(self._ends, self._share * self._ends[-1]), len(self._ends) - 1)

    def _go(self, left: int) -> bool:
        if self._ends:
            track = self._track()
            share = max(0.0, min(1.0, (left - track.x) / max(1, track.width)))
            self._on_go(min(bisect_right(self._ends, share * self._ends[-1]), len(self._ends) - 1))
        return True
