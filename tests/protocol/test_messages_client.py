"""Bounds of what a client may send."""

from typing import Any

import msgspec
import pytest
from neonworks_protocol.messages_client import (
    ClientMessage,
    Credit,
    Export,
    Hello,
    ListJobs,
    Publish,
    Submit,
    WatchReport,
)
from neonworks_protocol.vocabulary import Encoding, Priority, Tier

SUBMIT = {"type": "submit", "request_id": "r1", "sprite": b"x"}
HELLO = {"type": "hello", "versions": [1], "client": {"id": "c", "name": "cli"}}

PUBLISH = {
    "type": "publish",
    "request_id": "q",
    "root": "assets",
    "path": "hero.png",
    "sha256": "0" * 64,
    "recipe": "0" * 64,
    "outputs": [],
}
RECORD = {"root": "assets", "state": "idle"}
REPORT = {"type": "watch_report", "request_id": "q", "roots": [RECORD]}


def read(value: dict[str, Any]) -> Any:
    return msgspec.convert(value, ClientMessage)


def test_a_submit_needs_only_an_id_and_a_sprite() -> None:
    message = read(SUBMIT)
    assert isinstance(message, Submit)
    assert (message.tier, message.only_tier, message.priority) == (Tier.SPRITE, False, Priority.REQUEST)


def test_raw_frames_are_the_common_ground() -> None:
    message = read(HELLO)
    assert isinstance(message, Hello) and message.encodings == (Encoding.RAW,)


@pytest.mark.parametrize(
    "change",
    [
        {"request_id": ""},
        {"request_id": "r" * 65},
        {"sprite": b""},
        {"sprite": "path/to/hero.png"},
        {"text": "a" * 2001},
        {"actions": ["fly"]},
        {"actions": ["walk"] * 9},
        {"directions": ["up"] * 5},
        {"spec": [{"animation_type": "walk"}] * 9},
        {"spec": [{"animation_type": "walk", "frame_count": 10_000}]},
        {"joints": {"neck": [1.0]}},
        {"joints": {f"j{number}": [0.0, 0.0] for number in range(65)}},
        {"keyframes": [b"x"] * 17},
        {"seed": -1},
        {"channel": ""},
    ],
)
def test_a_submit_out_of_bounds_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(SUBMIT | change)


@pytest.mark.parametrize(
    "value",
    [
        HELLO | {"versions": []},
        HELLO | {"encodings": []},
        HELLO | {"encodings": ["jpeg"]},
        {"type": "credit", "messages": 0},
        {"type": "credit", "messages": 1025},
        {"type": "list_jobs", "request_id": "q", "limit": 501},
        {"type": "variations", "request_id": "r", "sprite": b"x", "count": 17},
        {"type": "variations", "request_id": "r", "sprite": b"x", "strength": 1.5},
        {"type": "interpolate", "request_id": "r", "sprite": b"x", "other": b"y", "steps": 33},
        {"type": "interpolate", "request_id": "r", "sprite": b"x", "other": b"", "steps": 3},
        {"type": "export", "request_id": "q", "clips": [], "format": "gif"},
        {"type": "pin", "request_id": "q", "job_id": ""},
        PUBLISH | {"path": ""},
        PUBLISH | {"path": "a" * 1025},
        PUBLISH | {"outputs": ["a"] * 2049},
        PUBLISH | {"sha256": "short"},
        REPORT | {"roots": [RECORD] * 33},
        REPORT | {"roots": [RECORD | {"state": "asleep"}]},
        REPORT | {"roots": [RECORD | {"problems": ["no"] * 21}]},
        REPORT | {"roots": [RECORD | {"problems": ["n" * 301]}]},
        HELLO | {"resume": {"session": "s", "seq": 1, "credit": 1025}},
        HELLO | {"resume": {"session": "", "seq": 1}},
        {"type": "export", "request_id": "q", "clips": [{"clip_id": "c", "take": 0}], "format": "gif"},
    ],
)
def test_other_messages_out_of_bounds_are_refused(value: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(value)


def test_bounds_belong_to_the_range() -> None:
    assert isinstance(read({"type": "credit", "messages": 1024}), Credit)
    assert isinstance(read(PUBLISH | {"outputs": ["a"] * 2048, "path": "a" * 1024}), Publish)
    assert isinstance(read(REPORT | {"roots": [RECORD | {"problems": ["n" * 300] * 20}] * 32}), WatchReport)
    assert isinstance(read({"type": "list_jobs", "request_id": "q", "limit": 500}), ListJobs)
    assert isinstance(
        read({"type": "export", "request_id": "q", "clips": [{"clip_id": "c"}], "format": "gif"}), Export
    )
