"""Freed memory goes back to the system."""

import ctypes
import sys

import pytest
from neonworks_daemon.heap import HeapTrimmer, system_trim
from neonworks_daemon.memory import resident_bytes

from tests.fakes.desks import FakeClock


def test_it_trims_now_and_then() -> None:
    clock, kept = FakeClock(), list[int]()

    def trim(keep: int) -> int:
        kept.append(keep)
        return 1

    tidy = HeapTrimmer(trim, every_s=5.0, clock=clock)
    for _ in range(12):
        tidy()
        clock.now += 1.0
    assert kept == [0, 0]


def test_without_such_a_function_nothing_happens() -> None:
    clock = FakeClock()
    tidy = HeapTrimmer(None, clock=clock)
    clock.now += 60
    tidy()


@pytest.mark.skipif(system_trim() is None, reason="this C library cannot trim")
def test_what_lies_under_something_in_use_goes_back_too() -> None:
    import os

    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
    size, count = 64 * 1024, 800
    blocks = [libc.malloc(size) for _ in range(count)]
    for block in blocks:
        ctypes.memset(block, 1, size)
    for block in blocks[:-1]:
        libc.free(block)
    before = resident_bytes(os.getpid())
    trim = system_trim()
    assert trim is not None
    trim(0)
    after = resident_bytes(os.getpid())
    libc.free(blocks[-1])
    assert sys.platform.startswith("linux")
    assert before - after > size * count / 2
