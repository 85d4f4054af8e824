"""The way in for weights: checksum, format, structure, tensors."""

import hashlib
import os
import sys
from pathlib import Path

import pytest
from neonworks_models.catalog.weights import inspect_weights, load_tensors
from neonworks_protocol.errors import BadRequest

from tests.fakes.weight_files import GOOD, LIES, safetensors


def _file(tmp_path: Path, data: bytes, name: str = "w.bin") -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("kind", GOOD)
def test_good_files_are_what_they_are_whatever_their_name(tmp_path: Path, kind: str) -> None:
    report = inspect_weights(_file(tmp_path, GOOD[kind], "renamed.pth"))
    assert (report.kind, report.tensors, report.size_bytes) == (kind, 1, len(GOOD[kind]))
    assert report.sha256 == _sha(GOOD[kind])


def test_tensors_and_metadata_are_loaded(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD["safetensors"])
    loaded = load_tensors(path, _sha(GOOD["safetensors"]))
    assert loaded.arrays["w"].tolist() == [0.0, 0.0]
    assert dict(loaded.metadata) == {"format": "x"}


def test_one_other_bit_is_another_file(tmp_path: Path) -> None:
    data = bytearray(GOOD["safetensors"])
    data[-1] ^= 1
    with pytest.raises(BadRequest, match="its checksum differs"):
        load_tensors(_file(tmp_path, bytes(data)), _sha(GOOD["safetensors"]))


@pytest.mark.parametrize("data", [GOOD["gguf"], GOOD["onnx"], *LIES.values()])
def test_a_pinned_checksum_alone_makes_no_tensors(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadRequest):
        load_tensors(_file(tmp_path, data), _sha(data))


def test_types_that_are_not_computed_with_are_said(tmp_path: Path) -> None:
    data = safetensors({"w": {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]}}, bytes(2))
    with pytest.raises(BadRequest, match="BF16"):
        load_tensors(_file(tmp_path, data), _sha(data))


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadRequest, match="no file"):
            inspect_weights(path)
        with pytest.raises(BadRequest):
            load_tensors(path, "0" * 64)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(BadRequest, match="no file"):
            inspect_weights(tmp_path / "pipe")
