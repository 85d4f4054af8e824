"""Folders and files that other users of the machine cannot prepare for us."""

import os
import stat
import sys
from pathlib import Path

import pytest
from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.private import open_private, private_folder, read_private

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links are POSIX")

NOBODY = 65534
as_root = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="gives files away")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_for_its_user_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert private_folder(tmp_path / "state") == tmp_path / "state"
    finally:
        os.umask(before)
    assert _mode(tmp_path / "state") == 0o700
    assert private_folder(tmp_path / "state"), "and is taken again"


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_a_folder_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state").chmod(mode)
    with pytest.raises(StorageFailed, match="chmod go-w"):
        private_folder(tmp_path / "state")


def test_a_link_to_such_a_folder_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "state").symlink_to("open")
    with pytest.raises(StorageFailed, match="chmod go-w"):
        private_folder(tmp_path / "state")


@as_root
def test_what_another_user_put_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", NOBODY, NOBODY)
    (tmp_path / "link").symlink_to("own")
    os.chown(tmp_path / "link", NOBODY, NOBODY, follow_symlinks=False)
    for name in ("theirs", "link"):
        with pytest.raises(StorageFailed, match="belongs to another user"):
            private_folder(tmp_path / name)
    (tmp_path / "file").write_bytes(b"planted")
    os.chown(tmp_path / "file", NOBODY, NOBODY)
    with pytest.raises(PermissionError):
        read_private(tmp_path / "file", 9)


def test_a_place_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="--state-dir"):
        private_folder(tmp_path / "file")


def test_files_are_for_their_user_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        os.close(open_private(tmp_path / "new", os.O_WRONLY | os.O_CREAT))
    finally:
        os.umask(before)
    assert _mode(tmp_path / "new") == 0o600


def test_links_pipes_and_folders_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(OSError):
            read_private(tmp_path / name, 9)
    assert read_private(tmp_path / "real", 9) == b"x"


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" * 10)
    assert read_private(tmp_path / "file", 4) == b"xxxx"
    (tmp_path / "file").chmod(0o606)
    with pytest.raises(PermissionError, match="other users"):
        read_private(tmp_path / "file", 9)
