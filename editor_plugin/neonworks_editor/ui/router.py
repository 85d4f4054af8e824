"""Events on their way to widgets: the mouse to what lies under it, keys to what has the focus."""

from typing import Protocol

import pygame

from neonworks_editor.ui.focus import following
from neonworks_editor.ui.layers import Layers, Popup
from neonworks_editor.ui.widget import Widget

__all__ = ["Router", "RouterHost"]

_DOUBLE_S = 0.4
"""Longest time between the presses of a double click; Windows' default is 0.5 s, GTK's 0.4 s."""

_MOUSE = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP)
_KEYS = (pygame.KEYDOWN, pygame.KEYUP, pygame.TEXTINPUT, pygame.TEXTEDITING)


class RouterHost(Protocol):
    """What the router needs of the root."""

    layers: Layers

    @property
    def area(self) -> pygame.Rect: ...
    @property
    def now(self) -> float: ...
    @property
    def focused(self) -> Widget | None: ...
    def focus(self, widget: Widget | None, shown: bool = True, reveal: bool = True) -> None: ...
    def close_popup(self, popup: Widget) -> None: ...
    def hovering(self, widget: Widget | None) -> None: ...
    def acted(self) -> None: ...
    def show_tip(self) -> bool: ...


class Router:
    """Keeps pointer, hover and the held widget; ``route`` says whether an event was used."""

    def __init__(self, host: RouterHost) -> None:
        self._host = host
        self.pointer = (-1, -1)
        self.hover: Widget | None = None
        self.held: Widget | None = None
        self._last_press = (-10.0, (0, 0), 0)

    def route(self, event: pygame.event.Event) -> bool:
        if event.type in _MOUSE:
            return self._mouse(event)
        if event.type == pygame.MOUSEWHEEL:
            return self._wheel(event)
        if event.type in _KEYS:
            return self._key(event)
        if event.type in (pygame.WINDOWLEAVE, pygame.WINDOWFOCUSLOST):
            self.release()
        return False

    def release(self) -> None:
        """Lets go of hover and held widget: the pointer left, or the widget is gone."""
        self._hover(None)
        if self.held is not None:
            held, self.held = self.held, None
            held.invalidate()

    # Mouse

    def _mouse(self, event: pygame.event.Event) -> bool:
        origin = self._host.area.topleft
        pos = (event.pos[0] - origin[0], event.pos[1] - origin[1])
        self.pointer = pos
        inside = self._host.area.collidepoint(event.pos)
        target = self._at(pos) if inside else None
        if event.type == pygame.MOUSEMOTION:
            self._hover(target)
            return self._drag(event, pos) if self.held else bool(inside and self._bubble(event, pos, target))
        if event.type == pygame.MOUSEBUTTONUP:
            return self._let_go(event, pos) or inside
        if event.button > 3:
            return inside
        return self._press(event, pos, target) or inside

    def _drag(self, event: pygame.event.Event, pos: tuple[int, int]) -> bool:
        if self.held is not None:
            self.held.handle(_moved(event, pos))
        return True

    def _let_go(self, event: pygame.event.Event, pos: tuple[int, int]) -> bool:
        held = self.held
        if held is None or event.button != 1:
            return False
        held.handle(_moved(event, pos))
        self.held = None
        held.invalidate()
        return True

    def _press(self, event: pygame.event.Event, pos: tuple[int, int], target: Widget | None) -> bool:
        self._host.acted()
        popup = self._host.layers.top()
        if popup is not None and not popup.widget.has(target) and not self._over(target):
            if not popup.modal:
                self._host.close_popup(popup.widget)
            return True
        if event.button == 1:
            self._focus_under(target)
        return self._bubble(event, pos, target, self._clicks(event, pos))

    def _focus_under(self, target: Widget | None) -> None:
        while target is not None and not (target.focusable and target.enabled):
            target = target.parent
        if not self._over(target) or target is None:
            self._host.focus(target, shown=target is not None and target.takes_text, reveal=False)

    def _over(self, target: Widget | None) -> bool:
        """Whether ``target`` belongs to the layers over all popups, as toasts do."""
        return target is not None and any(layer.has(target) for layer in self._host.layers.over)

    def _clicks(self, event: pygame.event.Event, pos: tuple[int, int]) -> int:
        when, where, count = self._last_press
        near = abs(pos[0] - where[0]) < 5 and abs(pos[1] - where[1]) < 5
        count = count % 3 + 1 if near and self._host.now - when < _DOUBLE_S and event.button == 1 else 1
        self._last_press = (self._host.now, pos, count)
        return count

    def _bubble(
        self, event: pygame.event.Event, pos: tuple[int, int], target: Widget | None, clicks: int = 0
    ) -> bool:
        moved = _moved(event, pos, clicks)
        while target is not None:
            if target.enabled and target.handle(moved):
                if moved.type == pygame.MOUSEBUTTONDOWN and moved.button == 1:
                    self.held = target
                    target.invalidate()
                return True
            target = target.parent
        return False

    def _wheel(self, event: pygame.event.Event) -> bool:
        if not self._host.area.move(-self._host.area.x, -self._host.area.y).collidepoint(self.pointer):
            return False
        target = self._at(self.pointer)
        popup = self._host.layers.top()
        if popup is None or popup.widget.has(target):
            self._bubble(event, self.pointer, target)
        self._hover(self._at(self.pointer))
        return True

    def _hover(self, target: Widget | None) -> None:
        if target is not self.hover:
            before, self.hover = self.hover, target
            for widget in (before, target):
                if widget is not None:
                    widget.invalidate()
                    if widget.parent is not None and widget.parent.focusable:
                        widget.parent.invalidate()
            self._host.hovering(target)

    def _at(self, pos: tuple[int, int]) -> Widget | None:
        return _deepest(self._host.layers, pos)

    # Keys

    def _key(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN:
            self._host.acted()
        popup = self._host.layers.top()
        target = self._host.focused
        if popup is not None and not popup.widget.has(target):
            target = popup.widget
        captive = popup is not None or (target is not None and target.takes_text)
        while target is not None:
            if target.enabled and target.handle(event):
                return True
            if popup is not None and target is popup.widget:
                break
            target = target.parent
        return (event.type == pygame.KEYDOWN and self._default(event, popup)) or captive

    def _default(self, event: pygame.event.Event, popup: Popup | None) -> bool:
        """What keys do that no widget wanted."""
        if event.key == pygame.K_TAB and not event.mod & (
            pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META
        ):
            scope = popup.widget if popup is not None else self._host.layers
            step = -1 if event.mod & pygame.KMOD_SHIFT else 1
            self._host.focus(following(scope, self._host.focused, step))
            return True
        if event.key == pygame.K_F1:
            return self._host.show_tip()
        if event.key == pygame.K_ESCAPE and popup is not None:
            self._host.close_popup(popup.widget)
            return True
        if event.key == pygame.K_ESCAPE and self._host.focused is not None:
            self._host.focus(None)
            return True
        return False


def _deepest(widget: Widget, pos: tuple[int, int]) -> Widget | None:
    """The topmost widget at ``pos``, disabled ones too."""
    if not widget.visible or (widget.clips_children and not widget.rect.collidepoint(pos)):
        return None
    for child in reversed(widget.children):
        found = _deepest(child, pos)
        if found is not None:
            return found
    return widget if widget.solid and widget.rect.collidepoint(pos) else None


def _moved(event: pygame.event.Event, pos: tuple[int, int], clicks: int = 0) -> pygame.event.Event:
    """``event`` in the root's coordinates, with ``clicks`` (1 to 3: single, double, triple) and ``mod``."""
    mods = pygame.key.get_mods() if pygame.display.get_init() else 0
    return pygame.event.Event(event.type, {"mod": mods, **event.dict, "pos": pos, "clicks": clicks})
