"""Whose way of drawing a motion a frame shows: told to the sprite net, so that it need not guess."""

from enum import IntEnum

__all__ = ["Hand"]


class Hand(IntEnum):
    """In the order of the net's embedding: a new one goes at the end."""

    REVISED = 0
    """LPC Revised's animators."""
    CLASSIC = 1
    """Universal LPC's animators."""
    POSE = 2
    """The draft's own pose, drawn well: what styles and users asked for."""
    FREE = 3
    """Anybody's idea of this motion: the draft only tells which moment it is."""
    UNTOLD = 4
    """Not known."""
