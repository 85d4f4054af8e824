"""The scene's background, drawn by code: sky, far hills and a meadow, the same for the same size."""

import random

import pygame

__all__ = ["HORIZON", "draw_ground"]

HORIZON = 0.46
"""Share of the height above the ground."""
_SKY = ((126, 182, 222), (214, 232, 234))
_FAR = (138, 176, 176)
_NEAR = (112, 156, 132)
_MEADOW = ((124, 168, 92), (88, 134, 74))
_BLADE_DARK = (78, 122, 66)
_BLADE_LIGHT = (148, 190, 108)
_STONE = (150, 152, 144)
_FLOWERS = ((236, 222, 130), (232, 236, 230), (214, 150, 160))
_BANDS = 8
"""Steps of a gradient: pixel art has few colours."""


def draw_ground(size: tuple[int, int]) -> pygame.Surface:
    """A background of ``size`` scene pixels, both at least 1."""
    surface = pygame.Surface(size)
    width, height = size
    horizon = round(height * HORIZON)
    _gradient(surface, pygame.Rect(0, 0, width, horizon), *_SKY)
    chance = random.Random(7)
    _hills(surface, horizon, horizon * 0.34, 97.0, _FAR, chance)
    _hills(surface, horizon, horizon * 0.17, 53.0, _NEAR, chance)
    _gradient(surface, pygame.Rect(0, horizon, width, height - horizon), *_MEADOW)
    _plants(surface, horizon, chance)
    return surface


def _gradient(
    surface: pygame.Surface,
    area: pygame.Rect,
    top: tuple[int, int, int],
    bottom: tuple[int, int, int],
) -> None:
    for band in range(_BANDS):
        share = band / (_BANDS - 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        first = area.y + area.h * band // _BANDS
        last = area.y + area.h * (band + 1) // _BANDS
        surface.fill(colour, (area.x, first, area.w, last - first))


def _hills(
    surface: pygame.Surface,
    horizon: int,
    rise: float,
    step: float,
    colour: tuple[int, int, int],
    chance: random.Random,
) -> None:
    """A row of flat-coloured hills whose feet are on the horizon."""
    x = -step * chance.random()
    while x < surface.get_width() + step:
        wide, high = step * chance.uniform(1.2, 2.2), rise * chance.uniform(0.5, 1.0)
        area = pygame.Rect(round(x), round(horizon - high), round(wide), max(1, round(2 * high)))
        clip = surface.get_clip()
        surface.set_clip(pygame.Rect(0, 0, surface.get_width(), horizon))
        pygame.draw.ellipse(surface, colour, area)
        surface.set_clip(clip)
        x += step


def _plants(surface: pygame.Surface, horizon: int, chance: random.Random) -> None:
    """Tufts, flowers and stones, fewer and smaller towards the horizon."""
    width, height = surface.get_size()
    for _ in range(width * (height - horizon) // 220):
        y = horizon + round((height - horizon) * chance.random() ** 0.7)
        x, kind = chance.randrange(width), chance.random()
        tall = 1 + round(2 * (y - horizon) / max(1, height - horizon))
        if kind < 0.86:
            colour = _BLADE_DARK if kind < 0.5 else _BLADE_LIGHT
            surface.fill(colour, (x, y - tall, 1, tall))
            surface.fill(colour, (x + 2, y - tall + 1, 1, tall - 1 or 1))
        elif kind < 0.95:
            surface.fill(_BLADE_DARK, (x, y - tall, 1, tall))
            surface.fill(_FLOWERS[chance.randrange(len(_FLOWERS))], (x, y - tall - 1, 1, 1))
        else:
            surface.fill(_STONE, (x, y - 1, tall, 1))
