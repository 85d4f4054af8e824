"""The user's configuration file, changed one value at a time."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_daemon.local.configuring import list_settings, set_setting, show_setting, unset_setting
from neonworks_daemon.settings import Settings, load_settings
from neonworks_protocol.errors import BadRequest

FILE = """# my settings
workers = 1  # one is enough

[llm]
threads = 2

[[watch]]
path = "/art"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    return tmp_path / "config.toml"


def test_a_value_is_added_changed_and_taken_out(file: Path) -> None:
    set_setting("reader", "tiny")
    set_setting("llm.threads", "4")
    assert (load_settings().reader, load_settings().llm.threads) == ("tiny", 4)
    set_setting("reader", "/models/a b.gguf")
    assert load_settings().reader == "/models/a b.gguf"
    unset_setting("reader")
    unset_setting("llm.threads")
    assert load_settings() == Settings()


def test_comments_order_and_other_tables_stay(file: Path) -> None:
    file.write_text(FILE)
    set_setting("llm.batch", "256")
    set_setting("llm.threads", "8")
    set_setting("reader", "off")
    text = file.read_text()
    assert text.startswith("# my settings\nworkers = 1  # one is enough\n")
    assert text.index('reader = "off"') < text.index("[llm]") < text.index("batch") < text.index("[[watch]]")
    read = load_settings()
    assert (read.llm.threads, read.llm.batch, read.reader, read.watch[0].path) == (8, 256, "off", "/art")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("llm.thread", "2", "did you mean 'llm.threads'"),
        ("workers", "99", "workers was not changed"),
        ("workers", "many", "workers was not changed"),
        ("nothing.at.all", "1", "config list"),
    ],
)
def test_what_is_not_fit_changes_nothing(file: Path, name: str, value: str, why: str) -> None:
    file.write_text(FILE)
    with pytest.raises(BadRequest, match=why):
        set_setting(name, value)
    assert file.read_text() == FILE


def test_a_value_of_several_lines_is_left_to_the_user(file: Path) -> None:
    text = 'allowed_hosts = [\n  "a",\n]\n'
    file.write_text(text)
    with pytest.raises(BadRequest, match="by hand"):
        set_setting("allowed_hosts", "b")
    assert file.read_text() == text


def test_the_list_marks_what_is_the_users_own(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(FILE)
    list_settings(as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert "workers = 1   # set in the file" in lines and 'reader = "auto"' in lines
    list_settings(as_json=True)
    assert json.loads(capsys.readouterr().out)["llm.threads"] == 2
    show_setting("llm.keep_alive")
    assert capsys.readouterr().out == "300.0\n"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_survives_the_file(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path_factory.mktemp("home")))
        try:
            set_setting("llm.model", text)
        except BadRequest:
            # It reads as a number or a truth value, which a name is not.
            return
        assert load_settings().llm.model == text


def test_the_file_is_toml(file: Path) -> None:
    set_setting("llm.url", 'http://127.0.0.1:1/"v1"')
    assert tomllib.loads(file.read_text())["llm"]["url"] == 'http://127.0.0.1:1/"v1"'
