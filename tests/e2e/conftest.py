"""One real daemon, with real workers, for all end-to-end tests."""

from collections.abc import Iterator

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings

from tests.fakes.daemons import running_daemon


@pytest.fixture(scope="session")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """Two workers, no cache, so that every request is drawn."""
    folder = tmp_path_factory.mktemp("daemon")
    with running_daemon(Settings(state_dir=str(folder), cache=False), scripted=False) as info:
        yield info
