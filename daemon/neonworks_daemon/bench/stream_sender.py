"""The sending end of ``bench stream``: a process of its own that serves frames in one of three ways.

Prints its port on one line, then answers each connection to ``/MODE/COUNT`` with ``COUNT`` frames.
"""

import asyncio
import base64
import hashlib
import io
import json
import sys
from collections.abc import Callable

import numpy as np
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.codec import encode
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Frame
from neonworks_protocol.vocabulary import Encoding, Tier
from PIL import Image
from websockets.asyncio.server import ServerConnection, serve

__all__ = ["MODES", "main", "sample_frames"]

MODES = ("bare", "protocol", "json")
SIZE = 64


def sample_frames() -> list[RGBA]:
    """Eight pictures of 64×64: a drawn character, moving."""
    still = next(e.sprite.rgba for e in example_sprites() if e.sprite.rgba.shape == (SIZE, SIZE, 4))
    return [np.ascontiguousarray(np.roll(still, shift, axis=1)) for shift in range(-4, 4)]


def _message(index: int, data: bytes, sha256: str) -> Frame:
    return Frame(
        clip_id="clip-1",
        take=1,
        index=index % 32,
        tier=Tier.DRAFT,
        revision=0,
        sha256=sha256,
        encoding=Encoding.RAW,
        data=data,
        seq=index,
    )


def _makers() -> dict[str, Callable[[int], bytes | str]]:
    frames = sample_frames()
    raw = [frame.tobytes() for frame in frames]
    digests = [hashlib.sha256(data).hexdigest() for data in raw]
    count = len(frames)

    def protocol(index: int) -> bytes:
        at = index % count
        return encode(_message(index, raw[at], digests[at]))

    ready = [protocol(index) for index in range(count)]

    def bare(index: int) -> bytes:
        return ready[index % count]

    def web(index: int) -> str:
        stream = io.BytesIO()
        Image.fromarray(frames[index % count]).save(stream, format="PNG")
        picture = base64.b64encode(stream.getvalue()).decode("ascii")
        return json.dumps({"type": "preview", "index": index, "image": f"data:image/png;base64,{picture}"})

    return {"bare": bare, "protocol": protocol, "json": web}


async def _serve() -> None:
    makers = _makers()

    async def answer(socket: ServerConnection) -> None:
        assert socket.request is not None
        _, mode, count = socket.request.path.split("/")
        make = makers[mode]
        for index in range(int(count)):
            await socket.send(make(index))

    largest = Limits().largest_message
    async with serve(answer, "127.0.0.1", 0, compression=None, max_size=largest) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Serve until standard input closes."""
    asyncio.run(_serve())


if __name__ == "__main__":
    main()
