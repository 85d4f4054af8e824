"""Formats are told by content."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.catalog.kinds import (
    HEAD_BYTES,
    WeightsKind,
    is_checkpoint,
    kind_of,
    looks_like_safetensors,
)
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import GOOD, LEGACY, ZIPPED


@pytest.mark.parametrize("kind", WeightsKind)
def test_good_files_are_told(kind: WeightsKind) -> None:
    assert kind_of(GOOD[kind][:HEAD_BYTES]) is kind


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (ZIPPED, "zip archive"),
        (LEGACY, "pickle, which runs code"),
        (pickle.dumps({"a": 1}, 0), "pickle in text form"),
        (pickle.dumps([1], 1), "pickle in text form"),
        (b"\x93NUMPY\x01\x00", "numpy file"),
        (b"\x89HDF\r\n\x1a\n", "HDF5"),
        (b"\x7fELF", "a program"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (bytes(257) + b"ustar", "tar archive"),
        (b"", "empty"),
        (b"hello", "in no format"),
        (b"\x89PNG\r\n\x1a\n", "a picture: name a file of weights"),
        (b"\n<!DOCTYPE html>", "a web page: name a file of weights"),
        (b"\x93NUMPY", "objects: get it as"),
    ],
)
def test_others_are_refused_by_what_they_are(head: bytes, words: str) -> None:
    with pytest.raises(BadRequest, match=words) as caught:
        kind_of(head[:HEAD_BYTES])
    assert "safetensors, GGUF or ONNX" in caught.value.message
    assert ("models convert" in caught.value.message) == is_checkpoint(head[:HEAD_BYTES])


@given(st.binary(max_size=HEAD_BYTES))
def test_any_bytes_are_told_or_refused(head: bytes) -> None:
    try:
        assert kind_of(head) in WeightsKind
    except BadRequest as error:
        assert error.message.isprintable()


def test_a_header_length_must_be_plausible() -> None:
    assert looks_like_safetensors(b"\x02" + bytes(7) + b"{}")
    assert not looks_like_safetensors(b"\xff" * 8 + b"{}")
    assert not looks_like_safetensors(b"\x02" + bytes(7) + b"[]")
