import numpy as np
from neonworks_models.data.drawn_figurine import draw_figurine
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_protocol.vocabulary import Archetype, Direction


def test_figures_are_whole_big_headed_and_as_tall_as_asked() -> None:
    random = np.random.default_rng(3)
    heights, seen = [], set()
    for _ in range(80):
        still = draw_figurine(random, 32)
        assert still.archetype is Archetype.BIPED
        assert still.joints is not None
        assert set(still.joints) == set(Joint)
        box = figure_box(main_figure(still.rgba[..., 3] > 127))
        heights.append(box.height)
        neck, top, pelvis = (still.joints[j][1] for j in (Joint.NECK, Joint.HEAD_TOP, Joint.PELVIS))
        assert 0.3 * 32 <= neck - top <= 0.64 * 32
        assert neck < pelvis < box.y1
        seen.add(still.facing)
    assert seen == set(Direction)
    assert 32 <= np.median(heights) <= 38
    assert max(heights) < 70


def test_sides_of_the_joints_follow_the_facing() -> None:
    random = np.random.default_rng(4)
    gaps: dict[Direction, list[float]] = {direction: [] for direction in Direction}
    for _ in range(120):
        still = draw_figurine(random, 40)
        assert still.joints is not None
        assert still.facing is not None
        gaps[still.facing].append(
            still.joints[Joint.LEFT_SHOULDER][0] - still.joints[Joint.RIGHT_SHOULDER][0]
        )
    assert min(gaps[Direction.DOWN]) > 0
    assert max(gaps[Direction.UP]) < 0
    assert np.abs(gaps[Direction.LEFT]).mean() < np.mean(gaps[Direction.DOWN])


def test_same_seed_same_figure() -> None:
    first, again = (draw_figurine(np.random.default_rng(9), 24) for _ in range(2))
    assert np.array_equal(first.rgba, again.rgba)
    assert first.joints == again.joints
