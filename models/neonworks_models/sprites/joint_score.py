"""How well joints and facings are read, against the artist's guide lines (needs the LPC sets).

Characters of the measuring share only: garments and colours that training never sees. Each still is shown
at a random size (0.5 to 4 times, nearest neighbour), cropped to its figure or padded by up to twice its
size, and half of them in a mirror. Errors are distances in figure heights over the joints that the artist
drew for that body; a constant skeleton (``joint_table``) is scored on the same stills beside them. The
table is told the true facing, our reading has to find it; a wrong facing swaps left and right and counts.

All LPC bodies share one skeleton, so that the table does well there; on the example sprites, which are of
other styles and in no training set, it cannot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator

from neonworks_models.data.labelled import TRUTH, Labeller
from neonworks_models.data.lpc import LpcSource, training_characters
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.figure import FigureFrame
from neonworks_models.sprites.joint_table import mean_skeleton
from neonworks_models.sprites.rig import Joint, Joints, Point
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["JointScore", "score_joints", "shown_differently"]


@dataclass(frozen=True)
class JointScore:
    """Mean errors in figure heights (0.03 = 3 %), by joint and over all; shares of right facings 0..1."""

    stills: int
    error: float
    table_error: float
    by_joint: Mapping[Joint, float]
    table_by_joint: Mapping[Joint, float]
    facing: float
    bipeds: float
    """Share of the stills read as bipeds."""
    facing_classic: float
    """Facing on as many stills of the classic set, which has no guide lines."""
    examples_error: float
    """Mean joint error on the bipeds of ``examples.gallery``, shown as they are."""
    examples_table_error: float
    examples_facing: float


@dataclass
class _Sums:
    errors: dict[Joint, list[float]] = field(default_factory=dict)
    facings: list[bool] = field(default_factory=list)

    def add(self, truth: Mapping[Joint, Point], read: Mapping[Joint, Point], height: float) -> None:
        for joint, point in truth.items():
            distance = float(np.hypot(point[0] - read[joint][0], point[1] - read[joint][1]))
            self.errors.setdefault(joint, []).append(distance / height)

    def means(self) -> dict[Joint, float]:
        return {joint: float(np.mean(self.errors[joint])) for joint in Joint if joint in self.errors}

    def mean(self) -> float:
        return float(np.mean([value for values in self.errors.values() for value in values]))


def score_joints(root: Path, n: int, seed: int) -> JointScore:
    """Score ``n`` withheld characters of each set, four stills each; ``root`` holds both sets."""
    random = np.random.default_rng(seed)
    ours, table, bipeds, classic = _Sums(), _Sums(), [], []
    for rgba, facing, truth in _stills(root, n, seed, random, LpcSource.REVISED):
        analysis = analyse(Sprite.from_rgba(rgba))
        read: Joints = (
            analysis.joints or analyse(Sprite.from_rgba(rgba), archetype=Archetype.BIPED).joints or {}
        )
        height = analysis.box.height
        frame = FigureFrame(analysis.box)
        constant = {joint: frame.to_canvas(point) for joint, point in mean_skeleton(facing).items()}
        ours.add(truth, read, height)
        table.add(truth, constant, height)
        ours.facings.append(analysis.facing is facing)
        bipeds.append(analysis.joints is not None)
    for rgba, facing, _ in _stills(root, n, seed, random, LpcSource.CLASSIC):
        classic.append(analyse(Sprite.from_rgba(rgba)).facing is facing)
    others, others_table = _examples()
    return JointScore(
        len(bipeds),
        ours.mean(),
        table.mean(),
        ours.means(),
        table.means(),
        float(np.mean(ours.facings)),
        float(np.mean(bipeds)),
        float(np.mean(classic)),
        others.mean(),
        others_table.mean(),
        float(np.mean(others.facings)),
    )


def _score(sprite: Sprite, facing: Direction, truth: Joints, ours: _Sums, table: _Sums) -> bool:
    """Add one still to both sums; whether it was read as a biped."""
    analysis = analyse(sprite)
    read: Joints = analysis.joints or analyse(sprite, archetype=Archetype.BIPED).joints or {}
    frame = FigureFrame(analysis.box)
    constant = {joint: frame.to_canvas(point) for joint, point in mean_skeleton(facing).items()}
    ours.add(truth, read, analysis.box.height)
    table.add(truth, constant, analysis.box.height)
    ours.facings.append(analysis.facing is facing)
    return analysis.joints is not None


def _examples() -> tuple[_Sums, _Sums]:
    ours, table = _Sums(), _Sums()
    for example in example_sprites():
        if example.joints is not None:
            _score(example.sprite, example.facing, example.joints, ours, table)
    return ours, table


def shown_differently(
    random: Generator, rgba: RGBA, facing: Direction, joints: Mapping[Joint, Point]
) -> tuple[RGBA, Direction, dict[Joint, Point]]:
    """The still at another size, on another canvas, perhaps mirrored, with its facing and joints."""
    factor = 0.5 * 8 ** random.random()
    height, width = (max(8, round(side * factor)) for side in rgba.shape[:2])
    rows = ((np.arange(height) + 0.5) * rgba.shape[0] / height).astype(int)
    columns = ((np.arange(width) + 0.5) * rgba.shape[1] / width).astype(int)
    picture = rgba[rows][:, columns]
    moved = {j: (x * width / rgba.shape[1], y * height / rgba.shape[0]) for j, (x, y) in joints.items()}
    box = figure_box(main_figure(picture[..., 3] > 127))
    picture = picture[box.y0 : box.y1, box.x0 : box.x1]
    pad = random.integers(0, box.height, size=4) if random.random() < 0.7 else np.zeros(4, int)
    picture = np.pad(picture, ((pad[0], pad[1]), (pad[2], pad[3]), (0, 0)))
    moved = {joint: (x - box.x0 + pad[2], y - box.y0 + pad[0]) for joint, (x, y) in moved.items()}
    if random.random() < 0.5:
        return picture[:, ::-1], facing.mirrored, mirrored_joints(moved, picture.shape[1])
    return picture, facing, moved


def _stills(
    root: Path, n: int, seed: int, random: Generator, source: LpcSource
) -> Iterator[tuple[RGBA, Direction, dict[Joint, Point]]]:
    labeller = Labeller(root)
    for character in training_characters(root, n, seed, holdout=True, sources=(source,)):
        for direction in Direction:
            still = labeller.still(character, direction)
            truth = {joint: still.joints[joint] for joint in still.joints if still.weights[joint] >= TRUTH}
            yield shown_differently(random, still.rgba, still.facing, truth)
