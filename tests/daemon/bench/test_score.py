from pathlib import Path

import numpy as np
from neonworks_daemon.bench.cases import read_strips
from neonworks_daemon.bench.score import bench_score, drawn_strip, slid_strip
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline

from tests.daemon.bench.drawn_cases import write_cases


def test_every_action_has_ours_beside_two_baselines(tmp_path: Path) -> None:
    result = bench_score(cases=write_cases(tmp_path, strips=1))
    assert [(row[0], row[2]) for row in result.rows] == [
        (name, way)
        for name in ("idle", "walk", "all")
        for way in ("ours, draft", "ours, sprite", "still", "slide")
    ]
    still = next(row for row in result.rows if row[0] == "walk" and row[2] == "still")
    assert (still[4], still[7]) == (0.0, 0.0)
    ours = next(row for row in result.rows if row[0] == "walk" and row[2] == "ours, draft")
    assert ours[6] == 1.0
    assert isinstance(ours[7], float)
    assert ours[7] > 0


def test_our_frames_come_on_the_artists_canvas(tmp_path: Path) -> None:
    pipeline = Pipeline(default_registry())
    for strip in read_strips(write_cases(tmp_path, strips=1)):
        assert [f.shape for f in drawn_strip(pipeline, strip)] == [f.shape for f in strip.frames]


def test_the_slide_moves_the_whole_picture(tmp_path: Path) -> None:
    strip = next(s for s in read_strips(write_cases(tmp_path, strips=1)) if s.name == "walk")
    frames = slid_strip(strip)
    assert np.array_equal(frames[0], strip.still.rgba)
    assert len({f.tobytes() for f in frames}) > 1
    assert all((f > 0).sum() == (strip.still.rgba > 0).sum() for f in frames)
