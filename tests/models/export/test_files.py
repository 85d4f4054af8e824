import os
from pathlib import Path

import pytest
from neonworks_models.export.files import ensure_folder, remove_file, write_file, write_files
from neonworks_protocol.errors import StorageFailed


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a.bin"
    assert write_file(path, b"one") == path
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [found.name for found in path.parent.iterdir()] == ["a.bin"]


def test_files_keep_their_order(tmp_path: Path) -> None:
    assert [path.name for path in write_files(tmp_path, {"b": b"", "a": b""})] == ["b", "a"]


def test_a_file_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    with pytest.raises(StorageFailed, match="--out") as caught:
        write_file(tmp_path / "out" / "a.png", b"")
    assert "\n" not in caught.value.message
    with pytest.raises(StorageFailed):
        ensure_folder(tmp_path / "out")


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(StorageFailed):
        write_file(tmp_path / "a", b"data")
    assert [found.name for found in tmp_path.iterdir()] == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_files_have_the_users_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_file(tmp_path / "a", b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_removing(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    remove_file(tmp_path / "a")
    remove_file(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageFailed):
        remove_file(tmp_path / "folder")
