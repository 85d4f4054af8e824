import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from neonworks_models.contract.enforce import finish_frame, snap_colours
from neonworks_models.contract.specks import count_specks
from neonworks_models.sprites.rig import AlphaKind
from neonworks_models.sprites.sprite import RGBA

PALETTE = ((0, 0, 0), (200, 30, 30), (30, 200, 30), (250, 250, 250))


def test_off_palette_pixels_take_the_nearest_colour_and_others_stay() -> None:
    pixels = np.array(
        [[[190, 40, 40, 255], [30, 200, 30, 255], [120, 120, 120, 255], [240, 255, 240, 0]]], dtype=np.uint8
    )
    done = snap_colours(pixels.copy(), PALETTE)
    assert done[0, :, :3].tolist()[:2] == [[200, 30, 30], [30, 200, 30]]
    assert done[0, 3].tolist() == [240, 255, 240, 0]


def test_specks_go_unless_the_still_has_as_many() -> None:
    frame = np.zeros((10, 10, 4), dtype=np.uint8)
    frame[2:6, 2:6] = (200, 30, 30, 255)
    frame[8, 8] = (0, 0, 0, 255)
    assert finish_frame(frame, PALETTE, AlphaKind.BINARY)[8, 8, 3] == 0
    assert finish_frame(frame, PALETTE, AlphaKind.BINARY, still_specks=1)[8, 8, 3] == 255


@settings(max_examples=80, deadline=None)
@given(arrays(np.uint8, (9, 11, 4)), st.sampled_from(AlphaKind))
def test_a_finished_frame_keeps_the_pixel_rules_and_stays_finished(frame: RGBA, kind: AlphaKind) -> None:
    before = frame.copy()
    done = finish_frame(frame, PALETTE, kind)
    assert np.array_equal(frame, before)
    seen = done[..., 3] > 0
    assert {tuple(map(int, c)) for c in done[seen][:, :3]} <= set(PALETTE)
    assert not done[~seen].any()
    assert count_specks(done[..., 3] > 127) == 0
    if kind is AlphaKind.BINARY:
        assert set(np.unique(done[..., 3]).tolist()) <= {0, 255}
    assert np.array_equal(finish_frame(done, PALETTE, kind), done)
