"""The last phase of a cycle is moved until the loop closes."""

import math
from itertools import pairwise

import numpy as np
from neonworks_models.generators.loops import closed_phases
from neonworks_models.sprites.sprite import RGBA


def dial(value: float) -> RGBA:
    """A picture whose difference to another is the difference of their values, in whole steps."""
    return np.full((2, 2, 4), round(value), np.uint8)


def test_a_good_loop_is_left_alone() -> None:
    phases = (0.0, 0.25, 0.5, 0.75)
    assert closed_phases(phases, lambda p: dial(100 + 40 * math.sin(2 * math.pi * (p + 0.1)))) == phases


def test_a_repeat_of_the_first_frame_is_undone() -> None:
    phases = (0.0, 0.25, 0.5, 0.75)

    def steps(p: float) -> RGBA:
        return dial(10 if 0.2 < p < 0.7 else 0)

    assert np.array_equal(steps(phases[-1]), steps(0.0))
    closed = closed_phases(phases, steps)
    assert closed[:-1] == phases[:-1]
    assert not np.array_equal(steps(closed[-1]), steps(0.0))


def test_a_jump_over_the_seam_is_shared_with_the_step_before() -> None:
    phases = (0.0, 0.25, 0.5, 0.75)

    def ramp(p: float) -> RGBA:
        return dial(200 * min(p, 4 * (1 - p)))

    closed = closed_phases(phases, ramp)
    values = [float(ramp(p)[0, 0, 0]) for p in closed]
    inside = max(abs(b - a) for a, b in pairwise(values))
    assert abs(values[-1] - values[0]) <= 1.25 * inside


def test_a_picture_that_never_moves_keeps_its_phases() -> None:
    assert closed_phases((0.0, 0.5), lambda _: dial(7)) == (0.0, 0.5)
