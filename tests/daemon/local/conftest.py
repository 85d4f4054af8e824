"""One real daemon for the tests of commands that use one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings

from tests.fakes.daemons import running_daemon


@pytest.fixture(scope="session")
def real_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ReadyInfo]]:
    """Its state folder, and where it listens; one worker that draws."""
    folder = tmp_path_factory.mktemp("daemon")
    with running_daemon(Settings(state_dir=str(folder), workers=1), scripted=False) as info:
        yield folder, info
