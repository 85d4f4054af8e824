"""``Scene``: ground and actors in pixels of their own, shown a whole number of times larger.

Everything is drawn once at the size of the sprites' own pixels and then scaled, so that pixels stay square
and the cost does not grow with the window. No files and no events here.
"""

from collections.abc import Iterable, Sequence

import pygame

from neonworks_editor.hosts.adapter import Area
from neonworks_editor.hosts.standalone_actor import Actor
from neonworks_editor.hosts.standalone_ground import HORIZON, draw_ground

__all__ = ["Scene"]

_MAX_ZOOM = 4
_NARROWEST = 190
"""Scene pixels that the open part is wide at least: six sprites of 32 to 64 pixels stand apart."""
_SHADOW = (0, 0, 0, 70)
_MARK = (255, 244, 180)
_MARK_EDGE = (40, 44, 40)


class Scene:
    """``size`` is the window's in pixels; ``covered`` columns at its right are under the panel."""

    def __init__(self, size: tuple[int, int], actors: Iterable[Actor] = ()) -> None:
        self.actors: list[Actor] = list(actors)
        self.selected: str | None = None
        self.zoom = 1
        self._ground = draw_ground((1, 1))
        self._places: dict[str, tuple[float, float]] = {}
        self.resize(size)

    @property
    def window(self) -> tuple[int, int]:
        """The window's size in pixels."""
        return self._window

    def resize(self, size: tuple[int, int], covered: int = 0) -> None:
        """Lay out for a window of ``size`` pixels; actors keep their share of the ground."""
        self._window = size
        self._open = max(1, size[0] - covered)
        tallest = max((actor.still.get_height() for actor in self.actors), default=64)
        fitting = min(size[1] // max(1, round(tallest * 2.4)), self._open // _NARROWEST)
        self.zoom = max(1, min(_MAX_ZOOM, fitting))
        width, height = (-(-side // self.zoom) for side in size)
        self._small = pygame.Surface((width, height))
        if self._ground.get_size() != (width, height):
            self._ground = draw_ground((width, height))
        self._large = pygame.Surface((width * self.zoom, height * self.zoom))
        for actor in self.actors:
            self._place(actor)

    def add(self, actor: Actor, place: tuple[float, float]) -> None:
        """Put an actor on the ground: ``place`` is the share of the open width and of the ground's depth."""
        self.actors.append(actor)
        self._places[actor.id] = place
        self.resize(self._window, self._window[0] - self._open)

    def places(self) -> dict[str, tuple[float, float]]:
        """Where each actor is, as ``add`` takes it."""
        return {actor.id: self._share(actor) for actor in self.actors}

    def find(self, actor_id: str | None) -> Actor | None:
        """The actor of that id."""
        return next((actor for actor in self.actors if actor.id == actor_id), None)

    def advance(self, dt: float) -> None:
        """Let ``dt`` seconds pass."""
        for actor in self.actors:
            half = actor.still.get_width() / 2
            actor.advance(dt, half, max(half, self._open / self.zoom - half))
            self._places[actor.id] = self._share(actor)

    def area_of(self, actor: Actor) -> Area:
        """Where its picture is in the window."""
        picture, (left, top) = actor.picture()
        width, height = picture.get_size()
        return Area(*(value * self.zoom for value in (left, top, width, height)))

    def actor_at(self, point: tuple[int, int]) -> Actor | None:
        """The frontmost actor with an opaque pixel there, or else one whose frame is there."""
        x, y = point[0] // self.zoom, point[1] // self.zoom
        boxed: Actor | None = None
        for actor in reversed(self._ordered()):
            picture, (left, top) = actor.picture()
            if picture.get_rect(topleft=(left, top)).collidepoint(x, y):
                if picture.get_at((x - left, y - top))[3] > 0:
                    return actor
                boxed = boxed or actor
        return boxed

    def background(self) -> pygame.Surface:
        """The ground without actors, in scene pixels."""
        return self._ground

    def render(self, target: pygame.Surface) -> None:
        """Draw the scene over the whole of ``target``."""
        self._small.blit(self._ground, (0, 0))
        for actor in self._ordered():
            self._draw(actor)
        if (picked := self.find(self.selected)) is not None:
            self._mark(picked)
        pygame.transform.scale(self._small, self._large.get_size(), self._large)
        target.blit(self._large, (0, 0))

    def _draw(self, actor: Actor) -> None:
        wide = max(6, actor.box.w * 4 // 5)
        shadow = pygame.Surface((wide, max(3, wide // 4)), pygame.SRCALPHA)
        pygame.draw.ellipse(shadow, _SHADOW, shadow.get_rect())
        self._small.blit(shadow, (round(actor.x - wide / 2), round(actor.y) - shadow.get_height() // 2))
        picture, corner = actor.picture()
        self._small.blit(picture, corner)

    def _mark(self, actor: Actor) -> None:
        """A small arrow over the head of the actor that is picked, which stays calm while frames change."""
        x, top = round(actor.x), round(actor.y - actor.feet + actor.box.y) - 4
        pygame.draw.polygon(self._small, _MARK_EDGE, [(x - 5, top - 6), (x + 5, top - 6), (x, top)])
        pygame.draw.polygon(self._small, _MARK, [(x - 3, top - 5), (x + 3, top - 5), (x, top - 2)])

    def _ordered(self) -> Sequence[Actor]:
        return sorted(self.actors, key=lambda actor: actor.y)

    def _bounds(self, actor: Actor) -> tuple[float, float, float, float]:
        """(left, width, top, depth) of the ground that its feet may stand on."""
        height = self._small.get_height()
        half = actor.still.get_width() / 2
        top = height * HORIZON + 4
        return half, max(1.0, self._open / self.zoom - 2 * half), top, max(1.0, height - 4 - top)

    def _place(self, actor: Actor) -> None:
        left, width, top, depth = self._bounds(actor)
        across, down = self._places.get(actor.id, (0.5, 0.5))
        actor.x, actor.y = left + across * width, top + down * depth

    def _share(self, actor: Actor) -> tuple[float, float]:
        left, width, top, depth = self._bounds(actor)
        across, down = (actor.x - left) / width, (actor.y - top) / depth
        return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)
