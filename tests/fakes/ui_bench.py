"""A root to try widgets in: its own clock, a clipboard in memory, events as short calls."""

from collections.abc import Iterator
from contextlib import contextmanager

import pygame
from hypothesis import strategies as st
from neonworks_editor.ui.clipboard import MemoryClipboard
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.root import Root
from neonworks_editor.ui.theme import DARK, Color, Palette, Theme
from neonworks_editor.ui.widget import Widget

__all__ = ["BLOCKS", "Block", "RecordingTextInput", "UiBench", "pixels", "rgb"]


class Block(Widget):
    """Wants one size and can give up some width."""

    def __init__(self, width: int, height: int, least: int = 0, grow: float = 0) -> None:
        super().__init__(grow=grow)
        self.wants, self.needs = (width, height), least

    def measure(self, width: int) -> tuple[int, int]:
        return self.wants

    def least(self) -> int:
        return self.needs

    def least_height(self, width: int) -> int:
        return self.wants[1] // 2


BLOCKS = st.lists(
    st.builds(Block, st.integers(10, 80), st.integers(5, 40), st.integers(0, 10), st.sampled_from((0, 1,
    2))),
    min_size=1, max_size=6,
)  # fmt: skip


class RecordingTextInput:
    """Text input that writes down what it was asked."""

    def __init__(self) -> None:
        self.on = False
        self.places: list[pygame.Rect] = []

    def start(self) -> None:
        self.on = True

    def move(self, rect: pygame.Rect) -> None:
        self.places.append(rect)

    def stop(self) -> None:
        self.on = False


class UiBench:
    """``content`` in a root of ``size`` real pixels at ``at`` of the window."""

    def __init__(
        self,
        content: Widget,
        size: tuple[int, int] = (480, 360),
        *,
        scale: float = 1.0,
        palette: Palette = DARK,
        at: tuple[int, int] = (0, 0),
        fonts: Fonts | None = None,
    ) -> None:
        self.time = 100.0
        self.clipboard, self.text_input = MemoryClipboard(), RecordingTextInput()
        self.typing: list[bool] = []
        self.root = Root(
            content,
            theme=Theme(palette, scale),
            fonts=fonts,
            clipboard=self.clipboard,
            text_input=self.text_input,
            clock=lambda: self.time,
            on_text=self.typing.append,
        )
        self.root.area = pygame.Rect(at, size)
        self.screen = pygame.Surface((at[0] + size[0], at[1] + size[1]))
        self.frame()

    def frame(self, seconds: float = 0.0) -> pygame.Surface:
        """The picture after ``seconds`` more."""
        self.time += seconds
        self.root.render(self.screen)
        return self.screen

    def post(self, kind: int, **values: object) -> bool:
        return self.root.handle(pygame.event.Event(kind, values))

    # Mouse

    def _point(self, where: Widget | tuple[int, int]) -> tuple[int, int]:
        pos = where.rect.center if isinstance(where, Widget) else where
        return pos[0] + self.root.area.x, pos[1] + self.root.area.y

    def move(self, where: Widget | tuple[int, int]) -> bool:
        return self.post(pygame.MOUSEMOTION, pos=self._point(where), rel=(0, 0), buttons=(0, 0, 0))

    def press(self, where: Widget | tuple[int, int], button: int = 1, mod: int = 0) -> bool:
        self.move(where)
        return self.post(pygame.MOUSEBUTTONDOWN, pos=self._point(where), button=button, mod=mod)

    def release(self, where: Widget | tuple[int, int], button: int = 1) -> bool:
        return self.post(pygame.MOUSEBUTTONUP, pos=self._point(where), button=button)

    def click(self, where: Widget | tuple[int, int], times: int = 1) -> bool:
        """Clicks quickly ``times`` times, after a pause that parts them from earlier clicks."""
        self.time += 1
        used = [self.press(where) and self.release(where) for _ in range(times)]
        return all(used)

    @contextmanager
    def dragging(self, where: Widget | tuple[int, int]) -> Iterator[None]:
        """Holds the left button; it is let go where the pointer was last moved to."""
        self.press(where)
        yield
        self.release(self.root.pointer)

    def wheel(self, where: Widget | tuple[int, int], y: int) -> bool:
        self.move(where)
        return self.post(pygame.MOUSEWHEEL, x=0, y=y, precise_x=0.0, precise_y=float(y), flipped=False)

    # Keys

    def key(self, key: int, mod: int = 0) -> bool:
        used = self.post(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
        self.post(pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0)
        return used

    def ctrl(self, key: int, mod: int = 0) -> bool:
        return self.key(key, mod | pygame.KMOD_LCTRL)

    def shift(self, key: int, mod: int = 0) -> bool:
        return self.key(key, mod | pygame.KMOD_LSHIFT)

    def tab(self) -> Widget | None:
        """Goes to the next stop; which it is."""
        self.key(pygame.K_TAB)
        return self.root.focused

    def type(self, text: str) -> None:
        """One TEXTINPUT for each character, as a keyboard makes them."""
        for char in text:
            self.post(pygame.TEXTINPUT, text=char)


def pixels(surface: pygame.Surface, rect: pygame.Rect | None = None) -> bytes:
    """The colours of a part of a surface."""
    part = surface if rect is None else surface.subsurface(rect.clip(surface.get_rect()))
    return pygame.image.tobytes(part, "RGB")


def rgb(surface: pygame.Surface, pos: tuple[int, int]) -> Color:
    """The colour of one pixel."""
    red, green, blue, _ = surface.get_at(pos)
    return red, green, blue
