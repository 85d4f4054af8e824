"""For all tests: a home of their own, so that none meets the user's settings or daemon."""

from pathlib import Path

import pytest
from neonworks_daemon.settings import HOME_VARIABLE


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings and state for one test; subprocesses inherit it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return home
