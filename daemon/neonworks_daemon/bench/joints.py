"""``bench joints``: how near the analysis comes to joints that an artist marked, beside a constant table."""

from pathlib import Path

from neonworks_models.sprites.joint_score import score_joints
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.bench.result import BenchResult, Check

__all__ = ["bench_joints"]

_TARGET = 6.0
_FOLDERS = ("lpc-revised", "lpc-classic")


def bench_joints(*, sprites: Path, characters: int = 20, seed: int = 1) -> BenchResult:
    """Errors in percent of the figure's height; ``sprites`` holds the two layered sets."""
    missing = [name for name in _FOLDERS if not (sprites / name).is_dir()]
    if missing:
        raise BadRequest(
            f"{sprites} has no folder {missing[0]}; give the folder that holds both layered sets"
        )
    score = score_joints(sprites, characters, seed)
    rows = [
        (joint.value, 100 * score.by_joint[joint], 100 * score.table_by_joint[joint])
        for joint in score.by_joint
    ]
    rows.append(("all", 100 * score.error, 100 * score.table_error))
    rows.append(("our example sprites", 100 * score.examples_error, 100 * score.examples_table_error))
    return BenchResult(
        "joints",
        f"Joint error on {score.stills} stills of withheld characters, % of figure height",
        ("joint", "our analysis", "constant table"),
        tuple(rows),
        (
            Check("mean joint error", 100 * score.error, _TARGET, False, "%"),
            Check("beside the constant table", score.error / score.table_error, 1.0, False, "x"),
        ),
        (
            f"Facing right: {score.facing:.1%} of these, {score.facing_classic:.1%} of the classic set,"
            f" {score.examples_facing:.1%} of the examples; read as bipeds: {score.bipeds:.1%}.",
        ),
    )
