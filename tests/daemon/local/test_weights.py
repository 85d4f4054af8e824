"""What the ``models`` commands print and raise."""

from pathlib import Path

import pytest
from neonworks_daemon.local.weights import check_file, convert_file
from neonworks_protocol.errors import BadRequest, StorageFailed

from tests.fakes.weight_files import GOOD, ZIPPED


def test_a_good_file_is_named_with_its_checksum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w.onnx").write_bytes(GOOD["onnx"])
    assert check_file(tmp_path / "w.onnx", as_json=False) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("w.onnx: onnx, 1 tensor, ")
    assert second.startswith("sha256 ")


def test_a_checkpoint_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "w.safetensors").write_bytes(ZIPPED)
    with pytest.raises(BadRequest, match=r"zip archive.*models convert"):
        check_file(tmp_path / "w.safetensors", as_json=False)


def test_a_target_is_kept(tmp_path: Path) -> None:
    (tmp_path / "t.safetensors").write_bytes(b"mine")
    with pytest.raises(StorageFailed, match="--force"):
        convert_file(tmp_path / "s", tmp_path / "t.safetensors", force=False, as_json=False)
    assert (tmp_path / "t.safetensors").read_bytes() == b"mine"
