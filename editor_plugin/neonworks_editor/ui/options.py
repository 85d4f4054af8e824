"""One of a few, all of them seen: the base of tab bars, and segmented choices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["Option", "Options", "Segments", "side_by_side"]


@dataclass(frozen=True)
class Option:
    """One of the choices; with an icon alone its ``tooltip`` is its name."""

    key: str
    text: str = ""
    icon: Icon | None = None
    tooltip: str = ""


class Options(Widget):
    """Options side by side; Left, Right, Home and End choose, like a click."""

    def __init__(
        self,
        options: Sequence[Option],
        chosen: str = "",
        on_choose: Callable[[str], None] = lambda key: None,
        *,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow)
        self._options, self.on_choose = tuple(options), on_choose
        self._chosen = chosen or (options[0].key if options else "")

    @property
    def options(self) -> tuple[Option, ...]:
        return self._options

    @options.setter
    def options(self, options: Sequence[Option]) -> None:
        if tuple(options) != self._options:
            self._options = tuple(options)
            self.resize()

    @property
    def chosen(self) -> str:
        return self._chosen

    @chosen.setter
    def chosen(self, key: str) -> None:
        """Changes the choice without calling ``on_choose``."""
        if key != self._chosen:
            self._chosen = key
            self.invalidate()

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, TextSize.BODY)

    def _widths(self) -> list[int]:
        """Wanted width of each option, in real pixels."""
        px = self.stage.theme.px
        return [
            self.stage.text.width(option.text, self._style)
            + (px(16) if option.icon else 0)
            + (px(6) if option.icon and option.text else 0)
            + px(20)
            for option in self._options
        ]

    def measure(self, width: int) -> tuple[int, int]:
        return sum(self._widths()), self.stage.theme.control

    def fits(self) -> bool:
        """Whether all of the texts can be seen."""
        return sum(self._widths()) <= self.rect.width

    def _boxes(self) -> list[pygame.Rect]:
        raise NotImplementedError

    def box_of(self, key: str) -> pygame.Rect:
        """Where an option stands; KeyError for an unknown one."""
        for option, box in zip(self._options, self._boxes(), strict=True):
            if option.key == key:
                return box
        raise KeyError(key)

    def focus_rect(self) -> pygame.Rect | None:
        return self.box_of(self._chosen) if any(o.key == self._chosen for o in self._options) else self.rect

    def _under(self) -> Option | None:
        """The option under the pointer."""
        pairs = zip(self._options, self._boxes(), strict=True)
        return next((option for option, box in pairs if box.collidepoint(self.stage.pointer)), None)

    def tip(self) -> str:
        under = self._under() if self.stage.is_hovered(self) else None
        return (under.tooltip if under else "") or self.tooltip

    def _content(self, surface: pygame.Surface, option: Option, box: pygame.Rect, role: str) -> None:
        """Icon and text in the middle of ``box``."""
        px, color = (
            self.stage.theme.px,
            getattr(self.stage.theme.palette, role if self.enabled else "disabled"),
        )
        icon = px(16) if option.icon else 0
        gap = px(6) if option.icon and option.text else 0
        text = (
            self.stage.text.fit(option.text, self._style, box.width - px(4) - icon - gap)
            if option.text
            else ""
        )
        left = box.x + (box.width - icon - gap - self.stage.text.width(text, self._style)) // 2
        if option.icon:
            self.stage.icons.draw(surface, option.icon, pygame.Rect(left, box.y, icon, box.height), color)
        top = box.y + (box.height - self.stage.text.line_height(self._style)) // 2
        self.stage.text.draw(surface, text, (left + icon + gap, top), self._style, color)

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEMOTION:
            self.invalidate()
            return False
        if is_click(event):
            under = self._under()
            if under:
                self._take(under.key)
            return True
        return event.type == pygame.KEYDOWN and self._key(event.key)

    def _key(self, key: int) -> bool:
        keys = [option.key for option in self._options]
        if not keys:
            return False
        at = keys.index(self._chosen) if self._chosen in keys else 0
        target = {
            pygame.K_LEFT: at - 1,
            pygame.K_RIGHT: at + 1,
            pygame.K_HOME: 0,
            pygame.K_END: len(keys) - 1,
        }
        if key not in target:
            return False
        self._take(keys[target[key] % len(keys)])
        return True

    def _take(self, key: str) -> None:
        if key != self._chosen:
            self.chosen = key
            self.on_choose(key)


class Segments(Options):
    """A choice in one frame, all parts equally wide."""

    def measure(self, width: int) -> tuple[int, int]:
        return max(self._widths(), default=0) * len(self._options), self.stage.theme.control

    def least(self) -> int:
        return sum(self._widths())

    def _boxes(self) -> list[pygame.Rect]:
        count = max(1, len(self._options))
        edges = [self.rect.x + self.rect.width * i // count for i in range(count + 1)]
        if max(self._widths(), default=0) * count > self.rect.width:
            return side_by_side(self.rect, self._widths())
        return [
            pygame.Rect(edges[i], self.rect.y, edges[i + 1] - edges[i], self.rect.height)
            for i in range(len(self._options))
        ]

    def draw(self, surface: pygame.Surface) -> None:
        theme, shapes = self.stage.theme, self.stage.shapes
        shapes.box(surface, self.rect, theme.px(6), theme.color("well"), theme.color("border"), theme.px(1))
        under = self._under() if self.hovered else None
        for option, box in zip(self._options, self._boxes(), strict=True):
            inner = box.inflate(-theme.px(4), -theme.px(4))
            if option.key == self._chosen:
                edge = theme.color("accent_text" if self.enabled else "border")
                shapes.box(surface, inner, theme.px(4), theme.color("accent_soft"), edge, theme.px(1))
            elif option is under:
                shapes.box(surface, inner, theme.px(4), theme.color("hover"))
            self._content(surface, option, box, "text" if option.key == self._chosen else "muted")


def side_by_side(rect: pygame.Rect, widths: Sequence[int], stretch: bool = True) -> list[pygame.Rect]:
    """Boxes of these widths from the left; made narrower, or with ``stretch`` wider, to fill ``rect``."""
    total = sum(widths)
    room = rect.width if stretch or total > rect.width else total
    edges, done = [0], 0
    for width in widths:
        done += width
        edges.append(round(done * room / total) if total else 0)
    return [
        pygame.Rect(rect.x + edges[i], rect.y, edges[i + 1] - edges[i], rect.height)
        for i in range(len(widths))
    ]
