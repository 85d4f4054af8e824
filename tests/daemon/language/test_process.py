"""Settings on their way into the process of a larger language model."""

import pytest
from neonworks_daemon.language.process import SETTINGS_VARIABLE, reader_command, settings_here
from neonworks_daemon.settings import LlmSettings, Settings


def test_the_process_reads_what_the_daemon_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(reader="tiny", llm=LlmSettings(threads=3, url="http://127.0.0.1:1/v1"))
    monkeypatch.setenv(SETTINGS_VARIABLE, reader_command(given).env[SETTINGS_VARIABLE])
    assert settings_here() == given


def test_started_by_hand_it_has_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTINGS_VARIABLE, raising=False)
    assert settings_here() == Settings()
