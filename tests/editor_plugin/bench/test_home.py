"""A home of its own, and nothing left of it."""

import os
import tomllib

import pytest
from neonworks_editor.bench.home import HOME_VARIABLE, bench_home
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.ready import user_state_dir


def test_everything_moves_in_and_out_again() -> None:
    before = os.environ.get(HOME_VARIABLE)
    with bench_home() as home:
        assert user_state_dir() == home.folder
        assert home.project.is_dir() and home.ready is None
        with pytest.raises(Unavailable, match="no daemon"):
            home.kill()
        home.stop()
    assert not home.folder.exists()
    assert os.environ.get(HOME_VARIABLE) == before


def test_the_project_is_watched_by_later_daemons() -> None:
    with bench_home() as home:
        home.watch_project()
        settings = tomllib.loads((home.folder / "config.toml").read_text(encoding="utf-8"))
        assert settings == {"watch": [{"path": str(home.project)}]}
