"""Image views: one surface, scaled whole where it is enlarged, on a checkerboard or a plain ground."""

import pygame

from neonworks_editor.ui.theme import Role
from neonworks_editor.ui.widget import Widget

__all__ = ["ImageView", "fitted"]


def fitted(
    image: pygame.Surface, room: tuple[int, int], *, smooth: bool = False, most: float = 16
) -> pygame.Surface:
    """``image`` as large as ``room`` allows: pixels are multiplied whole, and smoothed only when made
    smaller.
    """
    width, height = image.get_size()
    scale = min(room[0] / width, room[1] / height, most)
    if scale >= 1 and not smooth:
        scale = int(scale)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return image
    if scale < 1 or smooth:
        deep = image if image.get_bitsize() >= 24 else image.convert_alpha()
        return pygame.transform.smoothscale(deep, size)
    return pygame.transform.scale(image, size)


class ImageView(Widget):
    """Shows ``image`` in the middle; ``checker`` puts a checkerboard behind it."""

    def __init__(
        self,
        image: pygame.Surface | None = None,
        *,
        checker: bool = True,
        ground: Role = "well",
        smooth: bool = False,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (64, 64),
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, grow=grow, size=size)
        self._image, self.checker, self.ground, self.smooth = image, checker, ground, smooth
        self._scaled: tuple[object, tuple[int, int], pygame.Surface] | None = None

    @property
    def image(self) -> pygame.Surface | None:
        return self._image

    @image.setter
    def image(self, image: pygame.Surface | None) -> None:
        if image is not self._image:
            self._image = image
            self.invalidate(self.rect)

    def draw(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        color = theme.color
        if self.checker:
            self.stage.shapes.checker(surface, self.rect, theme.px(8), color("checker_a"), color("checker_b"))
        else:
            surface.fill(color(self.ground), self.rect)
        if self._image is not None and self.rect:
            picture = self._fit(self._image)
            surface.blit(picture, picture.get_rect(center=self.rect.center))

    def _fit(self, image: pygame.Surface) -> pygame.Surface:
        """The image at its size here, scaled once."""
        if self._scaled is None or self._scaled[0] is not image or self._scaled[1] != self.rect.size:
            self._scaled = (image, self.rect.size, fitted(image, self.rect.size, smooth=self.smooth))
        return self._scaled[2]
