"""Whatever is sent, the sender gets one clear line and the daemon goes on serving everyone else."""

import contextlib
import io
import struct
import zlib
from collections.abc import AsyncIterator

import msgspec
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.messages import Done, Failed, Frame, ServerMessage
from neonworks_protocol.vocabulary import Action
from PIL import Image
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.fakes.daemons import client_of, collect, submit


def _encoded(mode: str, kind: str, **options: object) -> bytes:
    image = Image.fromarray(example_sprites()[0].sprite.rgba)
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def _png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


HERO = _encoded("RGBA", "PNG")


def _animated() -> bytes:
    frames = [Image.fromarray(s.sprite.rgba) for s in example_sprites()[:2]]
    out = io.BytesIO()
    frames[0].save(out, "PNG", save_all=True, append_images=[f.resize(frames[0].size) for f in frames[1:]])
    return out.getvalue()


@pytest.fixture
async def client(daemon: ReadyInfo) -> AsyncIterator[DaemonClient]:
    async with client_of(daemon) as connected:
        yield connected


async def _draws(client: DaemonClient) -> list[ServerMessage]:
    messages = await collect(await submit(client, "walk", sprite=HERO))
    assert isinstance(messages[-1], Done), messages[-1]
    return messages


@pytest.mark.parametrize(
    "sprite",
    [
        pytest.param(HERO[: len(HERO) // 2], id="truncated"),
        pytest.param(HERO[:20], id="header cut off"),
        pytest.param(_png_header(0, 0), id="0x0"),
        pytest.param(_png_header(20_000, 20_000), id="20000x20000"),
        pytest.param(_png_header(2048, 2048), id="4 Mpx of nothing"),
        pytest.param(_encoded("CMYK", "JPEG"), id="CMYK JPEG renamed"),
        pytest.param(b"not a picture", id="text"),
        pytest.param(b"\x00" * 1000, id="zeros"),
        pytest.param(_encoded("RGBA", "PNG")[:-12], id="without its end chunk"),
    ],
)
async def test_a_bad_picture_is_refused_in_one_line(client: DaemonClient, sprite: bytes) -> None:
    messages = await collect(await submit(client, "walk", sprite=sprite))
    end = messages[-1]
    if isinstance(end, Done):
        assert sprite == HERO[:-12], "only the missing end mark is harmless"
        return
    assert isinstance(end, Failed)
    assert end.code == "bad_sprite"
    assert 10 < len(end.message) < 300
    assert "\n" not in end.message
    await _draws(client)


@pytest.mark.parametrize(
    "sprite",
    [pytest.param(_encoded("P", "PNG"), id="palette"), pytest.param(_animated(), id="animated")],
)
async def test_unusual_pictures_are_drawn(client: DaemonClient, sprite: bytes) -> None:
    messages = await collect(await submit(client, "walk", sprite=sprite))
    assert isinstance(messages[-1], Done), messages[-1]
    assert any(isinstance(m, Frame) for m in messages)


async def test_an_empty_text_says_what_to_give(client: DaemonClient) -> None:
    end = (await collect(await submit(client, "", sprite=HERO)))[-1]
    assert isinstance(end, Failed)
    assert (end.code, "text" in end.message) == ("bad_request", True)


def _raw_submit(**fields: object) -> bytes:
    message = {"type": "submit", "request_id": "raw", "sprite": HERO, "text": "walk", **fields}
    return msgspec.msgpack.encode(message)


_SPEC = {"animation_type": "walk"}

RAW_REQUESTS = [
    pytest.param({"text": "walk " * 20_000}, "bad_message", id="100,000 characters"),
    pytest.param({"actions": ["somersault"]}, "bad_message", id="unknown action"),
    pytest.param({"spec": [{**_SPEC, "frame_count": 10_000}]}, "bad_message", id="10,000 frames"),
    pytest.param({"spec": [{**_SPEC, "speed_multiplier": float("nan")}]}, "bad_message", id="NaN speed"),
    pytest.param({"spec": [{**_SPEC, "speed_multiplier": 1e9}]}, "bad_message", id="huge speed"),
    pytest.param({"tier": "perfect"}, "bad_message", id="unknown tier"),
    pytest.param({"seed": -1}, "bad_message", id="negative seed"),
    pytest.param({"sprite": b""}, "bad_message", id="no sprite"),
    pytest.param({"sprite": "text"}, "bad_message", id="sprite of the wrong type"),
    pytest.param({"joints": {"elbow": [1, 2]}}, "bad_request", id="unknown joint"),
    pytest.param({"type": "make_coffee"}, "unknown_message", id="unknown type"),
]


@pytest.mark.parametrize(("fields", "code"), RAW_REQUESTS)
async def test_a_bad_field_is_refused_by_name(
    daemon: ReadyInfo, fields: dict[str, object], code: str
) -> None:
    async with _raw(daemon) as socket:
        await socket.send(_raw_submit(**fields))
        answer = msgspec.msgpack.decode(await socket.recv(decode=False))
        while answer["type"] not in ("error", "failed"):
            answer = msgspec.msgpack.decode(await socket.recv(decode=False))
    assert answer["code"] == code
    assert answer["request_id"] in ("raw", None)
    assert 10 < len(answer["message"]) < 300
    async with client_of(daemon) as client:
        await _draws(client)


def _raw(info: ReadyInfo) -> "_Raw":
    return _Raw(info)


class _Raw:
    """A welcomed socket without a session of ours."""

    def __init__(self, info: ReadyInfo) -> None:
        self._connect = connect(
            info.uri,
            additional_headers={"Authorization": f"Bearer {info.token}"},
            compression=None,
            proxy=None,
            max_size=None,
        )

    async def __aenter__(self) -> ClientConnection:
        socket = await self._connect.__aenter__()
        hello = {"type": "hello", "versions": [1], "client": {"id": "raw client", "name": "raw"}}
        await socket.send(msgspec.msgpack.encode(hello))
        assert msgspec.msgpack.decode(await socket.recv(decode=False))["type"] == "welcome"
        return socket

    async def __aexit__(self, *error: object) -> None:
        # asyncio 3.11 loses the loop of a transport that closed with data still to send; aborting it again,
        # as websockets does, then raises.
        with contextlib.suppress(AttributeError):
            await self._connect.__aexit__(*error)  # type: ignore[arg-type]


DEEP = b"\x91" * 100_000 + b"\xc0"

GARBAGE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"\x00\x01\x02", id="three bytes"),
    pytest.param(b"\xc1" * 1000, id="never-used byte"),
    pytest.param(DEEP, id="100,000 deep"),
    pytest.param(b"\xdf\xff\xff\xff\xff", id="map of 4 billion"),
    pytest.param(b"\xc6\xff\xff\xff\xff", id="4 GiB of bytes, announced"),
    pytest.param("text", id="a text message"),
    pytest.param(msgspec.msgpack.encode({"no": "type"}), id="no type"),
    pytest.param(msgspec.msgpack.encode([1, 2, 3]), id="not a map"),
]


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_garbage_is_answered_and_the_connection_lives(daemon: ReadyInfo, garbage: bytes | str) -> None:
    async with _raw(daemon) as socket:
        await socket.send(garbage)
        answer = msgspec.msgpack.decode(await socket.recv(decode=False))
        assert answer["type"] == "error"
        assert answer["code"] in ("bad_message", "too_large", "unknown_message")
        await socket.send(msgspec.msgpack.encode({"type": "get_status", "request_id": "s"}))
        assert msgspec.msgpack.decode(await socket.recv(decode=False))["type"] == "status"


async def test_a_client_that_only_sends_garbage_is_dropped_and_others_are_not(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as other, _raw(daemon) as socket:
        with pytest.raises(ConnectionClosed):
            while True:
                await socket.send(b"\xc1")
                await socket.recv()
        assert socket.close_code == 1008
        await _draws(other)


async def test_a_message_over_the_limit_closes_its_connection_only(daemon: ReadyInfo) -> None:
    async with client_of(daemon) as other, _raw(daemon) as socket:
        with pytest.raises(ConnectionClosed):
            await socket.send(b"\x00" * (17 << 20))
            await socket.recv()
        assert socket.close_code == 1009
        await _draws(other)


async def test_actions_that_are_words_of_ours_but_not_for_this_body_are_refused(client: DaemonClient) -> None:
    prop = next(s for s in example_sprites() if s.name == "slime")
    out = io.BytesIO()
    Image.fromarray(prop.sprite.rgba).save(out, "PNG")
    messages = await collect(await submit(client, "", sprite=out.getvalue(), actions=tuple(Action)[:3]))
    assert isinstance(messages[-1], Done), messages[-1]
