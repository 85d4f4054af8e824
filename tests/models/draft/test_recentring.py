from collections.abc import Sequence

import numpy as np
import pytest
from neonworks_models.contract.report import ContractReport, Finding, Rule
from neonworks_models.draft.raster import Packed
from neonworks_models.draft.recentring import only_broken, recentred


def at_columns(*places: int) -> list[Packed]:
    frames = []
    for x in places:
        frame = np.zeros((20, 30), np.uint32)
        frame[5:15, x : x + 4] = 9
        frames.append(frame)
    return frames


def columns(frames: Sequence[Packed]) -> list[int]:
    return [int(np.flatnonzero(frame.any(axis=0))[0]) for frame in frames]


class Judge:
    """Lets bodies stand a pixel off column 10; ``ground`` breaks as well where it is not 0."""

    def __init__(self, ground: float = 0.0) -> None:
        self.ground = ground
        self.asked = 0

    def __call__(self, frames: Sequence[Packed]) -> ContractReport:
        self.asked += 1
        off = [float(abs(x - 10)) for x in columns(frames)]
        worst = int(np.argmax(off))
        return ContractReport(
            (
                Finding.at_most(Rule.GROUND, self.ground, 1.0, "px"),
                Finding.at_most(Rule.CORE, off[worst], 1.0, "px", worst if off[worst] else None),
            )
        )


@pytest.mark.parametrize(
    ("places", "after"),
    [((10, 14, 10), (10, 10, 10)), ((10, 6, 13, 10), (10, 10, 10, 10)), ((10, 11, 9), (10, 11, 9))],
)
def test_bodies_off_their_track_come_back(places: tuple[int, ...], after: tuple[int, ...]) -> None:
    frames, report = recentred(at_columns(*places), Judge())
    assert columns(frames) == list(after)
    assert report.passed


def test_no_more_than_two_frames_are_moved() -> None:
    frames, report = recentred(at_columns(7, 14, 5, 16), Judge())
    assert sorted(abs(x - 10) for x in columns(frames)) == [0, 0, 3, 4]
    assert not report.passed


def test_what_is_broken_otherwise_stays_as_it_is() -> None:
    judge = Judge(ground=3.0)
    frames, report = recentred(at_columns(10, 14), judge)
    assert columns(frames) == [10, 14]
    assert judge.asked == 1
    assert not only_broken(report, Rule.CORE)
