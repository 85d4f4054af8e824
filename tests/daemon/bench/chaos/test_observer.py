import asyncio
import time

import msgspec
from neonworks_daemon.bench.chaos.observer import Observer
from neonworks_daemon.bench.running import bench_client, own_daemon
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.messages import Publish, WatchReport
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState


async def test_announcements_and_folders_are_heard() -> None:
    async with own_daemon(workers=1) as info:
        # The first address is wrong, as after a kill.
        places = [msgspec.structs.replace(info, port=1), info]

        async def find() -> ReadyInfo:
            return places.pop(0) if len(places) > 1 else places[0]

        observer = Observer(find)
        listening = asyncio.create_task(observer.listen())
        try:
            async with await bench_client(info) as client:
                record = WatchRecord(root="art", state=WatchState.IDLE, files=3)
                await client.ask(WatchReport(request_id="w", roots=(record,)))
                deadline = time.monotonic() + 20
                while not await observer.folders() and time.monotonic() < deadline:
                    await asyncio.sleep(0.01)
                assert (await observer.folders())["art"].files == 3
                # A publishing goes by its name and path: the second stands for one told by another daemon.
                for path in ("a.png", "b.png"):
                    await client.ask(
                        Publish(
                            request_id="p",
                            root="art",
                            path=path,
                            sha256="a" * 64,
                            recipe="b" * 64,
                            outputs=(),
                        )
                    )
                while not observer.told_again and time.monotonic() < deadline:
                    await asyncio.sleep(0.01)
            assert [each.change.path for each in observer.heard] == ["a.png"]
            assert observer.told_again == 1
            assert len(observer.deaf) == 1
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
