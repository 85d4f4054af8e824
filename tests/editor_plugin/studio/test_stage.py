from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.stage import stage_of

from tests.editor_plugin.studio.test_frames import clip, picture

_SIDES = st.integers(1, 64)


@given(st.lists(st.tuples(_SIDES, _SIDES, st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
def test_ground_points_meet_and_nothing_is_cut(shapes: list[tuple[int, int, float, float]]) -> None:
    frames = [
        picture(0, of=clip(canvas=(w, h), pivot=(float(round(w * px)), float(round(h * py)))))
        for w, h, px, py in shapes
    ]
    stage = stage_of(frames)
    for frame in frames:
        x, y = stage.place(frame)
        assert (x + frame.pivot[0], y + frame.pivot[1]) == stage.ground
        assert x >= 0 and y >= 0
        assert x + frame.size[0] <= stage.size[0] and y + frame.size[1] <= stage.size[1]


def test_the_still_lines_up_with_its_frames() -> None:
    frame = picture(0, of=clip(canvas=(10, 10), pivot=(5.0, 10.0), still_offset=(1, 4)))
    stage = stage_of([frame, picture(0, of=clip(canvas=(20, 12), pivot=(10.0, 12.0)))])
    assert stage.still(frame) == (6, 6)


def test_no_frames_give_a_pixel() -> None:
    assert stage_of([]).size == (1, 1)
