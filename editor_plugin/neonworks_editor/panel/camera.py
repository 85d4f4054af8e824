"""Where a canvas of pixels lies in a view: whole-number zooms that keep pixel art square, and pan.

Values are immutable; each method answers with the camera that comes next.
"""

from dataclasses import dataclass, replace

__all__ = ["ZOOMS", "Camera", "Point", "Size"]

Point = tuple[float, float]
Size = tuple[int, int]

ZOOMS = (0.125, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0)
"""Screen pixels per canvas pixel: whole numbers, and below 1 halves, at which nothing shimmers."""

_FIT_SHARE = 0.92
"""Share of the view that a fitted canvas may take: a margin shows where it ends."""


@dataclass(frozen=True)
class Camera:
    """``zoom`` screen pixels per canvas pixel; ``pan`` shifts the canvas's centre from the view's, in pixels.

    ``fitted`` cameras choose their zoom anew when the view or the canvas changes, until the user zooms.
    """

    zoom: float = 4.0
    pan: Point = (0.0, 0.0)
    fitted: bool = True

    def fit(self, canvas: Size, view: Size) -> "Camera":
        """The largest zoom at which the whole canvas shows in the view, centred."""
        room = min(view[0] * _FIT_SHARE / max(canvas[0], 1), view[1] * _FIT_SHARE / max(canvas[1], 1))
        zoom = max((z for z in ZOOMS if z <= room), default=ZOOMS[0])
        return Camera(zoom=zoom, pan=(0.0, 0.0), fitted=True)

    def zoomed(self, steps: int, about: Point = (0.0, 0.0)) -> "Camera":
        """``steps`` zooms further in (or out below 0); the canvas point at ``about`` stays where it is.

        ``about`` is relative to the centre of the view, in pixels.
        """
        nearest = min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - self.zoom))
        zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))]
        if zoom == self.zoom:
            return replace(self, fitted=False)
        ratio = zoom / self.zoom
        pan = tuple(at - (at - old) * ratio for at, old in zip(about, self.pan, strict=True))
        return Camera(zoom=zoom, pan=(pan[0], pan[1]), fitted=False)

    def panned(self, by: Point, canvas: Size, view: Size) -> "Camera":
        """Shifted by ``by`` pixels, but never so far that the canvas leaves the view."""
        reach = [(v + c * self.zoom) / 2 - 8 for v, c in zip(view, canvas, strict=True)]
        pan = [max(-r, min(r, p + d)) for r, p, d in zip(reach, self.pan, by, strict=True)]
        return replace(self, pan=(pan[0], pan[1]), fitted=False)

    def origin(self, canvas: Size, view: Size) -> tuple[int, int]:
        """Whole pixel of the view at which the canvas's corner (0, 0) lies."""
        x, y = (round(v / 2 + p - c * self.zoom / 2) for v, p, c in zip(view, self.pan, canvas, strict=True))
        return x, y

    def to_view(self, point: Point, canvas: Size, view: Size) -> Point:
        """Where a canvas point, in canvas pixels, lies in the view."""
        ox, oy = self.origin(canvas, view)
        return ox + point[0] * self.zoom, oy + point[1] * self.zoom

    def to_canvas(self, point: Point, canvas: Size, view: Size) -> Point:
        """Which canvas point lies at a point of the view."""
        ox, oy = self.origin(canvas, view)
        return (point[0] - ox) / self.zoom, (point[1] - oy) / self.zoom
