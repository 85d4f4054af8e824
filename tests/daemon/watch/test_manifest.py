"""The record of a published result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.manifest import (
    ClipEntry,
    Manifest,
    decode_manifest,
    encode_manifest,
    manifest_name,
)
from neonworks_protocol.errors import BadRequest


def test_round_trip_and_names() -> None:
    clip = ClipEntry(
        animation="walk",
        label="walk_left",
        text="walks",
        action="walk",
        direction="left",
        frames=8,
        passed=True,
        files=("x/a.png",),
    )
    manifest = Manifest(
        sprite="a.png", sha256="s", recipe="r", maker="m", clips=(clip,), files={"x/a.png": "h"}, notes=("n",)
    )
    data = encode_manifest(manifest)
    assert decode_manifest(data) == manifest and data.endswith(b"\n") and b'"format": 1' in data
    assert manifest_name("big hero") == "big_hero.animations.json"


@given(st.binary(max_size=100))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BadRequest, match="not a manifest"):
        decode_manifest(data)
