"""The shipped weights, on figures drawn by code that training has never seen (other seeds)."""

import numpy as np
import pytest
from neonworks_models.data.drawn import draw
from neonworks_models.data.drawn_figurine import draw_figurine
from neonworks_models.data.drawn_still import DrawnStill
from neonworks_models.sprites.figure import FigureFrame
from neonworks_models.sprites.joint_table import mean_skeleton
from neonworks_models.sprites.reader import Reading, StillReader
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sides import opposite
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_protocol.vocabulary import Archetype


@pytest.fixture(scope="module")
def drawn() -> list[tuple[DrawnStill, FigureFrame, Reading]]:
    random, reader, read = np.random.default_rng(987_654), StillReader.shipped(), []
    for index in range(200):
        still = draw(
            random, Archetype.BIPED if index % 2 else list(Archetype)[index // 2 % 5], 24 + index % 60
        )
        frame = FigureFrame(figure_box(main_figure(still.rgba[..., 3] > 127)))
        read.append((still, frame, reader.read(frame.picture(still.rgba))))
    return read


def test_reads_body_plans_and_facings_of_drawn_figures(
    drawn: list[tuple[DrawnStill, FigureFrame, Reading]],
) -> None:
    plans = [reading.archetype is still.archetype for still, _, reading in drawn]
    looks = [reading.facing is still.facing for still, _, reading in drawn if still.facing]
    assert np.mean(plans) > 0.93
    assert np.mean(looks) > 0.88


def test_small_big_headed_figures_are_bipeds_and_face_where_they_look() -> None:
    """Hats, hair over the back of the head, long dresses: what is 16 to 40 pixels tall in many games."""
    random, reader, plans, looks = np.random.default_rng(987_655), StillReader.shipped(), [], []
    for index in range(160):
        still = draw_figurine(random, 16 + index % 25)
        frame = FigureFrame(figure_box(main_figure(still.rgba[..., 3] > 127)))
        reading = reader.read(frame.picture(still.rgba))
        plans.append(reading.archetype is Archetype.BIPED)
        looks.append(reading.facing is still.facing)
    assert np.mean(plans) > 0.97
    assert np.mean(looks) > 0.84


def test_joints_are_far_better_than_a_constant_skeleton(
    drawn: list[tuple[DrawnStill, FigureFrame, Reading]],
) -> None:
    ours, table = [], []
    for still, frame, reading in drawn:
        if still.joints is None or still.facing is None:
            continue
        for joint, point in still.joints.items():
            true = np.array(frame.from_canvas(point))
            ours.append(np.linalg.norm(true - reading.skeletons[still.facing][joint]))
            table.append(np.linalg.norm(true - mean_skeleton(still.facing)[joint]))
    assert np.mean(ours) < 0.06
    assert np.mean(ours) < 0.5 * np.mean(table)


def test_a_mirrored_picture_gets_the_mirrored_reading(
    drawn: list[tuple[DrawnStill, FigureFrame, Reading]],
) -> None:
    reader = StillReader.shipped()
    for still, frame, reading in drawn[:40]:
        mirrored = reader.read(np.ascontiguousarray(frame.picture(still.rgba)[..., ::-1]))
        assert mirrored.facing is reading.facing.mirrored
        assert mirrored.archetype is reading.archetype
        assert mirrored.facing_confidence == pytest.approx(reading.facing_confidence, abs=1e-4)
        for joint in Joint:
            x, y = reading.skeletons[reading.facing][joint]
            assert mirrored.skeletons[mirrored.facing][opposite(joint)] == pytest.approx((1 - x, y), abs=1e-4)


def test_confidences_are_probabilities_and_mean_something(
    drawn: list[tuple[DrawnStill, FigureFrame, Reading]],
) -> None:
    right = [r.facing_confidence for s, _, r in drawn if s.facing and r.facing is s.facing]
    wrong = [r.facing_confidence for s, _, r in drawn if s.facing and r.facing is not s.facing]
    assert all(0 <= r.facing_confidence <= 1 and 0 <= r.archetype_confidence <= 1 for _, _, r in drawn)
    assert np.mean(right) > np.mean(wrong or [0.0])
