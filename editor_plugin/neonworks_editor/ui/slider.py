"""Sliders: a number on a track, with a field beside it that takes exact values."""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.layout import Row
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["Slider", "SliderTrack"]


class SliderTrack(Widget):
    """The track alone. Arrows move by ``step``, PageUp and PageDown by ten steps, Home and End to the ends.

    ``origin`` is where the filled part begins (the middle, for values that go both ways); a double click or
    Backspace goes back to ``default``.
    """

    def __init__(
        self,
        low: float,
        high: float,
        value: float,
        on_change: Callable[[float], None] = lambda value: None,
        *,
        step: float = 0.01,
        default: float | None = None,
        origin: float | None = None,
        on_done: Callable[[float], None] = lambda value: None,
        name: str = "",
        tooltip: str = "",
        grow: float = 1,
    ) -> None:
        """``on_change`` during a drag too, ``on_done`` when it ends and after each key."""
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow)
        self.low, self.high, self.step = low, max(low + step, high), step
        self.default = value if default is None else default
        self.origin = low if origin is None else origin
        self._value = self.rounded(value)
        self.on_change, self.on_done = on_change, on_done

    def rounded(self, value: float) -> float:
        """``value`` within the range and on a whole number of steps from ``low``."""
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        return min(max(round(self.low + steps * self.step, 6), self.low), self.high)

    @property
    def value(self) -> float:
        return self._value

    @value.setter
    def value(self, value: float) -> None:
        """Moves the knob without calling ``on_change``."""
        value = self.rounded(value)
        if value != self._value:
            self._value = value
            self.invalidate()

    def measure(self, width: int) -> tuple[int, int]:
        return min(width, self.stage.theme.px(120)), self.stage.theme.px(26)

    def least(self) -> int:
        return self.stage.theme.px(60)

    def _track(self) -> pygame.Rect:
        px = self.stage.theme.px
        return pygame.Rect(
            self.rect.x + px(8),
            self.rect.y + (self.rect.height - px(4)) // 2,
            self.rect.width - px(16),
            px(4),
        )

    def _x(self, value: float) -> int:
        track = self._track()
        return track.x + round(track.width * (value - self.low) / (self.high - self.low))

    def focus_rect(self) -> pygame.Rect | None:
        side = self.stage.theme.px(16)
        knob = pygame.Rect(0, 0, side, side)
        knob.center = (self._x(self._value), self._track().centery)
        return knob

    def draw(self, surface: pygame.Surface) -> None:
        theme, shapes, track = self.stage.theme, self.stage.shapes, self._track()
        shapes.box(surface, track, track.height // 2, theme.color("border"))
        ends = sorted((self._x(self.origin), self._x(self._value)))
        filled = pygame.Rect(ends[0], track.y, ends[1] - ends[0], track.height)
        accent = theme.color("accent_text" if self.enabled else "disabled")
        shapes.box(surface, filled, track.height // 2, accent)
        if self.low < self.origin < self.high:
            mark = pygame.Rect(
                self._x(self.origin), track.y - theme.px(3), theme.px(1), track.height + theme.px(6)
            )
            surface.fill(theme.color("border_strong"), mark)
        center = (self._x(self._value), track.centery)
        radius = theme.px(8 if self.hovered or self.held else 7)
        shapes.disc(surface, center, radius, theme.color("window"))
        shapes.disc(surface, center, radius - theme.px(1), accent)

    def _set(self, value: float, done: bool) -> bool:
        value = self.rounded(value)
        if value != self._value:
            self.value = value
            self.on_change(value)
        if done:
            self.on_done(self._value)
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEBUTTONDOWN if is_click(event):
                return self._set(self.default if event.clicks == 2 else self._at(event.pos[0]), False)
            case pygame.MOUSEMOTION if self.held:
                return self._set(self._at(event.pos[0]), False)
            case pygame.MOUSEBUTTONUP if self.held:
                return self._set(self._value, True)
            case pygame.KEYDOWN:
                target = self._key_target(event)
                return target is not None and self._set(target, True)
        return False

    def _at(self, x: int) -> float:
        track = self._track()
        return self.low + (x - track.x) / max(1, track.width) * (self.high - self.low)

    def _key_target(self, event: pygame.event.Event) -> float | None:
        """The value that a key asks for; Shift makes the steps of arrows ten times as large."""
        step = self.step * (10 if event.mod & pygame.KMOD_SHIFT else 1)
        match event.key:
            case pygame.K_LEFT | pygame.K_DOWN:
                return self._value - step
            case pygame.K_RIGHT | pygame.K_UP:
                return self._value + step
            case pygame.K_PAGEDOWN:
                return self._value - 10 * self.step
            case pygame.K_PAGEUP:
                return self._value + 10 * self.step
            case pygame.K_HOME:
                return self.low
            case pygame.K_END:
                return self.high
            case pygame.K_BACKSPACE | pygame.K_DELETE:
                return self.default
        return None


class Slider(Row):
    """A track with a value field: Enter in the field takes a typed number, Escape the old one back."""

    def __init__(
        self,
        low: float,
        high: float,
        value: float,
        on_change: Callable[[float], None] = lambda value: None,
        *,
        step: float = 0.01,
        default: float | None = None,
        origin: float | None = None,
        on_done: Callable[[float], None] = lambda value: None,
        show: Callable[[float], str] | None = None,
        name: str = "",
        tooltip: str = "",
        grow: float = 1,
    ) -> None:
        """``show`` writes a value; by default with as many decimals as ``step`` has."""
        super().__init__(name=name, grow=grow)
        self._show = show or (lambda number: f"{number:.{_decimals(step)}f}")
        self.on_change, self.on_done = on_change, on_done
        self.track = self.add(
            SliderTrack(low, high, value, self._moved, step=step, default=default, origin=origin,
                        on_done=lambda number: self.on_done(number), tooltip=tooltip)
        )  # fmt: skip
        self.field = self.add(
            TextField(self._show(self.track.value), on_submit=self._typed, on_cancel=self._back, limit=12,
                      size=(60, 26), tooltip=tooltip)
        )  # fmt: skip

    @property
    def value(self) -> float:
        return self.track.value

    @value.setter
    def value(self, value: float) -> None:
        """Sets the number without calling ``on_change``."""
        self.track.value = value
        if not (self.attached and self.field.focused):
            self._back()

    def _moved(self, value: float) -> None:
        self._back()
        self.on_change(value)

    def _back(self) -> None:
        """The field says again what the track shows."""
        self.field.text = self._show(self.track.value)

    def _typed(self, text: str) -> None:
        number = _number(text)
        if number is not None and self.track.rounded(number) != self.track.value:
            self.track.value = number
            self.on_change(self.track.value)
            self.on_done(self.track.value)
        self._back()
        self.field.select_all()


def _decimals(step: float) -> int:
    """Decimals that tell two neighbouring steps apart."""
    return next((count for count in range(5) if abs(round(step, count) - step) < 1e-9), 5)


def _number(text: str) -> float | None:
    """The number in ``text``, with a comma or a point, with or without a unit; None when there is none."""
    cleaned = "".join(c for c in text.replace(",", ".") if c in "+-.0123456789")
    try:
        return float(cleaned)
    except ValueError:
        return None
