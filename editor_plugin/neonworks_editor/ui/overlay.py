"""What always lies on top and finds its own place: toasts, the tooltip."""

import pygame

from neonworks_editor.ui.widget import Widget

__all__ = ["Overlay"]


class Overlay(Widget):
    """A widget over everything else; the pointer goes through it, its children excepted."""

    solid = False

    def box(self, room: pygame.Rect) -> pygame.Rect:
        """Where it stands in ``room``, the whole surface of the root."""
        return pygame.Rect(room.topleft, self.wanted(room.width))
