"""One look to choose: the figure, as large as its box allows, without a name."""

from collections.abc import Callable

import pygame
from neonworks_protocol.errors import BadSprite

from neonworks_editor.panel.pictures import PictureStore, decode_picture, fitted
from neonworks_editor.studio.looks import Look
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["LookTile"]

_SIDE = 138
"""Logical pixels: a figure of 64 pixels twice as large."""


class LookTile(Widget):
    """``look`` None is one that is still being made; ``kept`` marks one that is in a file."""

    def __init__(self, store: PictureStore, on_choose: Callable[[], None], *, name: str) -> None:
        super().__init__(name=name, focusable=True)
        self._store, self._on_choose = store, on_choose
        self._look: Look | None = None
        self._chosen = self._kept = False

    def show(self, look: Look | None, *, chosen: bool, kept: bool) -> None:
        """What it shows now."""
        if (look, chosen, kept) != (self._look, self._chosen, self._kept):
            self._look, self._chosen, self._kept = look, chosen, kept
            self.invalidate()

    @property
    def chosen(self) -> bool:
        """Whether it is the one that the buttons are about."""
        return self._chosen

    def measure(self, width: int) -> tuple[int, int]:
        side = self.stage.theme.px(_SIDE)
        return side, side

    def tip(self) -> str:
        if self._look is None:
            return ""
        return "Kept in a file" if self._kept else "Look at this one"

    def draw(self, surface: pygame.Surface) -> None:
        theme, px = self.stage.theme, self.stage.theme.px
        edge: Role = "accent_text" if self._chosen else "border_strong" if self.hovered else "border"
        width = px(2 if self._chosen else 1)
        self.stage.shapes.box(surface, self.rect, px(6), theme.color("well"), theme.color(edge), width)
        picture = self._picture()
        if picture is not None:
            surface.blit(picture, picture.get_rect(center=self.rect.center))
        if self._kept:
            corner = pygame.Rect(self.rect.right - px(22), self.rect.y + px(6), px(16), px(16))
            self.stage.icons.draw(surface, Icon.CHECK, corner, theme.color("good"))

    def _picture(self) -> pygame.Surface | None:
        if self._look is None:
            return None
        look, inset = self._look, self.stage.theme.px(12)
        room = (max(1, self.rect.width - inset), max(1, self.rect.height - inset))
        return self._store.get(("look", look.sha256, room), lambda: _figure(look.data, room))

    def handle(self, event: pygame.event.Event) -> bool:
        if self._look is not None and (is_click(event) or is_activation(event)):
            self._on_choose()
            return True
        return False


def _figure(data: bytes, room: tuple[int, int]) -> pygame.Surface:
    """What is drawn on it, without the margin; one that cannot be read shows as nothing."""
    try:
        picture = decode_picture(data)
    except BadSprite:
        return pygame.Surface((1, 1), pygame.SRCALPHA)
    used = picture.get_bounding_rect()
    return fitted(picture.subsurface(used) if used.width else picture, room)
