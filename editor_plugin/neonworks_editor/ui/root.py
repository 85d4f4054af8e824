"""The root of a widget tree: takes events, keeps focus and popups, repaints what changed into one surface.

A host does four things::

    root = Root(content, theme=Theme(LIGHT, 1.5))
    root.area = pygame.Rect(800, 0, 480, 720)     # where it is in the window, in real pixels
    root.text.fonts.start()                       # reads the system's font list in the background
    used = root.handle(event)                     # for every event; True: the host should not use it
    root.render(screen)                           # every frame

``render`` costs one blit when nothing changed. What an event changed and what is ``urgent`` is painted at
once, the rest while the frame has time for it, else in the next frames. ``on_text`` tells when a text field
gets or loses the focus, so that a host can turn its hotkeys off while the user types.
"""

import time
from collections.abc import Callable

import pygame

from neonworks_editor.ui.clipboard import Clipboard, SystemClipboard
from neonworks_editor.ui.damage import Damage
from neonworks_editor.ui.focus import following
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.icons import Icons
from neonworks_editor.ui.layers import Layers, Popup
from neonworks_editor.ui.painting import paint
from neonworks_editor.ui.router import Router
from neonworks_editor.ui.shapes import Shapes
from neonworks_editor.ui.text import TextPainter
from neonworks_editor.ui.text_input import SystemTextInput, TextInput
from neonworks_editor.ui.theme import Theme
from neonworks_editor.ui.toasts import Level, Toast, ToastStack
from neonworks_editor.ui.tooltip import Tooltip
from neonworks_editor.ui.widget import Widget

__all__ = ["Root"]

_FRAME_S = 0.002
"""Seconds of the root's clock after which ``render`` leaves what can wait to the next frame."""
_BAND = 96
"""Logical pixels of height that are painted before the clock is looked at again: 0.2 to 0.6 ms."""
_LATEST = 6
"""Frames after which nothing waits any longer."""


class Root:
    """One tree of widgets in one rectangle of a window; everything outside of the tree is a parameter."""

    def __init__(
        self,
        content: Widget,
        *,
        theme: Theme | None = None,
        fonts: Fonts | None = None,
        clipboard: Clipboard | None = None,
        text_input: TextInput | None = None,
        clock: Callable[[], float] = time.monotonic,
        on_text: Callable[[bool], None] = lambda on: None,
    ) -> None:
        self.shapes, self.icons = Shapes(), Icons()
        self.text = TextPainter(fonts or Fonts())
        self.clipboard: Clipboard = clipboard or SystemClipboard()
        self._theme = theme or Theme()
        self._text_input: TextInput = text_input or SystemTextInput()
        self._clock, self._on_text = clock, on_text
        self._now = clock()
        self._damage = Damage()
        self._surface: pygame.Surface | None = None
        self._area = pygame.Rect(0, 0, 0, 0)
        self._unsettled = True
        self._answering = False
        self._late = 0
        self._alarms: dict[Widget, float] = {}
        self._focused: Widget | None = None
        self._ring = False
        self._typing = False
        self._toasts, self._tooltip = ToastStack(), Tooltip()
        self.layers = Layers(content, (self._toasts, self._tooltip))
        self.layers.mount(self)
        self._router = Router(self)

    # What hosts use

    @property
    def content(self) -> Widget:
        return self.layers.content

    @property
    def area(self) -> pygame.Rect:
        """Where the root is in the window, in real pixels."""
        return self._area

    @area.setter
    def area(self, rect: pygame.Rect) -> None:
        if rect.size != self._area.size:
            self._damage.bounds = pygame.Rect((0, 0), rect.size)
            self._damage.add_all()
            self._surface, self._unsettled = None, True
        self._area = rect.copy()

    @property
    def wants_text(self) -> bool:
        """Whether a text field has the focus and every key belongs to it."""
        return self._typing

    def handle(self, event: pygame.event.Event) -> bool:
        """Routes ``event``; True when it was used and the host should leave it alone."""
        self._now = self._clock()
        self.settle()
        self._answering = True
        try:
            return self._router.route(event)
        finally:
            self._answering = False

    def toast(
        self,
        text: str,
        level: Level = Level.INFO,
        action: str = "",
        on_action: Callable[[], None] = lambda: None,
        seconds: float = 0.0,
    ) -> None:
        """Shows a message at the bottom; ``action`` names a button that calls ``on_action``."""
        self._toasts.show(Toast(text, level, action, on_action, seconds))

    def toasts_above(self, bar: Widget) -> None:
        """Keeps ``bar`` free, which stands at the bottom of the content."""
        self._toasts.above = bar

    @property
    def toasts(self) -> list[Toast]:
        """The messages shown now, the oldest first."""
        return self._toasts.toasts

    def render(self, target: pygame.Surface) -> None:
        """Brings the picture up to date and copies it to ``area`` of ``target``."""
        self.tick()
        self.settle()
        if not self._area.size[0] or not self._area.size[1]:
            return
        surface = self._picture(target)
        for rect in self._damage.take_urgent():
            self._paint(surface, rect)
        self._paint_rest(surface)
        target.blit(surface, self._area.topleft)

    def _paint_rest(self, surface: pygame.Surface) -> None:
        """At least one band of what can wait, and more while there is time."""
        height = self._theme.px(_BAND)
        while (band := self._damage.take_band(height)) is not None:
            self._paint(surface, band)
            if self._late < _LATEST and self._clock() - self._now > _FRAME_S:
                self._late += 1
                return
        self._late = 0

    def _paint(self, surface: pygame.Surface, rect: pygame.Rect) -> None:
        paint(self, surface, rect, self._focused if self._ring else None)

    def tick(self) -> None:
        """Lets time pass: carets, tooltips, toasts, fonts that were found. ``render`` does it too."""
        self._now = self._clock()
        for widget in [widget for widget, when in self._alarms.items() if when <= self._now]:
            del self._alarms[widget]
            if widget.attached:
                widget.wake()
        if self.text.fonts.refreshed():
            self.text.forget()
            self._renew()

    def settle(self) -> None:
        """Arranges the tree if anything asked for it."""
        rounds = 0
        while self._unsettled and rounds < 3:
            self._unsettled = False
            self.layers.place(pygame.Rect((0, 0), self._area.size))
            rounds += 1

    def _picture(self, target: pygame.Surface) -> pygame.Surface:
        if self._surface is None:
            self._surface = pygame.Surface(self._area.size, 0, target)
            self._damage.add_all()
        return self._surface

    def _renew(self) -> None:
        self.layers.unsettle()
        self._unsettled = True
        self._damage.add_all()

    # What widgets use (see ``stage.Stage``)

    @property
    def theme(self) -> Theme:
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self._renew()

    @property
    def now(self) -> float:
        return self._now

    @property
    def bounds(self) -> pygame.Rect:
        return self._damage.bounds

    @property
    def hover(self) -> Widget | None:
        return self._router.hover

    @property
    def pointer(self) -> tuple[int, int]:
        return self._router.pointer

    def damage(self, rect: pygame.Rect, urgent: bool = False) -> None:
        self._damage.add(rect, urgent or self._answering)

    def request_layout(self) -> None:
        self._unsettled = True

    def wake_at(self, widget: Widget, when: float) -> None:
        self._alarms[widget] = when

    @property
    def focused(self) -> Widget | None:
        return self._focused

    def is_focused(self, widget: Widget) -> bool:
        return widget is self._focused

    def is_hovered(self, widget: Widget) -> bool:
        return widget.has(self._router.hover)

    def is_held(self, widget: Widget) -> bool:
        return widget is self._router.held

    def focus(self, widget: Widget | None, shown: bool = True, reveal: bool = True) -> None:
        """Gives the keys to ``widget``; ``shown``: with a ring; ``reveal``: scrolled into view."""
        if widget is self._focused:
            if shown != self._ring and widget is not None:
                self._ring = shown
                widget.invalidate()
            return
        before, self._focused, self._ring = self._focused, widget, shown
        for one, has in ((before, False), (widget, True)):
            if one is not None:
                one.invalidate()
                one.on_focus(has)
        self._set_typing(widget is not None and widget.takes_text)
        if widget is not None:
            if reveal:
                widget.bring_into_view()
            if shown and not widget.takes_text:
                self._tooltip.aim(widget, focused=True)

    def _set_typing(self, on: bool) -> None:
        if on != self._typing:
            self._typing = on
            (self._text_input.start if on else self._text_input.stop)()
            self._on_text(on)

    def set_caret(self, rect: pygame.Rect) -> None:
        self._text_input.move(rect.move(self._area.topleft))

    def open_popup(
        self,
        popup: Widget,
        anchor: pygame.Rect | None = None,
        on_close: Callable[[], None] | None = None,
        modal: bool = False,
    ) -> None:
        self._router.release()
        self.layers.push(Popup(popup, anchor, modal, on_close, self._focused))
        self.focus(following(popup, None, 1), shown=self._ring)

    def close_popup(self, popup: Widget) -> None:
        """Closes ``popup`` and all that opened over it; the focus goes back to where it was."""
        while any(entry.widget is popup for entry in self.layers.popups):
            top = self.layers.popups[-1]
            self._router.release()
            self.layers.drop(top)
            if top.before is not None and top.before.attached and top.before.shown:
                self.focus(top.before, shown=self._ring)
            if top.on_close is not None:
                top.on_close()

    # What the router uses

    def hovering(self, widget: Widget | None) -> None:
        """The pointer is over ``widget`` now; its tooltip comes if it stays there."""
        self._tooltip.aim(widget)

    def acted(self) -> None:
        """A key or a button was pressed: tooltips go."""
        self._tooltip.hide()

    def show_tip(self) -> bool:
        """The tooltip of the focused widget, else of the one under the pointer, at once."""
        return self._tooltip.show(self._focused or self._router.hover)
