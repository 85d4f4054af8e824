"""How the main page shares its room: three columns, two, or one, by the room that there is.

Numbers are logical pixels: at a scale of 2 a window of 1280 by 720 has 640 by 360 of them.
"""

from enum import Enum

import pygame

from neonworks_editor.ui.layout import Column, Row
from neonworks_editor.ui.widget import Widget

__all__ = ["AnimateLayout", "Arrangement", "Footer", "Header", "Sheet", "StageColumn", "arrangement"]

_SIDE = 304
"""Width of a column of controls: a prompt line of 40 letters, eight presets in two rows."""
_SLIM = 280
"""The least that the controls fit into."""
_STAGE = 324
"""The least that the tools over the preview fit into."""
_GAP = 10
_ROOMY = 330
"""From this height on there is room for a large preview and four takes below it."""
_TIGHT = 210
_READABLE = 760
"""The widest that lists and forms become."""
_FOOTER_ROW = 620
"""From this width on the state line and the actions stand side by side."""
_LOWEST_STAGE = 232
"""Tools, the lowest preview, time line and strip."""


class Arrangement(Enum):
    """Where controls, stage and details stand."""

    COLUMNS = "columns"
    """Controls, stage, details side by side."""
    PAIR = "pair"
    """Controls with the details below at the left, the stage at the right."""
    STACK = "stack"
    """The stage above, the rest below."""
    ROLL = "roll"
    """Everything in one roll: there is no room to keep the stage in view."""


def arrangement(width: float, height: float) -> Arrangement:
    """The arrangement for a page of that size, in logical pixels."""
    if width >= 2 * (_SIDE + _GAP) + _STAGE + 40:
        return Arrangement.COLUMNS
    if width >= _SLIM + _GAP + _STAGE:
        return Arrangement.PAIR
    return Arrangement.STACK if height >= 440 else Arrangement.ROLL


class AnimateLayout(Widget):
    """Moves ``controls``, ``details``, ``options`` and ``stage`` between two rolls, ``side`` and ``far``.

    ``side_column`` and ``far_column`` are the columns inside of the rolls.
    """

    def __init__(
        self,
        *,
        controls: Widget,
        details: Widget,
        options: Widget,
        stage: Widget,
        side: Widget,
        side_column: Widget,
        far: Widget,
        far_column: Widget,
    ) -> None:
        super().__init__(name="animate", grow=1)
        self._controls, self._details, self._options, self._middle = controls, details, options, stage
        self._side, self._side_column, self._far, self._far_column = side, side_column, far, far_column
        self._now: Arrangement | None = None
        for child in (side, stage, far):
            self.add(child)

    @property
    def arrangement(self) -> Arrangement | None:
        """As things stand; None before the first layout."""
        return self._now

    def measure(self, width: int) -> tuple[int, int]:
        return width, self.stage.theme.px(_LOWEST_STAGE)

    def least(self) -> int:
        return self.stage.theme.px(_SLIM)

    def least_height(self, width: int) -> int:
        return self.stage.theme.px(120)

    def arrange(self) -> None:
        scale = self.stage.theme.scale
        wanted = arrangement(self.rect.width / scale, self.rect.height / scale)
        if wanted is not self._now:
            self._now = wanted
            self._move(wanted)
        px, whole = self.stage.theme.px, self.rect
        gap, side = px(_GAP), max(px(_SLIM), min(px(_SIDE), whole.width - px(_GAP + _STAGE)))
        match wanted:
            case Arrangement.COLUMNS | Arrangement.PAIR:
                far = side + gap if wanted is Arrangement.COLUMNS else 0
                self._side.place(pygame.Rect(whole.x, whole.y, side, whole.height))
                left = whole.x + side + gap
                self._middle.place(pygame.Rect(left, whole.y, whole.right - far - left, whole.height))
                if far:
                    self._far.place(pygame.Rect(whole.right - side, whole.y, side, whole.height))
            case Arrangement.STACK:
                height = max(self.stage.theme.px(_LOWEST_STAGE), whole.height * 52 // 100)
                self._middle.place(pygame.Rect(whole.x, whole.y, whole.width, height))
                top = whole.y + height + gap
                self._side.place(pygame.Rect(whole.x, top, whole.width, whole.bottom - top))
            case Arrangement.ROLL:
                self._side.place(whole)

    def _move(self, wanted: Arrangement) -> None:
        for widget in (self._controls, self._middle, self._details, self._options):
            if widget.parent is not None:
                widget.parent.remove(widget)
        in_roll = wanted is Arrangement.ROLL
        if in_roll:
            self._side_column.add(self._middle)
        else:
            self.add(self._middle, 1)
        self._middle.size = (None, _LOWEST_STAGE + 24) if in_roll else (None, None)
        self._side_column.add(self._controls)
        far = self._far_column if wanted is Arrangement.COLUMNS else self._side_column
        far.add(self._details)
        self._side_column.add(self._options)
        self._far.visible = wanted is Arrangement.COLUMNS


class StageColumn(Column):
    """The stage's parts one below the other; where it is low, what can be missed best is left out.

    ``takes`` and ``preview`` share the room; below ``_ROOMY`` the takes stand in for the preview, and below
    ``_TIGHT`` the time line goes, since the strip has one mark for each frame too.
    """

    def __init__(self, parts: list[Widget], *, takes: Widget, preview: Widget, line: Widget) -> None:
        super().__init__(parts, gap=6, name="stage", grow=1)
        self._takes, self._preview, self._line = takes, preview, line

    def least_height(self, width: int) -> int:
        return self.stage.theme.px(120)

    def arrange(self) -> None:
        scale = self.stage.theme.scale
        height = self.rect.height / scale
        self._preview.visible = height >= _ROOMY or not self._takes.visible
        self._line.visible = height >= _TIGHT
        super().arrange()


class Header(Row):
    """The tabs and the buttons of the panel itself, over a line from edge to edge."""

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        line = pygame.Rect(self.rect.x, self.rect.bottom - theme.px(1), self.rect.width, theme.px(1))
        surface.fill(theme.color("border"), line)


class Sheet(Widget):
    """One child in the middle, no wider than what reads well."""

    def __init__(self, child: Widget) -> None:
        super().__init__(name="sheet")
        self._child = self.add(child)

    def _width(self, width: int) -> int:
        return min(width, self.stage.theme.px(_READABLE))

    def measure(self, width: int) -> tuple[int, int]:
        return width, self._child.wanted(self._width(width))[1]

    def least(self) -> int:
        return self._child.narrowest()

    def arrange(self) -> None:
        width = self._width(self.rect.width)
        left = self.rect.x + (self.rect.width - width) // 2
        self._child.place(pygame.Rect(left, self.rect.y, width, self.rect.height))


class Footer(Widget):
    """The state line and the actions: side by side, or one above the other where it is narrow."""

    def __init__(self, status: Widget, actions: Widget) -> None:
        super().__init__(name="footer")
        self._status, self._actions = self.add(status), self.add(actions)

    def _beside(self, width: int) -> bool:
        return width >= self.stage.theme.px(_FOOTER_ROW)

    def measure(self, width: int) -> tuple[int, int]:
        px = self.stage.theme.px
        status, actions = (child.wanted(width - px(2 * _GAP))[1] for child in (self._status, self._actions))
        inner = max(status, actions) if self._beside(width) else status + px(4) + actions
        return width, inner + px(12)

    def least(self) -> int:
        return self._actions.narrowest() + self.stage.theme.px(2 * _GAP)

    def arrange(self) -> None:
        px = self.stage.theme.px
        inner = self.rect.inflate(-px(2 * _GAP), -px(12))
        across, height = self._actions.wanted(inner.width)
        right = pygame.Rect(inner.right - across, inner.bottom - height, across, height)
        self._actions.place(right)
        if self._beside(self.rect.width):
            self._status.place(pygame.Rect(inner.x, inner.y, right.x - px(_GAP) - inner.x, inner.height))
        else:
            self._status.place(pygame.Rect(inner.x, inner.y, inner.width, right.y - px(4) - inner.y))

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        surface.fill(theme.color("surface"), self.rect)
        surface.fill(theme.color("border"), (self.rect.x, self.rect.y, self.rect.width, theme.px(1)))
