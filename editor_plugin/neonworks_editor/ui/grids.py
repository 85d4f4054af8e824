"""Containers of more than one line: grids, flowing lines, and widgets on top of each other."""

from collections.abc import Iterable

import pygame

from neonworks_editor.ui.boxes import Box, lowest
from neonworks_editor.ui.widget import Widget

__all__ = ["Flow", "Grid", "Stack"]


class Flow(Box):
    """Children side by side, going on in the next line where the width ends (chips, small buttons)."""

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self.pads()
        lines = self._lines(max(0, width - 2 * across))
        gap = self.stage.theme.px(self.gap)
        widest = max((sum(w for _, w, _ in line) + gap * (len(line) - 1) for line in lines), default=0)
        height = sum(max(h for _, _, h in line) for line in lines) + gap * max(0, len(lines) - 1)
        return widest + 2 * across, height + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self.pads()[0]

    def _lines(self, inner: int) -> list[list[tuple[Widget, int, int]]]:
        lines: list[list[tuple[Widget, int, int]]] = []
        left, gap = 0, self.stage.theme.px(self.gap)
        for child in self.seen:
            width = max(child.narrowest(), min(child.wanted(inner)[0], inner))
            if not lines or left + width > inner:
                lines.append([])
                left = 0
            lines[-1].append((child, width, child.wanted(width)[1]))
            left += width + gap
        return lines

    def arrange(self) -> None:
        inner, gap = self.inner(), self.stage.theme.px(self.gap)
        top = inner.y
        for line in self._lines(inner.width):
            left, tallest = inner.x, max(h for _, _, h in line)
            for child, width, height in line:
                child.place(pygame.Rect(left, top + (tallest - height) // 2, width, height))
                left += width + gap
            top += tallest + gap


class Grid(Box):
    """Children in ``columns`` columns of equal width, row by row; a row is as high as its tallest child."""

    def __init__(
        self,
        columns: int,
        children: Iterable[Widget] = (),
        *,
        gap: float = 8,
        pad: tuple[float, float] = (0, 0),
        name: str = "",
        grow: float = 0,
    ) -> None:
        super().__init__(children, gap=gap, pad=pad, name=name, grow=grow)
        self.columns = max(1, columns)

    def _rows(self) -> list[list[Widget]]:
        seen = self.seen
        return [seen[at : at + self.columns] for at in range(0, len(seen), self.columns)]

    def _cell(self, inner: int) -> int:
        return (inner - self.stage.theme.px(self.gap) * (self.columns - 1)) // self.columns

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self.pads()
        cell = max(0, self._cell(width - 2 * across))
        widest = max((child.wanted(cell)[0] for child in self.seen), default=0)
        rows = self._rows()
        gap = self.stage.theme.px(self.gap)
        height = sum(max(child.wanted(cell)[1] for child in row) for row in rows) + gap * max(
            0, len(rows) - 1
        )
        return widest * self.columns + gap * (self.columns - 1) + 2 * across, height + 2 * down

    def least(self) -> int:
        widest = max((child.narrowest() for child in self.seen), default=0)
        return widest * self.columns + self.stage.theme.px(self.gap) * (self.columns - 1) + 2 * self.pads()[0]

    def arrange(self) -> None:
        inner, gap = self.inner(), self.stage.theme.px(self.gap)
        cell = self._cell(inner.width)
        top = inner.y
        for row in self._rows():
            height = max(child.wanted(cell)[1] for child in row)
            for column, child in enumerate(row):
                child.place(pygame.Rect(inner.x + column * (cell + gap), top, cell, height))
            top += height + gap


class Stack(Box):
    """Children on top of each other, each as large as the stack; show one at a time, or overlays."""

    overlays = True

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self.pads()
        sizes = [child.wanted(max(0, width - 2 * across)) for child in self.seen]
        widest, highest = (max((size[axis] for size in sizes), default=0) for axis in (0, 1))
        return widest + 2 * across, highest + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self.pads()[0]

    def least_height(self, width: int) -> int:
        across, down = self.pads()
        inner = max(0, width - 2 * across)
        return max((lowest(child, inner) for child in self.seen), default=0) + 2 * down

    def arrange(self) -> None:
        for child in self.seen:
            child.place(self.inner())
