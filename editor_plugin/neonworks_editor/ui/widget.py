"""What a widget is, and how to write a new one.

A widget is a box in a tree. It has a ``rect`` in real pixels of the root's surface, draws itself there, and
answers to events. The tree is *retained*: widgets live on, change, and say which part must be painted again.

A new widget overrides what it needs of these five:

``measure(width)``
    The size (real pixels) that it wants when at most ``width`` is there. Lengths come from
    ``self.stage.theme.px(logical)``; text is measured with ``self.stage.text``.
``least()``
    The smallest width at which nothing is cut; containers never go below it.
``arrange()``
    Containers only: gives each child its place with ``child.place(rect)``.
``draw(surface)``
    Paints ``self.rect`` without the children. Colours by role: ``self.stage.theme.color("surface")``.
``handle(event)``
    True when the event was used. Mouse events arrive with ``pos`` in the root's coordinates and go to the
    deepest widget under the pointer, then up; keys go to the widget with the focus, then up.

After a change that is only seen, call ``invalidate()``; after one that may change the size, ``resize()``.
A complete widget::

    class Lamp(Widget):
        \"\"\"A round light that Space or a click switches.\"\"\"

        def __init__(self, on_switch: Callable[[bool], None]) -> None:
            super().__init__(focusable=True, tooltip="Switch the light")
            self.lit, self._on_switch = False, on_switch

        def measure(self, width: int) -> tuple[int, int]:
            return self.stage.theme.px(16), self.stage.theme.px(16)

        def draw(self, surface: pygame.Surface) -> None:
            role: Role = "warning" if self.lit else "border_strong"
            self.stage.shapes.disc(surface, self.rect.center, self.rect.width // 2,
            self.stage.theme.color(role))

        def handle(self, event: pygame.event.Event) -> bool:
            if not (is_click(event) or is_activation(event)):
                return False
            self.lit = not self.lit
            self.invalidate()
            self._on_switch(self.lit)
            return True

The root draws the focus ring round ``focus_rect()`` and shows the tooltip; nothing needs to be done for
either.
"""

from collections.abc import Iterator
from typing import TypeVar

import pygame
from neonworks_protocol.errors import IllegalTransition

from neonworks_editor.ui.stage import Stage

__all__ = ["Widget", "is_activation", "is_click"]

_Made = TypeVar("_Made", bound="Widget")


class Widget:
    """One box of the tree; see the module's text for what to override."""

    clips_children = False
    """True where children may reach out of ``rect`` and are then cut (scroll areas)."""
    takes_text = False
    """True while focused: the system's text input is on and all keys belong to the widget."""
    bleed = 4
    """Logical pixels around ``rect`` that the widget may paint too: its focus ring, its shadow."""
    solid = True
    """False: the pointer goes through to what lies below, but not through the children."""
    urgent = False
    """True where every change must be in the very next picture; changes made by events always are."""
    overlays = False
    """True where children lie on top of each other by intent."""

    def __init__(
        self,
        *,
        name: str = "",
        tooltip: str = "",
        focusable: bool = False,
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """``grow``: share of the room left over in a row or column. ``size``: fixed logical pixels."""
        self.name, self.tooltip, self.focusable, self.grow, self.size = name, tooltip, focusable, grow, size
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.parent: Widget | None = None
        self.children: list[Widget] = []
        self._stage: Stage | None = None
        self._visible = self._enabled = True
        self._sizes: dict[int, tuple[int, int]] = {}
        self._least: int | None = None
        self._unsettled = True

    # The tree

    def add(self, child: _Made, index: int | None = None) -> _Made:
        """Takes ``child`` in, at the end or at ``index``; returns it."""
        child.parent = self
        child._join(self._stage)
        self.children.insert(len(self.children) if index is None else index, child)
        child.resize()
        return child

    def remove(self, child: "Widget") -> None:
        child.invalidate()
        self._release(child)
        self.children.remove(child)
        child.parent = None
        child._join(None)
        self.resize()

    def clear(self) -> None:
        for child in tuple(self.children):
            self.remove(child)

    def _release(self, child: "Widget") -> None:
        """The focus must not stay in what leaves the tree."""
        if self.attached:
            for part in child.walk():
                if self.stage.is_focused(part):
                    self.stage.focus(None)

    def walk(self) -> Iterator["Widget"]:
        """This widget and everything below it, in drawing order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, name: str) -> "Widget":
        """The first widget called ``name`` below this one; KeyError when there is none."""
        for widget in self.walk():
            if widget.name == name:
                return widget
        raise KeyError(name)

    def has(self, other: "Widget | None") -> bool:
        """Whether ``other`` is this widget or a part of it."""
        while other is not None and other is not self:
            other = other.parent
        return other is self

    def mount(self, stage: Stage) -> None:
        """For roots: this widget is the top of a tree that lives on ``stage``."""
        self._join(stage)

    def _join(self, stage: Stage | None) -> None:
        """Kept in every widget: it is asked for thousands of times a frame."""
        if stage is not self._stage:
            self._stage = stage
            for child in self.children:
                child._join(stage)

    @property
    def attached(self) -> bool:
        """Whether the widget is in the tree of a root."""
        return self._stage is not None

    @property
    def stage(self) -> Stage:
        """The root, as far as widgets know it; raises ``IllegalTransition`` outside of a tree."""
        if self._stage is None:
            raise IllegalTransition(f"{type(self).__name__} {self.name!r} is used before it is in a root")
        return self._stage

    # State

    @property
    def visible(self) -> bool:
        return self._visible

    @visible.setter
    def visible(self, on: bool) -> None:
        if on != self._visible:
            if not on and self.parent is not None:
                self.invalidate()
                self.parent._release(self)
            self._visible = on
            self.resize()

    @property
    def enabled(self) -> bool:
        """False: drawn pale, and neither mouse nor keys reach it or its children."""
        widget: Widget | None = self
        while widget is not None and widget._enabled:
            widget = widget.parent
        return widget is None

    @enabled.setter
    def enabled(self, on: bool) -> None:
        if on != self._enabled:
            self._enabled = on
            if not on and self.parent is not None:
                self.parent._release(self)
            self.invalidate()

    @property
    def shown(self) -> bool:
        """Whether it and all above it are visible."""
        widget: Widget | None = self
        while widget is not None and widget._visible:
            widget = widget.parent
        return widget is None

    @property
    def focused(self) -> bool:
        return self.stage.is_focused(self)

    @property
    def hovered(self) -> bool:
        return self.enabled and self.stage.is_hovered(self)

    @property
    def held(self) -> bool:
        return self.enabled and self.stage.is_held(self)

    def focus_rect(self) -> pygame.Rect | None:
        """What the focus ring goes round; None where the widget shows its focus itself."""
        return self.rect

    def fits(self) -> bool:
        """Whether all of the widget's text can be seen in its box."""
        return True

    def tip(self) -> str:
        """Text of the tooltip at this moment; empty for none."""
        return self.tooltip

    # Layout

    def measure(self, width: int) -> tuple[int, int]:
        """Wanted size in real pixels with at most ``width`` there; for a container, that of its children."""
        return 0, 0

    def least(self) -> int:
        """Smallest useful width in real pixels; by default the wanted one."""
        return self.measure(1 << 14)[0]

    def least_height(self, width: int) -> int:
        """Smallest useful height at ``width``; only growing widgets are ever made lower than they want."""
        return self.wanted(width)[1]

    def wanted(self, width: int) -> tuple[int, int]:
        """``measure`` with the fixed ``size`` and a memory; what containers call."""
        if width not in self._sizes:
            fixed_w, fixed_h = self.size
            px = self.stage.theme.px
            across, down = self.measure(width if fixed_w is None else px(fixed_w))
            if len(self._sizes) > 8:
                self._sizes.clear()
            self._sizes[width] = (
                across if fixed_w is None else px(fixed_w),
                down if fixed_h is None else px(fixed_h),
            )
        return self._sizes[width]

    def narrowest(self) -> int:
        """``least`` with the fixed ``size`` and a memory; what containers call."""
        if self._least is None:
            fixed = self.size[0]
            self._least = self.least() if fixed is None else self.stage.theme.px(fixed)
        return self._least

    def place(self, rect: pygame.Rect) -> None:
        """Gives the widget its box; children are arranged when its size or anything in it has changed, and
        only go along when it has but moved."""
        if rect != self.rect:
            self.invalidate()
            if rect.size == self.rect.size and not self._unsettled:
                self.shift(rect.x - self.rect.x, rect.y - self.rect.y)
            else:
                self.rect = rect.copy()
                self._unsettled = True
            self.invalidate()
        if self._unsettled:
            self._unsettled = False
            self.arrange()

    def arrange(self) -> None:
        """Places the children inside ``rect``."""

    def shift(self, right: int, down: int) -> None:
        """Moves the widget and all that is in it, without a new layout."""
        self.rect.move_ip(right, down)
        for child in self.children:
            child.shift(right, down)

    def resize(self) -> None:
        """The wanted size may have changed: the tree is arranged again before the next picture."""
        widget: Widget | None = self
        while widget is not None:
            widget._sizes.clear()
            widget._least, widget._unsettled = None, True
            widget = widget.parent
        if self._stage is not None:
            self._stage.request_layout()
        self.invalidate()

    def unsettle(self) -> None:
        """Forgets all sizes from here down; after a change of theme or fonts."""
        for widget in self.walk():
            widget._sizes.clear()
            widget._least, widget._unsettled = None, True

    # Pictures and events

    def draw(self, surface: pygame.Surface) -> None:
        """Paints ``rect`` without the children; the clip is set to what must be painted."""

    def draw_over(self, surface: pygame.Surface) -> None:
        """Paints what lies over the children."""

    def invalidate(self, rect: pygame.Rect | None = None) -> None:
        """``rect`` (default: all of the widget and its shadow or ring) must be painted again."""
        stage = self._stage
        if stage is None or not self._visible:
            return
        margin = stage.theme.px(self.bleed) if rect is None else 0
        seen = (self.rect if rect is None else rect).inflate(2 * margin, 2 * margin)
        parent = self.parent
        while parent is not None:
            if not parent._visible:
                return
            if parent.clips_children:
                seen = seen.clip(parent.rect)
            parent = parent.parent
        stage.damage(seen, self.urgent)

    def handle(self, event: pygame.event.Event) -> bool:
        """Whether the event was used."""
        return False

    def wake(self) -> None:
        """The time set with ``stage.wake_at`` has come."""

    def on_focus(self, focused: bool) -> None:
        """The focus came or went."""

    def reveal(self, rect: pygame.Rect) -> None:
        """``rect``, a part of something inside, should be seen: scroll areas move it into view."""

    def bring_into_view(self, rect: pygame.Rect | None = None) -> None:
        """Scrolls what is around until ``rect`` (default: all of the widget) is seen."""
        self.stage.settle()
        wanted = self.rect if rect is None else rect
        inside = wanted.move(-self.rect.x, -self.rect.y)
        parent = self.parent
        while parent is not None:
            parent.reveal(inside.move(self.rect.topleft))
            parent = parent.parent


def is_click(event: pygame.event.Event) -> bool:
    """A press of the left button."""
    return event.type == pygame.MOUSEBUTTONDOWN and event.button == 1


def is_activation(event: pygame.event.Event) -> bool:
    """Space or Enter, the keys that do what a click does."""
    return event.type == pygame.KEYDOWN and event.key in (pygame.K_SPACE, pygame.K_RETURN, pygame.K_KP_ENTER)
