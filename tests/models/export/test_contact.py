import numpy as np
from neonworks_models.export.contact import ContactRow, contact_sheet

from tests.models.export.clips import noise_frames, walking_square


def test_pixels_are_enlarged_whole() -> None:
    frame = noise_frames(1, 1, 9, 6, 6)[0]
    page = contact_sheet([ContactRow("a", (frame,))], scale=4)
    corner = page[4 + 16 :, 4:]
    for y, x in np.argwhere(frame[..., 3] == 255):
        block = corner[4 * y : 4 * y + 4, 4 * x : 4 * x + 4]
        assert (block == frame[y, x]).all()


def test_transparency_shows_two_greys() -> None:
    page = contact_sheet([ContactRow("", (np.zeros((16, 16, 4), np.uint8),))], scale=4)
    cell = page[20:84, 4:68].reshape(-1, 4)
    assert len(np.unique(cell, axis=0)) == 2


def test_rows_of_different_sizes_are_labelled() -> None:
    rows = [
        ContactRow("walk", walking_square(4)),
        ContactRow("a longer label", noise_frames(0, 2, 3, 30, 20)),
    ]
    page = contact_sheet(rows, scale=2)
    assert page.shape == (2 * 8 + (16 + 24) + (16 + 40), 2 * 64 + 8, 4)
    without = contact_sheet([ContactRow("", row.frames) for row in rows], scale=2)
    assert (page != without).any()
    assert (page[..., 3] == 255).all()


def test_nothing_is_still_a_picture() -> None:
    assert contact_sheet([]).shape[2] == 4
