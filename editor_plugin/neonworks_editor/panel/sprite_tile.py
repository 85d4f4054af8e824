"""One sprite to choose: its picture and its name."""

from collections.abc import Callable
from pathlib import Path

import pygame

from neonworks_editor.panel.pictures import PictureStore, fitted
from neonworks_editor.panel.thumbs import Thumbnails
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget, is_activation, is_click

__all__ = ["SpriteTile"]

_WIDTH, _PICTURE, _LINE = 104, 72, 20
"""Logical pixels: the tile, the height of its picture, and of its name."""


class SpriteTile(Widget):
    """``path`` None shows ``icon`` in place of a picture (a folder)."""

    def __init__(
        self,
        store: PictureStore,
        thumbs: Thumbnails,
        label: str,
        path: Path | None,
        on_choose: Callable[[], None],
        *,
        icon: Icon = Icon.FOLDER,
        tooltip: str = "",
        name: str = "",
    ) -> None:
        super().__init__(name=name or f"sprite-{label}", focusable=True, tooltip=tooltip)
        self.label, self.path = label, path
        self._store, self._thumbs, self._on_choose, self._icon = store, thumbs, on_choose, icon
        self._drawn: pygame.Surface | None = None

    def choose(self) -> None:
        """Does what a click does."""
        self._on_choose()

    def refresh(self) -> None:
        """The picture may have been read by now."""
        if self.path is not None and self._thumbs.get(self.path) is not self._drawn:
            self.invalidate(self.rect)

    def measure(self, width: int) -> tuple[int, int]:
        px = self.stage.theme.px
        return px(_WIDTH), px(_PICTURE + _LINE)

    def tip(self) -> str:
        return self.tooltip or self.label

    def draw(self, surface: pygame.Surface) -> None:
        theme, px = self.stage.theme, self.stage.theme.px
        box = pygame.Rect(self.rect.x, self.rect.y, self.rect.width, px(_PICTURE))
        edge: Role = "border_strong" if self.hovered else "border"
        self.stage.shapes.box(surface, box, px(6), theme.color("well"), theme.color(edge), px(1))
        self._draw_picture(surface, box.inflate(-px(12), -px(12)))
        style = style_of(theme, TextSize.SMALL)
        text = self.stage.text.fit(self.label, style, self.rect.width)
        left = self.rect.centerx - self.stage.text.width(text, style) // 2
        self.stage.text.draw(surface, text, (left, box.bottom + px(2)), style, theme.color("text"))

    def _draw_picture(self, surface: pygame.Surface, room: pygame.Rect) -> None:
        theme, px = self.stage.theme, self.stage.theme.px
        picture = self._thumbs.get(self.path) if self.path is not None else None
        self._drawn = picture
        if picture is not None:
            key = ("tile", self.path, id(picture), room.size)
            small = self._store.get(key, lambda: _figure(picture, room.size))
            surface.blit(small, small.get_rect(center=room.center))
            return
        broken = self.path is not None and self._thumbs.failed(self.path)
        icon = Icon.WARNING if broken else Icon.IMAGE if self.path is not None else self._icon
        side = px(28)
        corner = pygame.Rect(0, 0, side, side)
        corner.center = room.center
        self.stage.icons.draw(surface, icon, corner, theme.color("warning" if broken else "muted"))

    def handle(self, event: pygame.event.Event) -> bool:
        if is_click(event) or is_activation(event):
            self.choose()
            return True
        return False


def _figure(picture: pygame.Surface, room: tuple[int, int]) -> pygame.Surface:
    """What is drawn on the picture, without the empty margin."""
    used = picture.get_bounding_rect()
    return fitted(picture.subsurface(used) if used.width else picture, room)
