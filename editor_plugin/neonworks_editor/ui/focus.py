"""Which widget has the keys, and in which order Tab visits them: that of the tree."""

from neonworks_editor.ui.widget import Widget

__all__ = ["following", "stops"]


def stops(top: Widget) -> list[Widget]:
    """The widgets below ``top`` that can have the focus now, in order."""
    if not top.visible or not top.enabled:
        return []
    found = [top] if top.focusable else []
    for child in top.children:
        found.extend(stops(child))
    return found


def following(top: Widget, current: Widget | None, step: int) -> Widget | None:
    """The stop ``step`` places (1 or -1) after ``current``, round the end; None where there is none."""
    places = stops(top)
    if not places:
        return None
    if current is None or current not in places:
        return places[0] if step > 0 else places[-1]
    return places[(places.index(current) + step) % len(places)]
