"""Icons, drawn by code on a grid of 16 by 16, so that they are crisp at every scale and need no font.

An icon is a tuple of strokes in grid units. It is drawn ``_OVER`` times larger and shrunk once per size and
colour; round caps keep thin lines even. To add one: a member of ``Icon`` and a row of ``_STROKES``.
"""

import itertools
import math
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import pygame

from neonworks_editor.ui.shapes import SurfaceStore
from neonworks_editor.ui.theme import Color

__all__ = ["Icon", "Icons"]

_OVER = 6
_Points = tuple[tuple[float, float], ...]


class Icon(StrEnum):
    """Every picture there is; the value is its name."""

    PLAY = "play"
    PAUSE = "pause"
    STOP = "stop"
    FIRST = "first"
    STEP_BACK = "step back"
    STEP = "step"
    LOOP = "loop"
    UNDO = "undo"
    REDO = "redo"
    FOLDER = "folder"
    FILE = "file"
    IMAGE = "image"
    GEAR = "gear"
    EYE = "eye"
    EYE_OFF = "eye off"
    LOCK = "lock"
    UNLOCK = "unlock"
    UP = "arrow up"
    DOWN = "arrow down"
    LEFT = "arrow left"
    RIGHT = "arrow right"
    CHEVRON_UP = "chevron up"
    CHEVRON_DOWN = "chevron down"
    CHEVRON_LEFT = "chevron left"
    CHEVRON_RIGHT = "chevron right"
    CROSS = "cross"
    CHECK = "check"
    PLUS = "plus"
    MINUS = "minus"
    DICE = "dice"
    DOWNLOAD = "download"
    UPLOAD = "upload"
    REFRESH = "refresh"
    PIN = "pin"
    SEARCH = "search"
    WARNING = "warning"
    INFO = "info"
    TRASH = "trash"
    GRID = "grid"
    LAYERS = "layers"
    COMPARE = "compare"
    ZOOM_IN = "zoom in"
    ZOOM_OUT = "zoom out"
    FIT = "fit"
    PERSON = "person"
    TARGET = "target"
    SPARK = "spark"
    CLOCK = "clock"
    CHIP = "chip"
    MORE = "more"
    COPY = "copy"
    SAVE = "save"


class _Stroke(NamedTuple):
    """``width`` 0 fills the points as a polygon; else they are one line of that width in grid units."""

    points: _Points
    width: float = 1.5


def _arc(cx: float, cy: float, r: float, start: float = 0, end: float = 360) -> _Points:
    """Points of an arc; degrees, clockwise from the right."""
    steps = max(6, round(abs(end - start) / 9))
    angles = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return tuple((cx + r * math.cos(a), cy + r * math.sin(a)) for a in angles)


def _closed(*points: tuple[float, float]) -> _Points:
    return (*points, points[0])


def _dot(x: float, y: float, r: float = 1.1) -> _Stroke:
    return _Stroke(_arc(x, y, r), 0)


def _gear() -> _Points:
    """Eight teeth round a ring."""
    points: list[tuple[float, float]] = []
    for tooth in range(8):
        for turn, radius in ((-0.34, 4.9), (-0.22, 6.4), (0.22, 6.4), (0.34, 4.9)):
            angle = math.radians(tooth * 45 + turn * 45)
            points.append((8 + radius * math.cos(angle), 8 + radius * math.sin(angle)))
    return _closed(*points)


_EYE = (*_arc(8, 13.2, 8.6, 217, 323), *_arc(8, 2.8, 8.6, 37, 143))
_EYE_LINES = (_Stroke(_closed(*_EYE)), _Stroke(_arc(8, 8, 2)))
_BODY = _Stroke(_closed((3.2, 7.2), (12.8, 7.2), (12.8, 13.8), (3.2, 13.8)))
_LOUPE = (_Stroke(_arc(7, 7, 4.7)), _Stroke(((10.5, 10.5), (14, 14))))
_PAPER = _Stroke(_closed((3.5, 1.8), (9.5, 1.8), (12.5, 4.8), (12.5, 14.2), (3.5, 14.2)))

_STROKES: Mapping[Icon, tuple[_Stroke, ...]] = MappingProxyType(
    {
        Icon.PLAY: (_Stroke(((4.5, 2.5), (13.5, 8), (4.5, 13.5)), 0),),
        Icon.PAUSE: (_Stroke(((4, 3), (6.7, 3), (6.7, 13), (4, 13)), 0),
                     _Stroke(((9.3, 3), (12, 3), (12, 13), (9.3, 13)), 0)),
        Icon.STOP: (_Stroke(((3.5, 3.5), (12.5, 3.5), (12.5, 12.5), (3.5, 12.5)), 0),),
        Icon.FIRST: (_Stroke(((13, 3), (6, 8), (13, 13)), 0), _Stroke(((3.5, 3.4), (3.5, 12.6)), 1.8)),
        Icon.STEP_BACK: (_Stroke(((9.5, 3), (3, 8), (9.5, 13)), 0), _Stroke(((12, 3.4), (12, 12.6)), 1.8)),
        Icon.STEP: (_Stroke(((6.5, 3), (13, 8), (6.5, 13)), 0), _Stroke(((4, 3.4), (4, 12.6)), 1.8)),
        Icon.LOOP: (_Stroke(((2.2, 8), (2.2, 6.8), (4.2, 4.6), (12.4, 4.6))),
                    _Stroke(((10.2, 2.2), (12.8, 4.6), (10.2, 7))),
                    _Stroke(((13.8, 8), (13.8, 9.2), (11.8, 11.4), (3.6, 11.4))),
                    _Stroke(((5.8, 9), (3.2, 11.4), (5.8, 13.8)))),
        Icon.UNDO: (_Stroke(((5.6, 2.4), (2.4, 5.6), (5.6, 8.8))),
                    _Stroke(((2.6, 5.6), *_arc(9.4, 9.6, 4, -90, 90), (5.6, 13.6)))),
        Icon.REDO: (_Stroke(((10.4, 2.4), (13.6, 5.6), (10.4, 8.8))),
                    _Stroke(((13.4, 5.6), *_arc(6.6, 9.6, 4, -90, -270), (10.4, 13.6)))),
        Icon.FOLDER: (_Stroke(_closed((1.8, 3.4), (6, 3.4), (7.6, 5.2), (14.2, 5.2), (14.2, 13), (1.8,
        13))),),
        Icon.FILE: (_PAPER, _Stroke(((9, 2), (9, 5.4), (12.4, 5.4)), 1.2)),
        Icon.IMAGE: (_Stroke(_closed((1.8, 2.8), (14.2, 2.8), (14.2, 13.2), (1.8, 13.2))), _dot(5.4, 6.2),
                     _Stroke(((2.4, 12.4), (6.4, 8.8), (8.4, 10.6), (11, 7.6), (13.8, 10.8)), 1.3)),
        Icon.GEAR: (_Stroke(_gear(), 1.3), _Stroke(_arc(8, 8, 2.2), 1.3)),
        Icon.EYE: _EYE_LINES,
        Icon.EYE_OFF: (*_EYE_LINES, _Stroke(((2.8, 13.4), (13.2, 2.6)))),
        Icon.LOCK: (_BODY, _Stroke(((5, 7.2), *_arc(8, 5, 3, 180, 360), (11, 7.2)))),
        Icon.UNLOCK: (_BODY, _Stroke(((5, 7.2), *_arc(8, 4.4, 3, 180, 350)))),
        Icon.UP: (_Stroke(((8, 13.6), (8, 2.8))), _Stroke(((3.6, 7), (8, 2.6), (12.4, 7)))),
        Icon.DOWN: (_Stroke(((8, 2.4), (8, 13.2))), _Stroke(((3.6, 9), (8, 13.4), (12.4, 9)))),
        Icon.LEFT: (_Stroke(((13.6, 8), (2.8, 8))), _Stroke(((7, 3.6), (2.6, 8), (7, 12.4)))),
        Icon.RIGHT: (_Stroke(((2.4, 8), (13.2, 8))), _Stroke(((9, 3.6), (13.4, 8), (9, 12.4)))),
        Icon.CHEVRON_UP: (_Stroke(((3.5, 10.2), (8, 5.8), (12.5, 10.2))),),
        Icon.CHEVRON_DOWN: (_Stroke(((3.5, 5.8), (8, 10.2), (12.5, 5.8))),),
        Icon.CHEVRON_LEFT: (_Stroke(((10.2, 3.5), (5.8, 8), (10.2, 12.5))),),
        Icon.CHEVRON_RIGHT: (_Stroke(((5.8, 3.5), (10.2, 8), (5.8, 12.5))),),
        Icon.CROSS: (_Stroke(((3.6, 3.6), (12.4, 12.4))), _Stroke(((12.4, 3.6), (3.6, 12.4)))),
        Icon.CHECK: (_Stroke(((2.8, 8.4), (6.4, 12), (13.2, 4.4)), 1.8),),
        Icon.PLUS: (_Stroke(((8, 2.8), (8, 13.2))), _Stroke(((2.8, 8), (13.2, 8)))),
        Icon.MINUS: (_Stroke(((2.8, 8), (13.2, 8))),),
        Icon.DICE: (_Stroke(_closed((2.4, 2.4), (13.6, 2.4), (13.6, 13.6), (2.4, 13.6))), _dot(5.4, 5.4),
                    _dot(10.6, 5.4), _dot(8, 8), _dot(5.4, 10.6), _dot(10.6, 10.6)),
        Icon.DOWNLOAD: (_Stroke(((8, 1.8), (8, 10))), _Stroke(((4.6, 6.8), (8, 10.2), (11.4, 6.8))),
                        _Stroke(((2.4, 10.8), (2.4, 13.8), (13.6, 13.8), (13.6, 10.8)))),
        Icon.UPLOAD: (_Stroke(((8, 10.4), (8, 2.2))), _Stroke(((4.6, 5.4), (8, 2), (11.4, 5.4))),
                      _Stroke(((2.4, 10.8), (2.4, 13.8), (13.6, 13.8), (13.6, 10.8)))),
        Icon.REFRESH: (_Stroke(_arc(8, 8.4, 5.4, 20, 318)), _Stroke(((12.6, 1.4), (12.3, 4.9), (8.8, 4.6))),),
        Icon.PIN: (_Stroke(_closed((5.4, 1.8), (10.6, 1.8), (10, 6.2), (12.4, 9.2), (3.6, 9.2), (6, 6.2)),
        1.4),
                   _Stroke(((8, 9.4), (8, 14.4)), 1.4)),
        Icon.SEARCH: _LOUPE,
        Icon.WARNING: (_Stroke(_closed((8, 1.8), (14.6, 13.6), (1.4, 13.6)), 1.4),
                       _Stroke(((8, 6.2), (8, 9.4)), 1.6), _dot(8, 11.6, 0.9)),
        Icon.INFO: (_Stroke(_arc(8, 8, 6.2), 1.4), _Stroke(((8, 7.6), (8, 11.2)), 1.6), _dot(8, 4.9, 0.95)),
        Icon.TRASH: (_Stroke(((2.4, 4), (13.6, 4))), _Stroke(((6, 3.8), (6, 2), (10, 2), (10, 3.8)), 1.3),
                     _Stroke(((3.8, 4.2), (4.6, 14), (11.4, 14), (12.2, 4.2)))),
        Icon.GRID: tuple(_Stroke(_closed((x, y), (x + 4.6, y), (x + 4.6, y + 4.6), (x, y + 4.6)), 1.3)
                         for x in (2.2, 9.2) for y in (2.2, 9.2)),
        Icon.LAYERS: (_Stroke(_closed((8, 1.8), (14.4, 5.4), (8, 9), (1.6, 5.4)), 1.4),
                      _Stroke(((1.8, 8.2), (8, 11.6), (14.2, 8.2)), 1.4),
                      _Stroke(((1.8, 11), (8, 14.4), (14.2, 11)), 1.4)),
        Icon.COMPARE: (_Stroke(_closed((1.8, 3), (14.2, 3), (14.2, 13), (1.8, 13))), _Stroke(((8, 1.2), (8,
        14.8)), 1.3),
                       _Stroke(((2.4, 3.6), (8, 3.6), (8, 12.4), (2.4, 12.4)), 0)),
        Icon.ZOOM_IN: (*_LOUPE, _Stroke(((7, 4.9), (7, 9.1)), 1.3), _Stroke(((4.9, 7), (9.1, 7)), 1.3)),
        Icon.ZOOM_OUT: (*_LOUPE, _Stroke(((4.9, 7), (9.1, 7)), 1.3)),
        Icon.FIT: (_Stroke(((2.4, 6), (2.4, 2.4), (6, 2.4))), _Stroke(((10, 2.4), (13.6, 2.4), (13.6, 6))),
                   _Stroke(((13.6, 10), (13.6, 13.6), (10, 13.6))), _Stroke(((6, 13.6), (2.4, 13.6), (2.4,
                   10)))),
        Icon.PERSON: (_Stroke(_arc(8, 4.6, 2.7)), _Stroke(((2.8, 14), *_arc(8, 13.4, 5.2, 185, 355), (13.2,
        14)))),
        Icon.TARGET: (_Stroke(_arc(8, 8, 4.6), 1.3), _dot(8, 8, 1.2), _Stroke(((8, 1.4), (8, 4)), 1.3),
                      _Stroke(((8, 12), (8, 14.6)), 1.3), _Stroke(((1.4, 8), (4, 8)), 1.3),
                      _Stroke(((12, 8), (14.6, 8)), 1.3)),
        Icon.SPARK: (_Stroke(((7, 2), (8.5, 6.5), (13, 8), (8.5, 9.5), (7, 14), (5.5, 9.5), (1, 8), (5.5,
        6.5)), 0),
                     _Stroke(((13, 1.6), (13.6, 3.4), (15.4, 4), (13.6, 4.6), (13, 6.4), (12.4, 4.6), (10.6,
                     4),
                              (12.4, 3.4)), 0)),
        Icon.CLOCK: (_Stroke(_arc(8, 8, 6.2), 1.4), _Stroke(((8, 4.4), (8, 8.2), (10.8, 9.8)), 1.4)),
        Icon.CHIP: (_Stroke(_closed((4, 4), (12, 4), (12, 12), (4, 12)), 1.4),
                    *(_Stroke(line, 1.2) for at in (6.2, 9.8) for line in (
                        ((at, 1.6), (at, 4)), ((at, 12), (at, 14.4)), ((1.6, at), (4, at)), ((12, at),
                        (14.4, at))))),
        Icon.MORE: (_dot(3.2, 8, 1.3), _dot(8, 8, 1.3), _dot(12.8, 8, 1.3)),
        Icon.COPY: (_Stroke(_closed((5.6, 5.6), (13.8, 5.6), (13.8, 13.8), (5.6, 13.8)), 1.4),
                    _Stroke(((3.8, 10.4), (2.2, 10.4), (2.2, 2.2), (10.4, 2.2), (10.4, 3.8)), 1.4)),
        Icon.SAVE: (_Stroke(_closed((2.4, 2.4), (11, 2.4), (13.6, 5), (13.6, 13.6), (2.4, 13.6)), 1.4),
                    _Stroke(((5, 13.4), (5, 9), (11, 9), (11, 13.4)), 1.3), _Stroke(((5.2, 2.6), (5.2, 5.4),
                    (9.4, 5.4), (9.4, 2.6)), 1.2)),
    }
)  # fmt: skip


class Icons:
    """Pictures of icons by size and colour, made when first drawn."""

    def __init__(self) -> None:
        self._store = SurfaceStore(512)

    def draw(self, surface: pygame.Surface, icon: Icon, rect: pygame.Rect, color: Color) -> None:
        """Draws ``icon`` as large as fits into the middle of ``rect``."""
        side = min(rect.size)
        if side > 0:
            picture = self.picture(icon, side, color)
            surface.blit(picture, (rect.x + (rect.width - side) // 2, rect.y + (rect.height - side) // 2))

    def picture(self, icon: Icon, side: int, color: Color) -> pygame.Surface:
        """The icon, ``side`` by ``side`` real pixels with straight alpha; shared, so never draw on it."""
        return self._store.get((icon, side, color), lambda: _drawn(icon, side, color))

    def clear(self) -> None:
        self._store.clear()


def _drawn(icon: Icon, side: int, color: Color) -> pygame.Surface:
    unit = side * _OVER / 16
    large = pygame.Surface((side * _OVER, side * _OVER), pygame.SRCALPHA)
    large.fill((*color, 0))
    for stroke in _STROKES[icon]:
        points = [(x * unit, y * unit) for x, y in stroke.points]
        if stroke.width:
            _line(large, color, points, stroke.width * unit / 2)
        else:
            pygame.draw.polygon(large, color, points)
    return pygame.transform.smoothscale(large, (side, side))


def _line(surface: pygame.Surface, color: Color, points: list[tuple[float, float]], half: float) -> None:
    """A line with round joints and caps, ``2 * half`` pixels wide."""
    for x, y in points:
        pygame.draw.circle(surface, color, (x, y), half)
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        length = math.hypot(x2 - x1, y2 - y1)
        if length:
            dx, dy = (y2 - y1) / length * half, (x1 - x2) / length * half
            corners = [(x1 + dx, y1 + dy), (x2 + dx, y2 + dy), (x2 - dx, y2 - dy), (x1 - dx, y1 - dy)]
            pygame.draw.polygon(surface, color, corners)
