"""The frames of a clip side by side: they fill and sharpen as they arrive, older ones are pale and marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pygame
from neonworks_protocol.vocabulary import Tier

from neonworks_editor.panel.pictures import PictureStore, fitted
from neonworks_editor.panel.shots import Shot
from neonworks_editor.panel.words import TIERS
from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["FrameStrip", "StripCell"]

_WIDEST, _NARROWEST, _GAP, _TIMES = 60, 40, 4, 16
"""Logical pixels: a cell at most and at least, between cells, and the line with the durations."""
_PALE = 90
"""Alpha of a picture of an older change, 0..255."""
_BARS: tuple[tuple[Tier, Role], ...] = (
    (Tier.DRAFT, "border_strong"),
    (Tier.SPRITE, "focus"),
    (Tier.DIFFUSION, "good"),
)


@dataclass(frozen=True, slots=True, eq=False)
class StripCell:
    """One frame of the strip; ``shot`` None: not drawn yet, ``old``: of an earlier change."""

    shot: Shot | None
    duration_ms: int
    tier: Tier | None = None
    old: bool = False

    @property
    def look(self) -> tuple[object, ...]:
        """Equal for cells that look the same."""
        return (self.shot.key if self.shot else None, self.duration_ms, self.tier, self.old)


class FrameStrip(Widget):
    """A click or drag goes to a frame, and so do the arrow keys, Home and End; ``on_go`` hears its number."""

    clips_children = True

    def __init__(self, store: PictureStore, on_go: Callable[[int], None], *, name: str = "strip") -> None:
        super().__init__(name=name, focusable=True)
        self._store, self._on_go = store, on_go
        self._cells: tuple[StripCell, ...] = ()
        self._crop: pygame.Rect | None = None
        self._used: dict[str, pygame.Rect] = {}
        self._current = 0
        self._first = 0
        self._dragging = False

    @property
    def cells(self) -> tuple[StripCell, ...]:
        """What is shown."""
        return self._cells

    @property
    def current(self) -> int:
        """The frame that is marked as playing."""
        return self._current

    def show(self, cells: Sequence[StripCell], current: int) -> None:
        """Show these frames; only those that look different are painted again."""
        old, self._cells = self._cells, tuple(cells)
        self._used = _used(self._cells, self._used)
        crop, self._crop = self._crop, _crop(self._cells, self._used)
        if len(old) != len(self._cells) or crop != self._crop:
            self.invalidate(self.rect)
        else:
            pairs = enumerate(zip(old, self._cells, strict=True))
            self._repaint([index for index, (was, now) in pairs if was.look != now.look])
        self.mark(current)

    def mark(self, current: int) -> None:
        """Mark the frame that plays and keep it in view."""
        before, self._current = self._current, current
        if self._follow():
            self.invalidate(self.rect)
        elif before != current:
            beside = abs(before - current) == 1
            for group in ([before, current],) if beside else ([before], [current]):
                self._repaint(group)

    def _repaint(self, indexes: Sequence[int]) -> None:
        """One rectangle round the cells: each costs a walk of the tree."""
        rects = [self.cell_rect(index) for index in indexes]
        if rects:
            self.invalidate(rects[0].unionall(rects[1:]).clip(self.rect))

    def measure(self, width: int) -> tuple[int, int]:
        return width, self.stage.theme.px(_WIDEST + _TIMES)

    def least(self) -> int:
        return self.stage.theme.px(4 * _NARROWEST)

    def arrange(self) -> None:
        self._follow()

    def tip(self) -> str:
        index = self._index_at(self.stage.pointer)
        if index is None:
            return ""
        cell = self._cells[index]
        tier = f", {TIERS[cell.tier].lower()}" if cell.tier else ", not drawn yet"
        age = ", of the last change" if cell.old else ""
        return f"Frame {index + 1} of {len(self._cells)}: {cell.duration_ms} ms{tier}{age}"

    # Places

    def _side(self) -> int:
        """Width of a cell in real pixels."""
        px = self.stage.theme.px
        count = max(1, len(self._cells))
        fair = (self.rect.width - px(_GAP) * (count - 1)) // count
        return max(px(_NARROWEST), min(px(_WIDEST), fair))

    def _fitting(self) -> int:
        gap = self.stage.theme.px(_GAP)
        return max(1, (self.rect.width + gap) // (self._side() + gap))

    def _follow(self) -> bool:
        """Keep the current frame in view; true when the strip moved."""
        if not self.attached or not self.rect.width:
            return False
        fitting, first = self._fitting(), self._first
        if not first <= self._current < first + fitting:
            first = self._current - (fitting - 1 if self._current >= first + fitting else 0)
        moved, self._first = self._first, max(0, min(first, len(self._cells) - fitting))
        return moved != self._first

    def cell_rect(self, index: int) -> pygame.Rect:
        """Where frame ``index`` is drawn, with its duration."""
        side, gap = self._side(), self.stage.theme.px(_GAP)
        left = self.rect.x + (index - self._first) * (side + gap)
        return pygame.Rect(left, self.rect.y, side, self.rect.height)

    def _index_at(self, pos: tuple[int, int]) -> int | None:
        if not self.rect.collidepoint(pos):
            return None
        index = (pos[0] - self.rect.x) // (self._side() + self.stage.theme.px(_GAP)) + self._first
        return index if 0 <= index < len(self._cells) else None

    # Drawing

    def draw(self, surface: pygame.Surface) -> None:
        with clipped(surface, self.rect) as seen:
            if not seen:
                return
            clip = surface.get_clip()
            for index, cell in enumerate(self._cells):
                rect = self.cell_rect(index)
                if rect.right <= self.rect.right and rect.x >= self.rect.x and clip.colliderect(rect):
                    self._draw_cell(surface, rect, cell, index == self._current)

    def _draw_cell(self, surface: pygame.Surface, rect: pygame.Rect, cell: StripCell, current: bool) -> None:
        theme, shapes = self.stage.theme, self.stage.shapes
        box = pygame.Rect(rect.x, rect.y, rect.width, rect.height - theme.px(_TIMES))
        edge = theme.color("focus" if current else "border")
        shapes.box(surface, box, theme.px(5), theme.color("well"), edge, theme.px(2 if current else 1))
        if cell.shot is not None:
            self._draw_picture(surface, box, cell, cell.shot)
        style = Style(theme.px(11), bold=current)
        text = f"{cell.duration_ms}"
        left = rect.centerx - self.stage.text.width(text, style) // 2
        top = rect.bottom - self.stage.text.line_height(style)
        self.stage.text.draw(surface, text, (left, top), style, theme.color("text" if current else "muted"))

    def _draw_picture(self, surface: pygame.Surface, box: pygame.Rect, cell: StripCell, shot: Shot) -> None:
        theme = self.stage.theme
        room = box.inflate(-theme.px(8), -theme.px(12))
        crop = self._crop
        key = ("thumb", shot.key, room.size, cell.old, tuple(crop) if crop else None)
        picture = self._store.get(key, lambda: _thumb(shot.picture, crop, room.size, pale=cell.old))
        surface.blit(picture, picture.get_rect(midbottom=(room.centerx, room.bottom - theme.px(1))))
        for tier, role in _BARS:
            if tier is cell.tier and not cell.old:
                bar = pygame.Rect(box.x + theme.px(6), box.bottom - theme.px(5), box.width - theme.px(12), 0)
                bar.height = theme.px(2)
                surface.fill(theme.color(role), bar)
        if cell.old:
            side = theme.px(12)
            corner = pygame.Rect(box.right - side - theme.px(4), box.y + theme.px(4), side, side)
            self.stage.icons.draw(surface, Icon.CLOCK, corner, theme.color("warning"))

    # Input

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if is_click(event):
                self._dragging = True
                return self._go(self._index_at(event.pos))
            case pygame.MOUSEMOTION if self._dragging:
                return self._go(self._index_at(event.pos))
            case pygame.MOUSEBUTTONUP if self._dragging:
                self._dragging = False
                return True
            case pygame.KEYDOWN if self._cells:
                return self._key(event.key)
        return False

    def _key(self, key: int) -> bool:
        count = len(self._cells)
        target = {
            pygame.K_LEFT: (self._current - 1) % count,
            pygame.K_RIGHT: (self._current + 1) % count,
            pygame.K_HOME: 0,
            pygame.K_END: count - 1,
        }.get(key)
        return target is not None and self._go(target)

    def _go(self, index: int | None) -> bool:
        if index is not None:
            self._on_go(index)
        return True


def _used(cells: Sequence[StripCell], known: Mapping[str, pygame.Rect]) -> dict[str, pygame.Rect]:
    """By key, the part of each picture that is drawn on; of those that are ``known`` nothing is looked at."""
    shots = [cell.shot for cell in cells if cell.shot is not None]
    return {shot.key: known.get(shot.key) or shot.picture.get_bounding_rect() for shot in shots}


def _crop(cells: Sequence[StripCell], used: Mapping[str, pygame.Rect]) -> pygame.Rect | None:
    """What any of the frames draws on, so that thumbnails are large and do not jump; None: all of it."""
    if len({cell.shot.picture.get_size() for cell in cells if cell.shot is not None}) != 1:
        return None
    drawn = [rect for rect in used.values() if rect.width]
    return drawn[0].unionall(drawn[1:]) if drawn else None


def _thumb(
    picture: pygame.Surface, crop: pygame.Rect | None, room: tuple[int, int], *, pale: bool
) -> pygame.Surface:
    thumb = fitted(picture.subsurface(crop) if crop is not None else picture, room)
    if pale:
        thumb.fill((255, 255, 255, _PALE), special_flags=pygame.BLEND_RGBA_MULT)
    return thumb
