import os
import subprocess
import sys

import pytest
from neonworks_daemon.bench.process import bench_daemon, tree_use
from neonworks_protocol.errors import Unavailable


def test_children_are_part_of_the_tree() -> None:
    alone = tree_use(os.getpid())
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        both = tree_use(os.getpid())
        assert child.stdin is not None
        child.stdin.close()
    assert both.processes == alone.processes + 1
    assert both.rss > alone.rss
    assert 0 < both.uss <= both.rss


def test_a_process_that_is_gone_says_so() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    with pytest.raises(Unavailable, match="ended"):
        tree_use(child.pid)


def test_ours_stands_beside_a_bare_process() -> None:
    result = bench_daemon(starts=1, idle_s=0.2)
    ours, bare = result.rows
    assert (ours[0], bare[0]) == ("our daemon", "bare Python with numpy and OpenCV")
    assert isinstance(ours[2], float)
    assert isinstance(bare[2], float)
    assert ours[2] > bare[2] > 0
    assert [check.name for check in result.checks] == [
        "start to ready",
        "memory of the whole tree",
        "idle CPU",
    ]
