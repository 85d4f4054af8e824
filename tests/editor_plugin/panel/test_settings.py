"""Settings are kept whole, survive damage, and are told to listeners."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.panel.settings import EditorSettings, SettingsStore, ThemeChoice, settings_path


def test_changes_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "editor.json"
    wanted = EditorSettings(theme=ThemeChoice.LIGHT, scale=1.5, daemon_python="/opt/python")
    SettingsStore(path).change(wanted)
    again = SettingsStore(path)
    assert (again.current, again.problem) == (wanted, "")
    assert [p.name for p in path.parent.iterdir()] == ["editor.json"]


def test_listeners_hear_changes_once(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "editor.json")
    heard: list[EditorSettings] = []
    store.listen(heard.append)
    store.change(EditorSettings(scale=2.0))
    store.change(EditorSettings(scale=2.0))
    assert heard == [EditorSettings(scale=2.0)]


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"scale": 9}', b'{"theme": "pink"}', b"\xff\xfe", b"[]"])
def test_damaged_settings_are_put_aside(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "editor.json"
    path.write_bytes(damaged)
    store = SettingsStore(path)
    assert store.current == EditorSettings()
    assert "editor.damaged.json" in store.problem
    assert path.with_name("editor.damaged.json").read_bytes() == damaged


@given(st.binary(max_size=200))
def test_any_bytes_open_with_some_settings(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "editor.json"
    path.write_bytes(content)
    assert 1.0 <= SettingsStore(path).current.scale <= 2.0


def test_unknown_fields_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "editor.json"
    path.write_text('{"theme": "light", "from_tomorrow": 1}')
    store = SettingsStore(path)
    assert (store.current.theme, store.problem) == (ThemeChoice.LIGHT, "")


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = SettingsStore(tmp_path / "file" / "editor.json")
    store.change(EditorSettings(scale=1.25))
    assert "could not be kept" in store.problem
    assert store.current.scale == 1.25


def test_the_path_is_in_the_users_configuration() -> None:
    assert settings_path().name == "editor.json"
    assert settings_path().is_absolute()


def test_a_home_of_the_users_choice_has_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    assert settings_path() == tmp_path / "editor.json"
