"""Bounds of what a client takes from a server."""

from typing import Any

import msgspec
import pytest
from neonworks_protocol.codec import encode
from neonworks_protocol.messages_server import Clip, Frame, ServerMessage

from tests.protocol.samples import clip, frame

CLIP = msgspec.msgpack.decode(encode(clip()))
FRAME = msgspec.msgpack.decode(encode(frame()))


def read(value: dict[str, Any]) -> Any:
    return msgspec.convert(value, ServerMessage)


def test_the_tag_comes_first_and_then_the_number() -> None:
    assert list(FRAME)[:2] == ["type", "seq"]


def test_a_clip_and_a_frame_are_read() -> None:
    assert isinstance(read(CLIP), Clip) and isinstance(read(FRAME), Frame)


@pytest.mark.parametrize(
    "change",
    [
        {"take": 0},
        {"frame_count": 0},
        {"frame_count": 33},
        {"canvas": [0, 2]},
        {"canvas": [2, 2, 4]},
        {"durations": []},
        {"durations": [0, 100]},
        {"action": "fly"},
        {"seq": -1},
    ],
)
def test_a_clip_out_of_bounds_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(CLIP | change)


@pytest.mark.parametrize(
    "change",
    [
        {"index": 32},
        {"index": -1},
        {"data": bytes(256 * 1024 + 1)},
        {"parts": 0},
        {"parts": 65},
        {"sha256": "short"},
        {"encoding": "jpeg"},
        {"tier": "best"},
        {"revision": -1},
    ],
)
def test_a_frame_out_of_bounds_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(FRAME | change)
