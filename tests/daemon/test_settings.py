"""Reading the configuration."""

import os
from pathlib import Path

import pytest
from neonworks_daemon.settings import (
    HOME_VARIABLE,
    Settings,
    default_config_path,
    default_data_dir,
    load_settings,
)
from neonworks_protocol.errors import BadRequest


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))


def test_without_a_file_the_defaults_apply(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.state_path == tmp_path
    assert settings.ready_path == tmp_path / "daemon.json"


def test_the_file_is_read_and_options_win_over_it() -> None:
    default_config_path().write_text('workers = 3\nport = 4711\nallowed_origins = ["https://a.example"]\n')
    settings = load_settings(overrides={"workers": 1, "cache": None})
    assert (settings.workers, settings.port, settings.cache) == (1, 4711, True)
    assert settings.allowed_origins == ("https://a.example",)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("workes = 2", "workes"),
        ("workers = 0", "workers"),
        ("workers = 'two'", "workers"),
        ("port = 70000", "port"),
        ("exit_when_idle = -1.0", "exit_when_idle"),
        ("log_level = 'loud'", "log_level"),
        ("workers = ", "config.toml"),
        ("\xff", "config.toml"),
    ],
)
def test_a_mistake_names_the_file_and_the_field(text: str, word: str) -> None:
    default_config_path().write_bytes(text.encode("latin-1"))
    with pytest.raises(BadRequest, match=word) as caught:
        load_settings()
    assert "config.toml" in caught.value.message


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no configuration file"):
        load_settings(tmp_path / "absent.toml")


def test_an_option_out_of_range_is_refused_too() -> None:
    with pytest.raises(BadRequest, match="port"):
        load_settings(overrides={"port": -1})


def test_results_lie_beside_the_state_unless_they_are_sent_elsewhere(tmp_path: Path) -> None:
    assert Settings().data_path == tmp_path / "data"
    assert Settings(state_dir="~/state").data_path == Path("~/state/data").expanduser()
    assert Settings(state_dir="state", data_dir="~/results").data_path == Path("~/results").expanduser()
    assert Settings(data_dir="results").data_path == Path("results")


def test_without_history_less_is_kept() -> None:
    assert Settings().kept_bytes == Settings().store_bytes == 2 << 30
    assert Settings(history=False).kept_bytes == 64 << 20
    assert Settings(history=False, store_bytes=1000).kept_bytes == 1000


def test_without_a_home_of_our_own_the_systems_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOME_VARIABLE)
    assert default_data_dir().name == "neonworks-animator"


def test_watched_folders(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[watch]]\npath = "/art"\nsettle_ms = 50\n[[watch]]\npath = "/more"\nname = "second"\n')
    first, second = load_settings(file).watch
    assert (first.path, first.settle_ms, second.name, second.scan_s) == ("/art", 50, "second", 30.0)
    file.write_text('[[watch]]\npath = "/art"\nsettle = 50\n')
    with pytest.raises(BadRequest, match="settle"):
        load_settings(file)


@pytest.mark.parametrize(
    ("cpus", "workers", "background"), [(1, 2, 1), (2, 2, 1), (4, 2, 2), (8, 6, 6), (None, 2, 1)]
)
def test_background_workers_leave_a_processor_to_the_rest(
    cpus: int | None, workers: int, background: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cpus)
    assert Settings(workers=workers).background == background
    assert Settings(workers=workers, background_workers=0).background == 0
