import numpy as np
import pytest
from neonworks_models.data.characters import cut_frames, held_out, stack


def test_stack_lays_opaque_pixels_over_and_makes_alpha_binary() -> None:
    below, above = np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2, 4), np.uint8)
    below[0, 0], below[1, 1] = (1, 2, 3, 255), (4, 5, 6, 127)
    above[0, 0], above[0, 1] = (9, 9, 9, 200), (8, 8, 8, 10)
    stacked = stack([below, above])
    assert stacked[0, 0].tolist() == [9, 9, 9, 255]
    assert stacked[0, 1].tolist() == stacked[1, 1].tolist() == [0, 0, 0, 0]


def test_stack_needs_a_layer() -> None:
    with pytest.raises(ValueError, match="at least one"):
        stack([])


def test_cut_frames_takes_one_row() -> None:
    sheet = np.zeros((128, 192, 4), np.uint8)
    sheet[64:, 128:] = 7
    first, second = cut_frames(sheet, 1, 1, 2)
    assert first.sum() == 0
    assert (second == 7).all()


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (3, 0), (4, 1), (8, 2), (20, 5)])
def test_held_out_share(count: int, expected: int) -> None:
    names = [f"colour {i}" for i in range(count)]
    kept = held_out(names, 0.25)
    assert len(kept) == expected
    assert kept == held_out(reversed(names), 0.25)
    assert kept <= set(names)
