"""One real daemon with real workers for all tests of the watcher."""

from collections.abc import Iterator

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings

from tests.fakes.daemons import running_daemon


@pytest.fixture(scope="session")
def drawing_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """Draws, and remembers nothing."""
    folder = tmp_path_factory.mktemp("drawing")
    with running_daemon(Settings(state_dir=str(folder), cache=False), scripted=False) as info:
        yield info
