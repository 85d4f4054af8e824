"""Painting a part of the tree: background, widgets in order, clips, veils behind dialogs, the focus ring."""

from typing import TYPE_CHECKING

import pygame

from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.widget import Widget

if TYPE_CHECKING:
    from neonworks_editor.ui.root import Root

__all__ = ["paint"]


def paint(root: "Root", surface: pygame.Surface, rect: pygame.Rect, ring: Widget | None) -> None:
    """Paints ``rect`` of ``root`` onto ``surface``; ``ring``: the widget that gets the focus ring."""
    with clipped(surface, rect):
        surface.fill(root.theme.color("window"))
        clip = surface.get_clip()
        for layer in root.layers.children:
            if any(popup.widget is layer and popup.modal for popup in root.layers.popups):
                root.shapes.veil(surface, root.bounds)
            if layer.visible:
                _tree(root, surface, clip, layer, ring)


def _tree(
    root: "Root", surface: pygame.Surface, clip: pygame.Rect, widget: Widget, ring: Widget | None
) -> None:
    """Paints a visible ``widget`` and all below it, as far as it is in ``clip``, the surface's own."""
    near = _is_near(root, clip, widget)
    if near:
        widget.draw(surface)
    if widget.clips_children:
        with clipped(surface, widget.rect) as seen:
            if seen:
                _children(root, surface, surface.get_clip(), widget, ring)
    elif near or widget.overlays:
        _children(root, surface, clip, widget, ring)
    if near:
        widget.draw_over(surface)
        if widget is ring:
            _ring(root, surface, widget)


def _is_near(root: "Root", clip: pygame.Rect, widget: Widget) -> bool:
    """Whether anything that the widget paints may be inside ``clip``."""
    if clip.colliderect(widget.rect):
        return True
    around = root.theme.px(2 * widget.bleed)
    return clip.colliderect(widget.rect.inflate(around, around))


def _children(
    root: "Root", surface: pygame.Surface, clip: pygame.Rect, widget: Widget, ring: Widget | None
) -> None:
    for child in widget.children:
        if child.visible:
            _tree(root, surface, clip, child, ring)


def _ring(root: "Root", surface: pygame.Surface, widget: Widget) -> None:
    around = widget.focus_rect()
    if around is None:
        return
    theme = root.theme
    out = theme.px(3)
    color = theme.color("focus")
    root.shapes.box(surface, around.inflate(2 * out, 2 * out), theme.px(8), None, color, theme.px(2))
