"""``bench stream``: one-way frames between two processes, ours beside the two ways they could go instead.

All three send the same 64×64 RGBA pictures over a WebSocket on loopback and end with pixels in the
receiver's memory. *bare websockets* sends the bytes of our messages, made beforehand, and looks at none of
them: what the transport alone can do. *json + base64 PNG* is how most web interfaces send previews.
"""

import asyncio
import base64
import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neonworks_protocol.codec import server_decoder
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Frame
from PIL import Image
from websockets.asyncio.client import connect

from neonworks_daemon.bench.result import BenchResult, Check
from neonworks_daemon.bench.stream_sender import MODES, SIZE

__all__ = ["bench_stream"]

_LABELS = {"bare": "bare websockets", "protocol": "our protocol", "json": "json + base64 PNG"}
_FRAME_BYTES = SIZE * SIZE * 4
_BARE_TARGET, _JSON_TARGET = 0.5, 10.0

Receive = Callable[[bytes | str], int]
"""Takes one message to pixels; returns how many bytes of them."""


def bench_stream(*, frames: int = 10_000, rounds: int = 7) -> BenchResult:
    """Frames per second of each way, median over ``rounds`` in changing order."""
    rates: dict[str, list[float]] = {mode: [] for mode in MODES}
    with _sender() as port:
        asyncio.run(_warm_up(port))
        for turn in range(rounds):
            for mode in MODES[turn % len(MODES) :] + MODES[: turn % len(MODES)]:
                count = max(50, frames // 20) if mode == "json" else frames
                rates[mode].append(asyncio.run(_receive(port, mode, count)))
    return _result(rates)


def _result(rates: dict[str, list[float]]) -> BenchResult:
    median = {mode: statistics.median(values) for mode, values in rates.items()}
    rows = tuple(
        (
            _LABELS[mode],
            median[mode],
            min(rates[mode]),
            max(rates[mode]),
            median[mode] * _FRAME_BYTES / 1e6,
            median[mode] / median["bare"],
            median[mode] / median["json"],
        )
        for mode in MODES
    )
    checks = (
        Check("frames/s against bare websockets", median["protocol"] / median["bare"], _BARE_TARGET, True),
        Check("frames/s against json + base64 PNG", median["protocol"] / median["json"], _JSON_TARGET, True),
    )
    return BenchResult(
        "stream",
        f"One-way stream of {SIZE}×{SIZE} RGBA frames between two processes",
        ("way", "frames/s", "slowest", "fastest", "MB/s of pixels", "× bare", "× json"),
        rows,
        checks,
        (
            f"Medians of {len(rates['bare'])} rounds in changing order.",
            "Ours includes encoding and checking each message; a worker has hashed the pixels before.",
            "JSON includes packing and unpacking the PNG, as its two ends must.",
        ),
        {"rounds": rates},
    )


@contextmanager
def _sender() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "neonworks_daemon.bench.stream_sender"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line.strip().isdigit():
            raise Unavailable("the sending process did not start; run `neonworks-animator doctor`")
        yield int(line)
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _warm_up(port: int) -> None:
    for mode in MODES:
        await _receive(port, mode, 50)


async def _receive(port: int, mode: str, count: int) -> float:
    """Frames per second from the first to the last of ``count`` frames, pixels in hand."""
    receive = _receivers()[mode]
    url = f"ws://127.0.0.1:{port}/{mode}/{count}"
    async with connect(url, compression=None, max_size=Limits().largest_message, proxy=None) as socket:
        receive(await socket.recv())
        begin = time.perf_counter()
        for _ in range(count - 1):
            size = receive(await socket.recv())
        elapsed = time.perf_counter() - begin
    if size < _FRAME_BYTES:
        raise Unavailable(f"{_LABELS[mode]} lost pixels: {size} bytes of {_FRAME_BYTES}")
    return (count - 1) / elapsed


def _receivers() -> dict[str, Receive]:
    decoder = server_decoder()

    def protocol(message: bytes | str) -> int:
        frame = decoder.decode(message)
        return len(frame.data) if isinstance(frame, Frame) else 0

    def web(message: bytes | str) -> int:
        url = json.loads(message)["image"]
        with Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))) as picture:
            return len(picture.tobytes())

    return {"bare": len, "protocol": protocol, "json": web}
