"""Containers that place their children: rows, columns, grids, flowing lines, cards, stacks.

All lengths given to them are logical pixels. Children get the size that they want; what is left over goes to
those with ``grow``. Where a row is too narrow its children shrink towards their ``least`` width in
proportion to what they can give; where a column is too low its growing children shrink to their
``least_height``.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import pygame

from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget

__all__ = ["Card", "Column", "Flow", "Grid", "Row", "Separator", "Spacer", "Stack"]

Cross = Literal["start", "center", "end", "stretch"]


class _Box(Widget):
    """Children with ``gap`` between them and ``pad`` (horizontal, vertical) around them."""

    def __init__(
        self,
        children: Iterable[Widget] = (),
        *,
        gap: float = 8,
        pad: tuple[float, float] = (0, 0),
        cross: Cross = "stretch",
        name: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(name=name, grow=grow, size=size)
        self.gap, self.pad, self.cross = gap, pad, cross
        for child in children:
            self.add(child)

    @property
    def seen(self) -> list[Widget]:
        return [child for child in self.children if child.visible]

    def _inner(self) -> pygame.Rect:
        across, down = self._pads()
        return self.rect.inflate(-2 * across, -2 * down)

    def _pads(self) -> tuple[int, int]:
        return self.stage.theme.px(self.pad[0]), self.stage.theme.px(self.pad[1])

    def _gaps(self) -> int:
        """Sum of the gaps between the visible children."""
        return self.stage.theme.px(self.gap) * max(0, len(self.seen) - 1)


class Row(_Box):
    """Children side by side; ``cross`` places them vertically, in the middle unless told otherwise."""

    def __init__(
        self,
        children: Iterable[Widget] = (),
        *,
        gap: float = 8,
        pad: tuple[float, float] = (0, 0),
        cross: Cross = "center",
        name: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(children, gap=gap, pad=pad, cross=cross, name=name, grow=grow, size=size)

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self._pads()
        inner = max(0, width - 2 * across)
        widths = self._widths(inner)
        heights = [child.wanted(w)[1] for child, w in zip(self.seen, widths, strict=True)]
        natural = sum(child.wanted(inner)[0] for child in self.seen) + self._gaps()
        return min(natural, max(inner, self.least() - 2 * across)) + 2 * across, max(
            heights, default=0
        ) + 2 * down

    def least(self) -> int:
        return sum(child.narrowest() for child in self.seen) + self._gaps() + 2 * self._pads()[0]

    def _widths(self, inner: int) -> list[int]:
        room = inner - self._gaps()
        wanted = [child.wanted(max(0, room))[0] for child in self.seen]
        spare = room - sum(wanted)
        if spare >= 0:
            return _shared(wanted, spare, [child.grow for child in self.seen])
        gives = [max(0, w - child.narrowest()) for w, child in zip(wanted, self.seen, strict=True)]
        return _shared(wanted, max(spare, -sum(gives)), gives)

    def arrange(self) -> None:
        inner = self._inner()
        left = inner.x
        for child, width in zip(self.seen, self._widths(inner.width), strict=True):
            height = inner.height if self.cross == "stretch" else min(inner.height, child.wanted(width)[1])
            top = inner.y + _offset(self.cross, inner.height - height)
            child.place(pygame.Rect(left, top, width, height))
            left += width + self.stage.theme.px(self.gap)


class Column(_Box):
    """Children one below the other; as wide as the column, unless ``cross`` says otherwise."""

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self._pads()
        inner = max(0, width - 2 * across)
        sizes = [child.wanted(inner) for child in self.seen]
        widest = max((w for w, _ in sizes), default=0)
        return widest + 2 * across, sum(h for _, h in sizes) + self._gaps() + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self._pads()[0]

    def least_height(self, width: int) -> int:
        across, down = self._pads()
        inner = max(0, width - 2 * across)
        return sum(_lowest(child, inner) for child in self.seen) + self._gaps() + 2 * down

    def _heights(self, inner: pygame.Rect) -> list[int]:
        wanted = [child.wanted(inner.width)[1] for child in self.seen]
        spare = inner.height - self._gaps() - sum(wanted)
        if spare >= 0:
            return _shared(wanted, spare, [child.grow for child in self.seen])
        gives = [h - _lowest(child, inner.width) for h, child in zip(wanted, self.seen, strict=True)]
        return _shared(wanted, max(spare, -sum(gives)), gives)

    def arrange(self) -> None:
        inner = self._inner()
        top = inner.y
        for child, height in zip(self.seen, self._heights(inner), strict=True):
            width = inner.width if self.cross == "stretch" else min(inner.width, child.wanted(inner.width)[0])
            left = inner.x + _offset(self.cross, inner.width - width)
            child.place(pygame.Rect(left, top, width, height))
            top += height + self.stage.theme.px(self.gap)


class Flow(_Box):
    """Children side by side, going on in the next line where the width ends (chips, small buttons)."""

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self._pads()
        lines = self._lines(max(0, width - 2 * across))
        gap = self.stage.theme.px(self.gap)
        widest = max((sum(w for _, w, _ in line) + gap * (len(line) - 1) for line in lines), default=0)
        height = sum(max(h for _, _, h in line) for line in lines) + gap * max(0, len(lines) - 1)
        return widest + 2 * across, height + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self._pads()[0]

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
        inner, gap = self._inner(), self.stage.theme.px(self.gap)
        top = inner.y
        for line in self._lines(inner.width):
            left, tallest = inner.x, max(h for _, _, h in line)
            for child, width, height in line:
                child.place(pygame.Rect(left, top + (tallest - height) // 2, width, height))
                left += width + gap
            top += tallest + gap


class Grid(_Box):
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
        across, down = self._pads()
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
        return (
            widest * self.columns + self.stage.theme.px(self.gap) * (self.columns - 1) + 2 * self._pads()[0]
        )

    def arrange(self) -> None:
        inner, gap = self._inner(), self.stage.theme.px(self.gap)
        cell = self._cell(inner.width)
        top = inner.y
        for row in self._rows():
            height = max(child.wanted(cell)[1] for child in row)
            for column, child in enumerate(row):
                child.place(pygame.Rect(inner.x + column * (cell + gap), top, cell, height))
            top += height + gap


class Card(Column):
    """A column on a rounded background: ``fill`` and, unless None, ``border`` are roles of the palette."""

    def __init__(
        self,
        children: Iterable[Widget] = (),
        *,
        gap: float = 8,
        pad: tuple[float, float] = (12, 12),
        fill: Role = "surface",
        border: Role | None = "border",
        radius: float = 8,
        name: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        super().__init__(children, gap=gap, pad=pad, name=name, grow=grow, size=size)
        self.fill, self.border, self.radius = fill, border, radius

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        edge = None if self.border is None else theme.color(self.border)
        radius = theme.px(self.radius)
        self.stage.shapes.box(surface, self.rect, radius, theme.color(self.fill), edge, theme.px(1))


class Stack(_Box):
    """Children on top of each other, each as large as the stack; show one at a time, or overlays."""

    overlays = True

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self._pads()
        sizes = [child.wanted(max(0, width - 2 * across)) for child in self.seen]
        widest, highest = (max((size[axis] for size in sizes), default=0) for axis in (0, 1))
        return widest + 2 * across, highest + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self._pads()[0]

    def least_height(self, width: int) -> int:
        across, down = self._pads()
        inner = max(0, width - 2 * across)
        return max((_lowest(child, inner) for child in self.seen), default=0) + 2 * down

    def arrange(self) -> None:
        for child in self.seen:
            child.place(self._inner())


class Spacer(Widget):
    """Nothing, that takes the room that is left over."""

    def __init__(self, grow: float = 1) -> None:
        super().__init__(grow=grow)


class Separator(Widget):
    """A thin line across a column."""

    def measure(self, width: int) -> tuple[int, int]:
        return 0, self.stage.theme.px(1)

    def draw(self, surface: pygame.Surface) -> None:
        surface.fill(self.stage.theme.color("border"), self.rect)


def _lowest(child: Widget, width: int) -> int:
    return child.least_height(width) if child.grow else child.wanted(width)[1]


def _offset(cross: Cross, spare: int) -> int:
    return {"start": 0, "stretch": 0, "center": spare // 2, "end": spare}[cross]


def _shared(sizes: Sequence[int], spare: int, weights: Sequence[float]) -> list[int]:
    """``sizes`` with ``spare`` pixels (or fewer than none) shared out by weight; no pixel is lost to
    rounding.
    """
    total = sum(weights)
    if not total or not spare:
        return list(sizes)
    shared, given, weight = [], 0, 0.0
    for size, part in zip(sizes, weights, strict=True):
        weight += part
        target = round(spare * weight / total)
        shared.append(size + target - given)
        given = target
    return shared
