"""Memory of processes."""

import os

import psutil
import pytest
from neonworks_daemon.memory import resident_bytes, tree_bytes


def test_this_process_uses_some_and_a_missing_one_none() -> None:
    assert resident_bytes(os.getpid()) > 1 << 20
    assert resident_bytes(2**22 + 1) == 0


def test_it_is_what_the_system_says() -> None:
    assert resident_bytes(os.getpid()) == pytest.approx(psutil.Process().memory_info().rss, rel=0.1)


def test_a_tree_is_the_sum_of_its_parts() -> None:
    assert tree_bytes([]) == 0
    assert tree_bytes([os.getpid(), 2**22 + 1]) > 1 << 20
