from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.bench.cases import read_front, read_strips
from neonworks_daemon.bench.turn import bench_turn, turned_strip
from neonworks_models.generators.artists import Artists
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.registry import GeneratorRegistry
from neonworks_models.generators.turning import Turner
from neonworks_models.nets.sprite_session import SpriteSession
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.hand_reader import Likeness
from neonworks_protocol.errors import UnsupportedDirection
from neonworks_protocol.vocabulary import Tier
from PIL import Image

from tests.daemon.bench.drawn_cases import write_cases
from tests.fakes.nets import STILL_HERE, digest, graph


class Copier:
    """A net that takes the front for every side."""

    name, sha256 = "copier", digest(graph(STILL_HERE))

    def session(self) -> SpriteSession:
        return SpriteSession(graph(STILL_HERE))


def pipeline(*, known: bool) -> Pipeline:
    shares = (0.0, 1.0, 0.0) if known else (0.0, 0.0, 1.0)
    artists = Artists(lambda sprite: Likeness(shares))
    return Pipeline(GeneratorRegistry((DraftBiped(artists=artists),), Turner(Copier(), artists)))


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Two characters that look from behind as they do from the front."""
    folder = write_cases(tmp_path)
    for case in folder.iterdir():
        for path in list(case.glob("*_down.png")):
            with Image.open(path) as picture:
                picture.save(case / path.name.replace("down", "up"))
    return folder


def test_strips_of_other_directions_are_drawn_from_the_front(cases: Path) -> None:
    result = bench_turn(cases=cases, pipeline=pipeline(known=True))
    ways = ("front", "ours, draft")
    names = ("idle", "walk", "up", "all")
    assert [(row[0], row[2]) for row in result.rows] == [(name, way) for name in names for way in ways]
    assert {row[0]: row[1] for row in result.rows} == {"idle": 2, "walk": 2, "up": 4, "all": 4}
    front = next(row for row in result.rows if row[0] == "all" and row[2] == "front")
    assert (front[4], front[6]) == (0.0, 0.0)
    (check,) = result.checks
    assert check.measured == next(row[3] for row in result.rows if row[0] == "all" and row[2] != "front")


def test_what_cannot_be_turned_is_counted(cases: Path) -> None:
    result = bench_turn(cases=cases, pipeline=pipeline(known=False))
    assert result.rows == ()
    assert any("4 strips left out" in note and "manner of the sets" in note for note in result.notes)


def test_a_turned_strip_lies_on_the_fronts_canvas(cases: Path) -> None:
    strip = next(strip for strip in read_strips(cases) if strip.analysis.facing == "up")
    front = read_front(cases, strip.case)
    assert front is not None
    drawn = turned_strip(pipeline(known=True), strip, front, Tier.DRAFT)
    assert [frame.shape for frame in drawn] == [frame.shape for frame in strip.frames]
    assert len({frame.tobytes() for frame in drawn}) > 1
    assert np.isin(drawn[0][..., 3], (0, 255)).all()
    with pytest.raises(UnsupportedDirection):
        turned_strip(pipeline(known=False), strip, front, Tier.DRAFT)


def test_a_case_without_a_front_has_none(cases: Path) -> None:
    (cases / "case_000" / "ref_down.png").unlink()
    assert read_front(cases, "case_000") is None
    assert read_front(cases, "case_001") is not None
