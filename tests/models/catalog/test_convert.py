"""Conversion through the real limited process."""

from pathlib import Path

import pytest
from neonworks_models.catalog.convert import convert_weights
from neonworks_protocol.errors import BadRequest, StorageFailed

from tests.fakes.weight_files import GOOD, ZIPPED, Touch, checkpoint


def test_a_checkpoint_becomes_a_checked_file(tmp_path: Path) -> None:
    (tmp_path / "old.ckpt").write_bytes(ZIPPED)
    made = convert_weights(tmp_path / "old.ckpt", tmp_path / "new.safetensors")
    assert (made.report.kind, made.report.tensors, made.dropped) == ("safetensors", 8, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.safetensors", "old.ckpt"]


def test_a_hostile_one_leaves_nothing_behind(tmp_path: Path) -> None:
    import pickle

    (tmp_path / "evil.ckpt").write_bytes(checkpoint(pickle.dumps(Touch(tmp_path / "canary"))))
    with pytest.raises(BadRequest, match=r"evil\.ckpt: the checkpoint asks for 'pathlib"):
        convert_weights(tmp_path / "evil.ckpt", tmp_path / "new.safetensors")
    assert [path.name for path in tmp_path.iterdir()] == ["evil.ckpt"]


def test_names_and_places_are_checked_first(tmp_path: Path) -> None:
    (tmp_path / "old.ckpt").write_bytes(ZIPPED)
    with pytest.raises(BadRequest, match=r"call it new\.safetensors"):
        convert_weights(tmp_path / "old.ckpt", tmp_path / "new.bin")
    with pytest.raises(BadRequest, match="there is no file"):
        convert_weights(tmp_path / "none.ckpt", tmp_path / "new.safetensors")
    with pytest.raises(StorageFailed, match="cannot write"):
        convert_weights(tmp_path / "old.ckpt", tmp_path / "no folder" / "new.safetensors")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD["safetensors"], r"old\.ckpt is safetensors already: there is nothing to convert"),
        (GOOD["gguf"], r"old\.ckpt is gguf already"),
        (b"\x89PNG\r\n\x1a\n", r"old\.ckpt: this is a picture: name a checkpoint"),
        (b"hello", r"old\.ckpt: this is in no format that is known here: name a checkpoint"),
    ],
)
def test_what_is_no_checkpoint_is_told_as_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "old.ckpt").write_bytes(content)
    with pytest.raises(BadRequest, match=told):
        convert_weights(tmp_path / "old.ckpt", tmp_path / "new.safetensors")
    assert not (tmp_path / "new.safetensors").exists()
