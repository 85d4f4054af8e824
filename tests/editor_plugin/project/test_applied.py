from pathlib import Path

import pytest
from neonworks_editor.project.applied import AppliedClip


def test_durations_belong_to_frames() -> None:
    clip = AppliedClip("walk", (Path("1"), Path("2")), (100, 50), True, (2, 2), (1.0, 2.0))
    assert clip.total_ms == 150


@pytest.mark.parametrize(("frames", "durations"), [(0, ()), (2, (1,)), (1, (0,))])
def test_what_cannot_be_played_is_refused(frames: int, durations: tuple[int, ...]) -> None:
    with pytest.raises(ValueError):
        AppliedClip("walk", (Path("1"),) * frames, durations, True, (2, 2), (1.0, 2.0))
