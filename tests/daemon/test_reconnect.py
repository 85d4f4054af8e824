"""How long a client waits before it looks for its daemon again, and where it looks."""

from pathlib import Path

import pytest
from neonworks_daemon.ready import ReadyInfo, write_ready
from neonworks_daemon.reconnect import Reconnect

HERE = ReadyInfo(host="127.0.0.1", port=1, token="t", pid=1, build="b", versions=(1,))
THERE = ReadyInfo(host="127.0.0.1", port=2, token="u", pid=2, build="b", versions=(1,))


def test_waits_grow_to_their_limit_and_end() -> None:
    waits = list(Reconnect(attempts=6, first_s=1.0, longest_s=5.0, factor=2.0, chance=lambda: 0.0).waits())
    assert waits == [0.0, 1.0, 2.0, 4.0, 5.0, 5.0]


def test_chance_takes_up_to_half_of_a_wait() -> None:
    waits = list(Reconnect(attempts=3, first_s=1.0, chance=lambda: 1.0).waits())
    assert waits == [0.0, 0.5, 1.0]


def test_the_defaults_give_a_daemon_about_a_minute() -> None:
    assert 30 < sum(Reconnect(chance=lambda: 0.5).waits()) < 90


@pytest.mark.parametrize("published", [True, False])
def test_a_restarted_daemon_is_found_by_its_ready_file(tmp_path: Path, published: bool) -> None:
    file = tmp_path / "daemon.json"
    if published:
        write_ready(file, THERE)
    assert Reconnect(ready_file=file).find(HERE) == (THERE if published else HERE)
    assert Reconnect().find(HERE) == HERE
