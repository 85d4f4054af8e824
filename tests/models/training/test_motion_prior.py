"""Guide lines as pose fields, from a small guide set drawn here."""

from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.guides import GuideBook
from neonworks_models.motion.pose import FIELDS, field_index
from neonworks_models.sprites.rig import Joint
from neonworks_models.training.motion_prior import BODY, guide_values
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray
from PIL import Image

Lines = dict[str, list[tuple[int, int, int, int]]]
"""Guide -> its lines as (x0, x1, y0, y1) on a 64×64 frame."""

FRONT: Lines = {
    "Neckline - High": [(29, 35, 35, 36)],
    "Hips": [(26, 38, 49, 50)],
    "Shoulders": [(25, 26, 37, 41), (38, 39, 37, 41)],
    "Elbows": [(22, 25, 42, 43), (39, 42, 42, 43)],
    "Wrists": [(20, 24, 45, 46), (40, 44, 45, 46)],
    "Knees": [(26, 30, 52, 53), (34, 38, 52, 53)],
    "Ankles": [(26, 30, 56, 57), (34, 38, 56, 57)],
}
STEP: Lines = FRONT | {
    "Wrists": [(17, 21, 45, 46), (40, 44, 45, 46)],
    "Ankles": [(26, 30, 56, 57), (34, 38, 51, 52)],
}
"""The right wrist swings out by three, the left ankle rises by five."""
SIDE: Lines = FRONT | {
    "Shoulders": [(30, 31, 37, 41)],
    "Elbows": [(29, 32, 42, 43)],
    "Wrists": [(29, 33, 45, 46)],
}
SIDE_STEP: Lines = SIDE | {"Wrists": [(35, 39, 44, 45)]}


def strip(frames: list[tuple[Lines, Lines]], name: str) -> NDArray[np.uint8]:
    """A guide sheet: (front, side) per frame; the rows are up, left, down, right."""
    sheet = np.zeros((256, 64 * len(frames), 4), np.uint8)
    for column, (front, side) in enumerate(frames):
        for row, lines in enumerate((front, side, front, side)):
            part = sheet[64 * row : 64 * row + 64, 64 * column : 64 * column + 64]
            part[20:62, 12] = part[20:62, 50] = (81, 118, 16, 255)
            for x0, x1, y0, y1 in lines[name]:
                part[y0:y1, x0:x1] = (92, 154, 42, 255)
    return sheet


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guides")
    sheets = {"Idle": [(FRONT, SIDE)], "Walk": [(FRONT, SIDE), (STEP, SIDE_STEP)]}
    for name in FRONT:
        place = folder / "_ Guides & Palettes" / "Body Guidelines" / BODY / name
        place.mkdir(parents=True)
        for stem, frames in sheets.items():
            Image.fromarray(strip(frames, name)).save(place / f"{stem}.png")
    body = folder / "Body" / "Body 02 - Masculine, Thin" / "Tan"
    body.mkdir(parents=True)
    for stem, frames in sheets.items():
        shade = np.full((256, 64 * len(frames), 4), (90, 80, 70, 255), np.uint8)
        shade[:, 32::64] = (200, 180, 160, 255)
        Image.fromarray(shade).save(body / f"{stem}.png")
    return folder


def limb(root: Path, view: Direction, side: str, *words: str) -> float:
    still = GuideBook(root).joints(BODY, "idle", view, 0)
    points = np.array([still[Joint(f"{side}_{word}")] for word in words])
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def test_a_still_frame_moves_nothing(root: Path) -> None:
    first = guide_values(root, "walk", Direction.DOWN, 2, cyclic=True)[0]
    assert np.nanmax(np.abs(first)) == pytest.approx(0)


def test_displacements_are_in_the_units_of_poses(root: Path) -> None:
    values = guide_values(root, "walk", Direction.DOWN, 2, cyclic=True)
    assert values.shape == (2, len(FIELDS))
    moved = {name: float(values[1, field_index(name)]) for name in FIELDS}
    arm = limb(root, Direction.DOWN, "right", "shoulder", "elbow", "wrist")
    leg = limb(root, Direction.DOWN, "left", "hip", "knee", "ankle")
    assert moved["right_wrist_x"] == pytest.approx(-3 / arm)
    assert moved["left_ankle_y"] == pytest.approx(-5 / leg)
    for still in ("left_wrist_x", "left_elbow_x", "right_knee_y", "right_ankle_y"):
        assert moved[still] == pytest.approx(0)


def test_what_guides_cannot_tell_is_not_a_number(root: Path) -> None:
    values = guide_values(root, "walk", Direction.DOWN, 2, cyclic=True)
    for name in ("root_y", "neck_x", "head_x", "head_y", "head_tilt", "left_foot_tilt", "right_foot_tilt"):
        assert np.isnan(values[:, field_index(name)]).all()
    side = guide_values(root, "walk", Direction.RIGHT, 2, cyclic=False)
    assert np.isnan(side[:, field_index("left_wrist_x")]).all(), "the far arm is hidden"
    assert np.isfinite(side[:, field_index("right_wrist_x")]).all()


def test_a_cycles_far_arm_does_later_what_the_near_one_does(root: Path) -> None:
    values = guide_values(root, "walk", Direction.RIGHT, 2, cyclic=True)
    near, far = (values[:, field_index(f"{side}_wrist_x")] for side in ("right", "left"))
    arm = limb(root, Direction.RIGHT, "right", "shoulder", "elbow", "wrist")
    assert near.tolist() == pytest.approx([0.0, 6 / arm])
    assert far.tolist() == pytest.approx([6 / arm, 0.0])


def test_a_strip_without_guides_says_nothing(root: Path) -> None:
    assert np.isnan(guide_values(root, "slash", Direction.DOWN, 3, cyclic=False)).all()
