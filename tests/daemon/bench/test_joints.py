from pathlib import Path

import neonworks_daemon.bench.joints as joints
import pytest
from neonworks_models.sprites.joint_score import JointScore
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.errors import BadRequest


def test_a_folder_without_the_sets_is_named(tmp_path: Path) -> None:
    (tmp_path / "lpc-revised").mkdir()
    with pytest.raises(BadRequest, match="lpc-classic"):
        joints.bench_joints(sprites=tmp_path)


def test_errors_are_percent_beside_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lpc-revised", "lpc-classic"):
        (tmp_path / name).mkdir()
    score = JointScore(
        stills=8,
        error=0.04,
        table_error=0.08,
        by_joint={Joint.NECK: 0.03},
        table_by_joint={Joint.NECK: 0.05},
        facing=1.0,
        bipeds=1.0,
        facing_classic=0.9,
        examples_error=0.01,
        examples_table_error=0.02,
        examples_facing=1.0,
    )
    monkeypatch.setattr(joints, "score_joints", lambda root, n, seed: score)
    result = joints.bench_joints(sprites=tmp_path)
    assert result.rows == (
        ("neck", 3.0, 5.0),
        ("all", 4.0, 8.0),
        ("our example sprites", 1.0, 2.0),
    )
    assert result.met
