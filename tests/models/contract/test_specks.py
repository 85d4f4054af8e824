from dataclasses import replace

import numpy as np
from neonworks_models.contract.report import Rule
from neonworks_models.contract.specks import count_specks

from tests.models.contract.figures import HAIR, analysed, idle


def test_spots_of_one_and_two_pixels_count_diagonals_are_joined() -> None:
    mask = np.zeros((12, 12), dtype=np.bool_)
    mask[1, 1] = True
    mask[4, 4] = mask[5, 5] = True
    mask[8, 8] = mask[9, 9] = mask[10, 10] = True
    assert count_specks(mask) == 2
    assert count_specks(~np.zeros((3, 3), dtype=np.bool_)) == 0
    assert count_specks(np.zeros((3, 3), dtype=np.bool_)) == 0


def test_specks_of_the_still_are_its_own() -> None:
    clip = idle()
    spotted = clip.still.rgba.copy()
    spotted[3, 3] = HAIR
    still, analysis = analysed(spotted)
    frames = []
    for frame in clip.frames:
        own = frame.copy()
        own[3, 3] = HAIR
        frames.append(own)
    made = replace(clip, still=still, analysis=replace(analysis, box=clip.analysis.box), frames=tuple(frames))
    assert made.check()[Rule.SPECKS].passed
    frames[2][60, 3] = HAIR
    finding = replace(made, frames=tuple(frames)).check()[Rule.SPECKS]
    assert (finding.measured, finding.frame) == (1.0, 2)


def test_sparks_of_an_effect_are_no_specks() -> None:
    clip = idle()
    frame = clip.frames[2].copy()
    frame[5, 5] = (255, 255, 120, 255)
    made = clip.with_frame(2, frame)
    assert not made.check()[Rule.SPECKS].passed
    assert replace(made, effects=((255, 255, 120),)).check()[Rule.SPECKS].passed
