"""One daemon with scripted workers for all tests that leave it as they found it."""

from collections.abc import Iterator

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings

from tests.fakes.daemons import running_daemon


@pytest.fixture(scope="session")
def scripted_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """Two workers, no cache, so that every request runs."""
    folder = tmp_path_factory.mktemp("scripted")
    with running_daemon(Settings(state_dir=str(folder), cache=False, log_level="debug")) as info:
        yield info
