"""One drawn set for all tests of this folder: making it takes a second."""

from pathlib import Path

import pytest

from tests.fakes.lpc_folder import make_lpc_folder


@pytest.fixture(scope="session")
def lpc_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_lpc_folder(tmp_path_factory.mktemp("lpc"))
