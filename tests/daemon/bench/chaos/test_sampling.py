import asyncio
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from neonworks_daemon.bench.chaos.sampling import TreeSampler, sample_tree


def test_children_files_and_descriptors_are_counted(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.bin").write_bytes(bytes(2_000_000))
    alone = sample_tree(os.getpid(), folder=tmp_path)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        both = sample_tree(os.getpid(), folder=tmp_path)
        assert child.stdin is not None
        child.stdin.close()
    assert both.processes == alone.processes + 1
    assert both.rss_mb > alone.rss_mb
    assert both.descriptors > alone.descriptors
    assert 0 < both.main_mb < both.own_mb
    assert (both.files, both.disk_mb) == (1, 2.0)


def test_a_process_that_is_gone_says_so() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    with pytest.raises(psutil.NoSuchProcess):
        sample_tree(child.pid)


async def test_samples_come_in_order() -> None:
    async with TreeSampler(os.getpid(), every_s=0.01) as sampler:
        while len(sampler.samples) < 3:
            await asyncio.sleep(0.01)
    times = [sample.at_s for sample in sampler.samples]
    assert times == sorted(times)
