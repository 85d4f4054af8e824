"""Finds what a layout got wrong: widgets that overlap or stick out, texts that are cut.

For tests of pages: ``assert overlaps(root) == []`` at every size and scale that they promise.
"""

from dataclasses import dataclass

import pygame

from neonworks_editor.ui.root import Root
from neonworks_editor.ui.widget import Widget

__all__ = ["Flaw", "overlaps"]


@dataclass(frozen=True)
class Flaw:
    """``what`` is wrong with ``one``, and with ``other`` if two are in it."""

    what: str
    one: str
    other: str = ""


def overlaps(root: Root) -> list[Flaw]:
    """Every flaw of what is shown now, popups included; empty when the layout is sound."""
    root.settle()
    found: list[Flaw] = []
    for layer in root.layers.children:
        if layer.visible and layer not in root.layers.over:
            if not root.bounds.contains(layer.rect):
                found.append(Flaw("sticks out of the root", _name(layer)))
            _look(layer, root.bounds, found)
    return found


def _look(widget: Widget, seen: pygame.Rect, found: list[Flaw]) -> None:
    """``seen``: the part of the surface in which the widget's children may be seen."""
    if not widget.fits():
        found.append(Flaw("text is cut", _name(widget)))
    inner = seen.clip(widget.rect) if widget.clips_children else seen
    shown = [child for child in widget.children if child.visible]
    for child in shown:
        if not widget.clips_children and not widget.rect.contains(child.rect):
            found.append(Flaw("sticks out of", _name(child), _name(widget)))
        _look(child, inner, found)
    if not widget.overlays:
        boxes = [(child, child.rect.clip(inner)) for child in shown]
        for at, (one, box) in enumerate(boxes):
            found += [
                Flaw("overlap", _name(one), _name(other))
                for other, other_box in boxes[at + 1 :]
                if box and other_box and box.colliderect(other_box)
            ]


def _name(widget: Widget) -> str:
    """Kind, name, text and place: enough to find the widget in the source."""
    text = getattr(widget, "text", "")
    label = " ".join(filter(None, (widget.name, repr(text[:24]) if text else "")))
    return f"{type(widget).__name__}({label}) at {tuple(widget.rect)}"
