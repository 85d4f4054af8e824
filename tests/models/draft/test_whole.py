"""Operations on whole figures: moving, squashing, toppling."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.contract.limits import Contact, ContractLimits
from neonworks_models.draft.raster import Packed, pack_pixels
from neonworks_models.draft.whole import (
    footed_soles,
    grounded,
    held,
    lowest_row,
    moved,
    on_floor,
    settled,
    squashed,
    toppled,
)

from tests.fakes.bipeds import biped


def figure(margin: int = 0) -> Packed:
    return np.pad(pack_pixels(biped("adventurer_down").sprite.rgba), margin)


FOOT = 44
CORE = 24.0


def test_the_lowest_row() -> None:
    canvas = np.zeros((5, 4), np.uint32)
    assert lowest_row(canvas) is None
    canvas[2, 1] = 7
    assert lowest_row(canvas) == 3


@given(dx=st.integers(-8, 8), dy=st.integers(-9, 9))
def test_moving_loses_only_what_leaves(dx: int, dy: int) -> None:
    canvas = np.arange(1, 7 * 5 + 1, dtype=np.uint32).reshape(7, 5)
    height, width = canvas.shape
    expected = np.zeros_like(canvas)
    ys, xs = np.nonzero(canvas)
    inside = (ys + dy >= 0) & (ys + dy < height) & (xs + dx >= 0) & (xs + dx < width)
    expected[ys[inside] + dy, xs[inside] + dx] = canvas[ys[inside], xs[inside]]
    assert np.array_equal(moved(canvas, dx, dy), expected)


def test_no_squash_is_no_change() -> None:
    assert np.array_equal(squashed(figure(), CORE, FOOT, 1.0, 1.0), figure())


@pytest.mark.parametrize(("wide", "high"), [(1.1, 0.86), (0.9, 1.14), (1.3, 1.0)])
def test_squashing_stands_on_the_foot_line(wide: float, high: float) -> None:
    canvas = figure(20)
    out = squashed(canvas, CORE + 20, FOOT + 20, wide, high)
    assert lowest_row(out) == lowest_row(canvas)
    old, new = ([np.flatnonzero(c.any(axis=axis)) for axis in (1, 0)] for c in (canvas, out))
    for scale, before, after in zip((high, wide), old, new, strict=True):
        assert np.ptp(after) + 1 == pytest.approx(scale * (np.ptp(before) + 1), abs=1.5)
    assert set(np.unique(out)) <= set(np.unique(canvas))


def test_hardly_any_fall_is_none() -> None:
    assert np.array_equal(toppled(figure(), CORE, FOOT, 0.5), figure())
    nothing = np.zeros((6, 6), np.uint32)
    assert not toppled(nothing, 3, 6, 90).any()


@pytest.mark.parametrize("degrees", [30.0, 60.0, 90.0, -45.0, -90.0])
def test_a_falling_figure_rests_on_the_ground(degrees: float) -> None:
    canvas = figure(30)
    out = toppled(canvas, CORE + 30, FOOT + 30, degrees)
    assert out.shape == canvas.shape
    assert lowest_row(out) == FOOT + 30
    assert set(np.unique(out)) <= set(np.unique(canvas))
    assert (out != 0).sum() == pytest.approx((canvas != 0).sum(), rel=0.1)


@pytest.mark.parametrize("degrees", [90.0, -90.0])
def test_a_fallen_figure_lies_across_the_place_where_it_stood(degrees: float) -> None:
    canvas = figure(30)
    out = toppled(canvas, CORE + 30, FOOT + 30, degrees)
    tall, wide = (np.ptp(np.flatnonzero(canvas.any(axis=axis))) + 1 for axis in (1, 0))
    lying_tall, lying_wide = (np.ptp(np.flatnonzero(out.any(axis=axis))) + 1 for axis in (1, 0))
    assert lying_tall == pytest.approx(wide, abs=1)
    assert lying_wide == pytest.approx(tall, abs=1)
    xs = np.flatnonzero(out.any(axis=0))
    assert (xs[0] + xs[-1] + 1) / 2 == pytest.approx(CORE + 30, abs=1)


@pytest.mark.parametrize("degrees", [60.0, 90.0, -90.0])
def test_the_head_lands_on_the_side_that_the_figure_fell_to(degrees: float) -> None:
    canvas = figure(30)
    top = np.flatnonzero(canvas.any(axis=1))[0]
    head = canvas[top : top + 8]
    head[head != 0] = 7
    out = toppled(canvas, CORE + 30, FOOT + 30, degrees)
    side = np.nonzero(out == 7)[1].mean() - (CORE + 30)
    assert abs(side) > 5
    assert (side > 0) == (degrees > 0)


def at_heights(*below: int) -> list[Packed]:
    """Frames of a block whose lowest row lies that far below the foot line at 40."""
    frames = []
    for low in below:
        frame = np.zeros((60, 40), np.uint32)
        frame[20 + low : 40 + low, 15:25] = 3
        frames.append(frame)
    return frames


def heights(frames: Sequence[Packed]) -> list[int]:
    return [(lowest_row(frame) or 0) - 40 for frame in frames]


@pytest.mark.parametrize(
    "contact", [Contact.PLANTED, Contact.STEPPING, Contact.WALKING, Contact.FALLING], ids=lambda c: c.name
)
def test_standing_figures_are_set_on_the_ground(contact: Contact) -> None:
    assert heights(grounded(at_heights(0, 1, -1, 5, -7), 40, contact, 48)) == [0, 1, -1, 0, 0]


def test_a_leap_stands_at_its_ends_and_sinks_nowhere() -> None:
    assert heights(grounded(at_heights(-2, 4, -9, 1, 3), 40, Contact.LEAPING, 48)) == [0, 0, -9, 1, 0]


def test_a_run_touches_the_ground_twice_and_flies_low() -> None:
    flight = int(ContractLimits().flight)
    assert heights(grounded(at_heights(-3, -12, -4, -15), 40, Contact.RUNNING, 48)) == [
        0,
        -flight,
        0,
        -flight,
    ]


def test_what_hovers_is_left_in_the_air() -> None:
    frames = at_heights(-10, 3)
    assert heights(grounded(frames, 40, Contact.HOVERING, 48)) == [-10, 3]
    assert grounded([np.zeros((60, 40), np.uint32)], 40, Contact.PLANTED, 48)[0].any() is np.False_


def test_a_figure_that_slides_is_held_by_its_foot() -> None:
    (block,) = at_heights(0)
    limit = int(ContractLimits().step_hold)
    slid = [block, moved(block, 7, 0), moved(block, 14, 0)]
    columns = [int(np.flatnonzero(frame.any(axis=0))[0]) for frame in held(slid, 40, 48)]
    assert columns[0] == 15
    assert all(abs(b - a) <= limit for a, b in itertools.pairwise(columns))


def test_a_figure_that_stays_is_left_alone() -> None:
    frames = at_heights(0, 0, 0)
    assert all(np.array_equal(a, b) for a, b in zip(held(frames, 40, 48), frames, strict=True))


def test_settled_leaves_what_the_contract_allows() -> None:
    frames = at_heights(0, 1, -1, 0)
    out = settled(frames, 40, Contact.STEPPING, 48, depth=False, loop=False)
    assert [lowest_row(frame) for frame in out] == [lowest_row(frame) for frame in frames]
    assert all((a == b).all() for a, b in zip(out, frames, strict=True))


def test_settled_cuts_soles_that_lie_too_low_and_leaves_the_body() -> None:
    body = np.zeros((60, 20), np.uint32)
    body[10:43, 5:9] = 7
    (low,) = settled([body], 40, Contact.STEPPING, 48, depth=False, loop=False)
    assert lowest_row(low) == 41 and (low[:41] == body[:41]).all()
    (toward,) = settled([body], 40, Contact.STEPPING, 48, depth=True, loop=False)
    assert lowest_row(toward) == 42
    (planted,) = settled([body], 40, Contact.PLANTED, 48, depth=True, loop=False)
    assert lowest_row(planted) == 41


def test_settled_sets_a_body_down_only_as_far_as_it_must() -> None:
    assert heights(settled(at_heights(0, -5, 0), 40, Contact.WALKING, 48, depth=False, loop=True)) == [
        0,
        -1,
        0,
    ]
    assert heights(settled(at_heights(-5, 5), 40, Contact.FALLING, 48, depth=False, loop=False)) == [-2, 2]


def test_settled_joins_the_ends_of_a_loop_only() -> None:
    frames = at_heights(1, -1, -1)
    assert heights(settled(frames, 40, Contact.WALKING, 48, depth=True, loop=False)) == [1, -1, -1]
    assert heights(settled(frames, 40, Contact.WALKING, 48, depth=True, loop=True)) == [0, -1, -1]


def test_settled_leaves_leaps_to_grounded() -> None:
    frames = at_heights(0, -12, 3)
    settled_ = settled(frames, 40, Contact.LEAPING, 48, depth=True, loop=False)
    assert heights(settled_) == heights(grounded(frames, 40, Contact.LEAPING, 48))


def soles_at(*places: int) -> list[Packed]:
    """A body that stays, on a sole of six columns from each of ``places``."""
    frames = []
    for x in places:
        frame = np.zeros((60, 40), np.uint32)
        frame[20:37, 15:25] = 3
        frame[37:40, x : x + 6] = 5
        frames.append(frame)
    return frames


@pytest.mark.parametrize(("place", "edges"), [(19, (19, 23)), (13, (14, 18)), (18, (18, 23))])
def test_a_sole_that_slides_too_far_is_narrowed_and_the_body_stays(
    place: int, edges: tuple[int, int]
) -> None:
    first, second = footed_soles(soles_at(16, place), 40, 48)
    columns = np.flatnonzero(second[38])
    assert (int(columns[0]), int(columns[-1])) == edges
    assert (second[20:37] == first[20:37]).all()


def test_a_sole_that_slides_beyond_its_width_takes_the_body_along() -> None:
    frames = soles_at(10, 30)
    assert (footed_soles(frames, 40, 48)[1] == held(frames, 40, 48)[1]).all()


@pytest.mark.parametrize("contact", list(Contact))
def test_who_stands_is_cut_at_the_canvas_floor_who_lies_or_flies_is_lifted(contact: Contact) -> None:
    frame = np.zeros((50, 10), np.uint32)
    frame[30:43] = 7
    shown = on_floor(frame, 41, contact)
    assert shown.shape == (41, 10)
    stands = contact in (Contact.PLANTED, Contact.STEPPING, Contact.WALKING)
    top = int(np.flatnonzero(shown.any(axis=1))[0])
    assert top == (30 if stands else 28)
    assert np.array_equal(on_floor(frame, 45, contact), frame[:45])
