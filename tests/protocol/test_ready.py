"""Reading the ready file, and where it lies."""

import os
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_protocol.ready import (
    HOME_VARIABLE,
    ReadyInfo,
    default_config_path,
    default_state_dir,
    home_folder,
    is_loopback,
    read_ready,
    user_state_dir,
)

INFO = ReadyInfo(host="127.0.0.1", port=4711, token="t", pid=1, build="b", versions=(1,))


def published(folder: Path, content: bytes) -> Path:
    path = folder / "daemon.json"
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def test_a_published_daemon_is_read(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "::1"):
        info = msgspec.structs.replace(INFO, host=host)
        assert read_ready(published(tmp_path, msgspec.json.encode(info))) == info


@pytest.mark.parametrize(
    "change", [{"host": "attacker.example"}, {"host": "0.0.0.0"}, {"pid": -1}, {"pid": 0}, {"port": 0}]
)
def test_a_file_that_names_another_machine_or_no_process_counts_as_no_daemon(
    tmp_path: Path, change: dict[str, object]
) -> None:
    info = msgspec.structs.replace(INFO, **change)
    assert read_ready(published(tmp_path, msgspec.json.encode(info))) is None


@given(content=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_anything_else_counts_as_no_daemon(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    assert read_ready(published(tmp_path_factory.getbasetemp(), content)) is None


def test_no_file_is_no_daemon(tmp_path: Path) -> None:
    assert read_ready(tmp_path / "daemon.json") is None


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links")
def test_a_link_or_a_file_that_others_may_write_counts_as_no_daemon(tmp_path: Path) -> None:
    path = published(tmp_path, msgspec.json.encode(INFO))
    (tmp_path / "link").symlink_to(path)
    assert read_ready(tmp_path / "link") is None
    path.chmod(0o620)
    assert read_ready(path) is None


def test_addresses() -> None:
    assert INFO.uri == "ws://127.0.0.1:4711/"
    assert msgspec.structs.replace(INFO, host="::1").uri == "ws://[::1]:4711/"


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.9.8.7", True),
        ("[::1]", True),
        ("::1", False),
        ("[::2]", False),
        ("128.0.0.1", False),
        ("127.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_the_text_alone(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_one_variable_moves_everything(monkeypatch: pytest.MonkeyPatch, own_home: Path) -> None:
    assert home_folder() == default_state_dir() == user_state_dir() == own_home
    assert default_config_path() == own_home / "config.toml"
    monkeypatch.delenv(HOME_VARIABLE)
    assert home_folder() is None
    assert "neonworks-animator" in str(default_state_dir())


def test_the_configuration_file_may_name_the_state_folder(own_home: Path, tmp_path: Path) -> None:
    (own_home / "config.toml").write_text(f"state_dir = '{tmp_path}'", encoding="utf-8")
    assert user_state_dir() == tmp_path


@pytest.mark.parametrize("content", ["state_dir = 7", "state_dir = ''", "state_dir", "\x00"])
def test_a_configuration_that_cannot_be_read_names_none(own_home: Path, content: str) -> None:
    (own_home / "config.toml").write_text(content, encoding="utf-8")
    assert user_state_dir() == own_home


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="gives files away")
def test_a_file_of_another_user_counts_as_no_daemon(tmp_path: Path) -> None:
    path = published(tmp_path, msgspec.json.encode(INFO))
    os.chown(path, 65534, 65534)
    assert read_ready(path) is None
