"""Random stills drawn by code: bipeds with true joints, and the other body plans."""

from neonworks_protocol.vocabulary import Archetype
from numpy.random import Generator

from neonworks_models.data.drawn_biped import draw_biped
from neonworks_models.data.drawn_others import draw_blob, draw_flyer, draw_prop, draw_quadruped
from neonworks_models.data.drawn_still import DrawnStill

__all__ = ["draw"]


def draw(random: Generator, archetype: Archetype, height: int | None = None) -> DrawnStill:
    """One still of about ``height`` pixels, 12 to 110 (small ones more often) where None."""
    tall = round(float(12 * (110 / 12) ** random.random())) if height is None else height
    makers = {
        Archetype.BIPED: draw_biped,
        Archetype.BLOB: draw_blob,
        Archetype.FLYER: draw_flyer,
        Archetype.QUADRUPED: draw_quadruped,
        Archetype.PROP: draw_prop,
    }
    return makers[archetype](random, tall)
