"""From settings to watchers."""

from pathlib import Path

import pytest
from neonworks_daemon.settings import WatchSettings
from neonworks_daemon.watch.running import root_options
from neonworks_protocol.errors import BadRequest


def test_an_entry_of_the_settings(tmp_path: Path) -> None:
    watched = WatchSettings(
        path=str(tmp_path), recipe="~/r.toml", formats=("gif",), settle_ms=50, scan_s=2.0, git_wait_s=9.0
    )
    options = root_options(watched)
    assert (options.folder, options.name) == (tmp_path, tmp_path.name)
    assert (options.settle_s, options.scan_s, options.git_patience_s) == (0.05, 2.0, 9.0)
    assert options.recipe == Path("~/r.toml").expanduser() and options.formats == ("gif",)


def test_names_are_unique_and_short(tmp_path: Path) -> None:
    watched = WatchSettings(path=str(tmp_path / ("x" * 90)))
    first = root_options(watched).name
    second = root_options(watched, taken=[first]).name
    third = root_options(watched, taken=[first, second]).name
    assert len({first, second, third}) == 3 and max(map(len, (first, second, third))) <= 64
    named = WatchSettings(path=str(tmp_path), name="art")
    assert [root_options(named).name, root_options(named, taken=["art"]).name] == ["art", "art-2"]


def test_a_path_that_depends_on_the_current_folder_is_refused() -> None:
    with pytest.raises(BadRequest, match="art is not a whole path"):
        root_options(WatchSettings(path="art"))
