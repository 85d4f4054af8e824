"""A figure drawn at random, of a sprite's body plan and view: what a variation's build leans towards."""

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.drawn import draw
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.nets.latent_window import Fit
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.silhouette import core_x, figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA

__all__ = ["companion_window"]

_TALL = 52
"""Pixels that the figure is drawn tall: about as large as the window shows it."""
_ASIDE = 31.0


def companion_window(random: Generator, analysis: SpriteAnalysis, tall: float) -> RGBA:
    """The figure in the sprite VAE's window, ``tall`` window pixels tall where its width allows that."""
    picture = _figure(random, analysis)
    figure = main_figure(picture[..., 3] > 127)
    box = figure_box(figure)
    axis = core_x(figure, box)
    aside = max(axis - box.x0, box.x1 - axis)
    return Fit(min(tall / box.height, _ASIDE / aside), box.y1, axis).window(picture)


def _figure(random: Generator, analysis: SpriteAnalysis) -> RGBA:
    if analysis.archetype is not Archetype.BIPED:
        return draw(random, analysis.archetype, _TALL).rgba
    left = analysis.facing is Direction.LEFT
    view = Direction.RIGHT if left else analysis.facing
    frame = DrawnActor(int(random.integers(1 << 31)), view, _TALL).frame()
    return np.ascontiguousarray(frame[:, ::-1]) if left else frame
