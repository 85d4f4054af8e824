import psutil
from neonworks_daemon.bench.running import bench_client, own_daemon


async def test_the_daemon_is_gone_afterwards() -> None:
    async with own_daemon() as info, await bench_client(info) as client:
        assert (await client.status()).workers >= 1
        tree = [psutil.Process(info.pid), *psutil.Process(info.pid).children(recursive=True)]
        assert len(tree) >= 2
    gone, alive = psutil.wait_procs(tree, timeout=10)
    assert alive == []
    assert len(gone) == len(tree)
