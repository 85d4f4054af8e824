"""The direction pad: which ways the clips look, one or several."""

from collections.abc import Callable

import pygame
from neonworks_protocol.vocabulary import Direction

from neonworks_editor.panel.words import DIRECTIONS
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["DirectionPad"]

_CELLS: dict[tuple[int, int], Direction | None] = {
    (1, 0): Direction.UP,
    (0, 1): Direction.LEFT,
    (1, 1): None,
    (2, 1): Direction.RIGHT,
    (1, 2): Direction.DOWN,
}
"""(column, row) -> direction; None is "as drawn"."""
_ICONS = {
    Direction.UP: Icon.UP,
    Direction.LEFT: Icon.LEFT,
    Direction.RIGHT: Icon.RIGHT,
    Direction.DOWN: Icon.DOWN,
    None: Icon.PERSON,
}
_STEPS = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_DOWN: (0, 1),
}
_SIDE, _GAP = 30, 3


class DirectionPad(Widget):
    """A click chooses one direction, with Shift or Ctrl several; the middle is "as the sprite is drawn".

    Arrow keys move, Space and Enter choose. ``on_choose`` hears the directions, none for as drawn.
    """

    def __init__(
        self, on_choose: Callable[[tuple[Direction, ...]], None], *, name: str = "directions"
    ) -> None:
        super().__init__(name=name, focusable=True)
        self._on_choose = on_choose
        self._chosen: tuple[Direction, ...] = ()
        self._cursor = (1, 1)

    @property
    def chosen(self) -> tuple[Direction, ...]:
        """The directions that are marked; none: as drawn."""
        return self._chosen

    def show(self, chosen: tuple[Direction, ...]) -> None:
        """Mark these directions."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.invalidate()

    def measure(self, width: int) -> tuple[int, int]:
        side = self.stage.theme.px(_SIDE) * 3 + self.stage.theme.px(_GAP) * 2
        return side, side

    def tip(self) -> str:
        cell = self._cell_at(self.stage.pointer)
        if cell is None:
            return ""
        direction = _CELLS[cell]
        if direction is None:
            return "Look as the sprite is drawn"
        return f"Look {DIRECTIONS[direction].lower()}; Shift adds it to the others"

    def focus_rect(self) -> pygame.Rect | None:
        return self._rect(self._cursor)

    def _rect(self, cell: tuple[int, int]) -> pygame.Rect:
        side, gap = self.stage.theme.px(_SIDE), self.stage.theme.px(_GAP)
        return pygame.Rect(
            self.rect.x + cell[0] * (side + gap), self.rect.y + cell[1] * (side + gap), side, side
        )

    def _cell_at(self, pos: tuple[int, int]) -> tuple[int, int] | None:
        return next((cell for cell in _CELLS if self._rect(cell).collidepoint(pos)), None)

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        for cell, direction in _CELLS.items():
            on = direction in self._chosen if direction else not self._chosen
            over = self.hovered and self._rect(cell).collidepoint(self.stage.pointer)
            fill = theme.color("accent" if on else "hover" if over else "raised")
            edge = theme.color("accent" if on else "border")
            self.stage.shapes.box(surface, self._rect(cell), theme.px(6), fill, edge, theme.px(1))
            color = theme.color("on_accent" if on else "text" if self.enabled else "disabled")
            inset = theme.px(_SIDE) - theme.px(16)
            self.stage.icons.draw(surface, _ICONS[direction], self._rect(cell).inflate(-inset, -inset), color)

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEMOTION:
            self.invalidate()
            return False
        if is_click(event):
            cell = self._cell_at(event.pos)
            if cell is not None:
                self._cursor = cell
                several = pygame.key.get_mods() & (pygame.KMOD_SHIFT | pygame.KMOD_CTRL)
                self._choose(_CELLS[cell], several=bool(several))
            return cell is not None
        if is_activation(event):
            self._choose(_CELLS[self._cursor], several=bool(event.mod & pygame.KMOD_SHIFT))
            return True
        return event.type == pygame.KEYDOWN and self._step(event.key)

    def _step(self, key: int) -> bool:
        step = _STEPS.get(key)
        if step is None:
            return False
        target = (self._cursor[0] + step[0], self._cursor[1] + step[1])
        if target in _CELLS:
            self._cursor = target
            self.invalidate()
        return target in _CELLS

    def _choose(self, direction: Direction | None, *, several: bool) -> None:
        if direction is None:
            chosen: tuple[Direction, ...] = ()
        elif not several:
            chosen = (direction,)
        elif direction in self._chosen:
            chosen = tuple(d for d in self._chosen if d is not direction)
        else:
            chosen = tuple(d for d in Direction if d in self._chosen or d is direction)
        self.show(chosen)
        self._on_choose(chosen)
