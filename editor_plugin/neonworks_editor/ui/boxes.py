"""Containers of one line: rows, columns, cards, and what stands between their children.

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

__all__ = ["Box", "Card", "Column", "Row", "Separator", "Spacer", "lowest"]

Cross = Literal["start", "center", "end", "stretch"]


class Box(Widget):
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

    def inner(self) -> pygame.Rect:
        across, down = self.pads()
        return self.rect.inflate(-2 * across, -2 * down)

    def pads(self) -> tuple[int, int]:
        return self.stage.theme.px(self.pad[0]), self.stage.theme.px(self.pad[1])

    def gaps(self) -> int:
        """Sum of the gaps between the visible children."""
        return self.stage.theme.px(self.gap) * max(0, len(self.seen) - 1)


class Row(Box):
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
        across, down = self.pads()
        inner = max(0, width - 2 * across)
        widths = self._widths(inner)
        heights = [child.wanted(w)[1] for child, w in zip(self.seen, widths, strict=True)]
        natural = sum(child.wanted(inner)[0] for child in self.seen) + self.gaps()
        return min(natural, max(inner, self.least() - 2 * across)) + 2 * across, max(
            heights, default=0
        ) + 2 * down

    def least(self) -> int:
        return sum(child.narrowest() for child in self.seen) + self.gaps() + 2 * self.pads()[0]

    def _widths(self, inner: int) -> list[int]:
        room = inner - self.gaps()
        wanted = [child.wanted(max(0, room))[0] for child in self.seen]
        spare = room - sum(wanted)
        if spare >= 0:
            return _shared(wanted, spare, [child.grow for child in self.seen])
        gives = [max(0, w - child.narrowest()) for w, child in zip(wanted, self.seen, strict=True)]
        return _shared(wanted, max(spare, -sum(gives)), gives)

    def arrange(self) -> None:
        inner = self.inner()
        left = inner.x
        for child, width in zip(self.seen, self._widths(inner.width), strict=True):
            height = inner.height if self.cross == "stretch" else min(inner.height, child.wanted(width)[1])
            top = inner.y + _offset(self.cross, inner.height - height)
            child.place(pygame.Rect(left, top, width, height))
            left += width + self.stage.theme.px(self.gap)


class Column(Box):
    """Children one below the other; as wide as the column, unless ``cross`` says otherwise."""

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self.pads()
        inner = max(0, width - 2 * across)
        sizes = [child.wanted(inner) for child in self.seen]
        widest = max((w for w, _ in sizes), default=0)
        return widest + 2 * across, sum(h for _, h in sizes) + self.gaps() + 2 * down

    def least(self) -> int:
        return max((child.narrowest() for child in self.seen), default=0) + 2 * self.pads()[0]

    def least_height(self, width: int) -> int:
        across, down = self.pads()
        inner = max(0, width - 2 * across)
        return sum(lowest(child, inner) for child in self.seen) + self.gaps() + 2 * down

    def _heights(self, inner: pygame.Rect) -> list[int]:
        wanted = [child.wanted(inner.width)[1] for child in self.seen]
        spare = inner.height - self.gaps() - sum(wanted)
        if spare >= 0:
            return _shared(wanted, spare, [child.grow for child in self.seen])
        gives = [h - lowest(child, inner.width) for h, child in zip(wanted, self.seen, strict=True)]
        return _shared(wanted, max(spare, -sum(gives)), gives)

    def arrange(self) -> None:
        inner = self.inner()
        top = inner.y
        for child, height in zip(self.seen, self._heights(inner), strict=True):
            width = inner.width if self.cross == "stretch" else min(inner.width, child.wanted(inner.width)[0])
            left = inner.x + _offset(self.cross, inner.width - width)
            child.place(pygame.Rect(left, top, width, height))
            top += height + self.stage.theme.px(self.gap)


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


def lowest(child: Widget, width: int) -> int:
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
