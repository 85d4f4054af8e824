from pathlib import Path

import pytest
from neonworks_daemon.bench.chaos.git_tree import GitTree, git_is_here
from neonworks_protocol.errors import Unavailable

pytestmark = pytest.mark.skipif(not git_is_here(), reason="git is not installed")


def test_branches_hold_their_own_files(tmp_path: Path) -> None:
    (tmp_path / "own.png").write_bytes(b"own")
    tree = GitTree(tmp_path, "tracked")
    tree.create({"day": {"a.png": b"day", "b.png": b"b"}, "night": {"a.png": b"night"}})
    assert (tmp_path / "tracked" / "a.png").read_bytes() == b"night"
    assert not (tmp_path / "tracked" / "b.png").exists()
    (tmp_path / "tracked" / "a.png").write_bytes(b"local")
    tree.checkout("day")
    assert (tmp_path / "tracked" / "a.png").read_bytes() == b"day"
    assert (tmp_path / "tracked" / "b.png").read_bytes() == b"b"
    assert (tmp_path / "own.png").read_bytes() == b"own"


def test_failures_are_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="git checkout failed"):
        GitTree(tmp_path, "tracked").checkout("nowhere")
