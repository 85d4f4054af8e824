"""Waiting for git."""

from pathlib import Path

from neonworks_daemon.watch.gitops import GitGuard, git_folder


def test_finds_the_git_folder_of_a_working_tree(tmp_path: Path) -> None:
    (tmp_path / "repo/.git").mkdir(parents=True)
    (tmp_path / "repo/art/heroes").mkdir(parents=True)
    assert git_folder(tmp_path / "repo/art/heroes") == tmp_path / "repo/.git"
    (tmp_path / "real").mkdir()
    (tmp_path / "repo/art/.git").write_text("gitdir: ../../real\n")
    assert git_folder(tmp_path / "repo/art/heroes") == tmp_path / "real"


def test_without_git_nothing_is_waited_for() -> None:
    assert GitGuard(None).busy(1.0) == ""


def test_waits_while_an_operation_is_under_way(tmp_path: Path) -> None:
    guard = GitGuard(tmp_path, patience_s=60.0)
    assert guard.busy(0.0) == ""
    (tmp_path / "index.lock").touch()
    assert guard.busy(1.0) == "index.lock"
    (tmp_path / "index.lock").unlink()
    (tmp_path / "rebase-merge").mkdir()
    assert guard.busy(2.0) == "rebase-merge"
    (tmp_path / "rebase-merge").rmdir()
    assert guard.busy(3.0) == ""


def test_patience_ends_and_begins_anew_with_the_next_operation(tmp_path: Path) -> None:
    guard = GitGuard(tmp_path, patience_s=60.0)
    (tmp_path / "MERGE_HEAD").touch()
    assert guard.busy(0.0) and guard.busy(59.0)
    assert guard.busy(61.0) == ""
    (tmp_path / "index.lock").touch()
    assert guard.busy(62.0) == "index.lock"
    (tmp_path / "MERGE_HEAD").unlink()
    (tmp_path / "index.lock").unlink()
    assert guard.busy(63.0) == ""
    (tmp_path / "MERGE_HEAD").touch()
    assert guard.busy(64.0) == "MERGE_HEAD"


def test_a_git_folder_that_cannot_be_read_blocks_nothing(tmp_path: Path) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(path)

    assert GitGuard(tmp_path, exists=refuse).busy(1.0) == ""
