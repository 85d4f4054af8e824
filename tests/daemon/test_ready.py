"""The ready file and the instance lock."""

import os
import stat
import sys
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.ready import (
    ReadyInfo,
    clear_ready,
    instance_lock,
    new_token,
    read_ready,
    remove_ready,
    write_ready,
)
from neonworks_protocol.errors import Busy, StorageFailed

INFO = ReadyInfo(host="127.0.0.1", port=4711, token="t", pid=1, build="b", versions=(1,))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "daemon.json"
    write_ready(path, INFO)
    assert read_ready(path) == INFO
    assert [p.name for p in path.parent.iterdir()] == ["daemon.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_only_the_owner_may_read_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_ready(tmp_path / "daemon.json", INFO)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "daemon.json").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links")
def test_a_link_or_a_file_that_others_may_write_counts_as_no_daemon(tmp_path: Path) -> None:
    real, path = tmp_path / "real.json", tmp_path / "daemon.json"
    write_ready(real, INFO)
    path.symlink_to(real)
    assert read_ready(path) is None
    write_ready(path, INFO)
    assert read_ready(real) == INFO, "the link was replaced, not followed"
    path.chmod(0o620)
    assert read_ready(path) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "daemon.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageFailed, match="--state-dir"), instance_lock(tmp_path / "daemon.lock"):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_only_ones_own_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    remove_ready(path, msgspec.structs.replace(INFO, pid=2))
    assert read_ready(path) == INFO
    remove_ready(path, INFO)
    assert not path.exists()
    remove_ready(path, INFO)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="--state-dir"):
        write_ready(tmp_path / "file" / "daemon.json", INFO)
    with pytest.raises(StorageFailed, match="--state-dir"), instance_lock(tmp_path / "file" / "lock"):
        pass


def test_the_lock_is_held_once_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "daemon.lock"
    with instance_lock(path), pytest.raises(Busy), instance_lock(path):
        pass
    with instance_lock(path):
        pass


def test_tokens() -> None:
    assert len(new_token()) >= 43
    assert new_token() != new_token()


def test_what_a_killed_daemon_left_is_cleared(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    (tmp_path / ".daemon.json.4711").write_bytes(b"{")
    (tmp_path / "daemon.log").write_text("")
    clear_ready(path)
    assert [left.name for left in tmp_path.iterdir()] == ["daemon.log"]
    clear_ready(path)
