"""What the ``models`` commands print and raise."""

import json
from pathlib import Path

import pytest
from neonworks_daemon.local.weights import check_file, convert_file, list_models, show_model
from neonworks_models.catalog.cards import CARDS
from neonworks_protocol.errors import BadRequest, NotFound, StorageFailed

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


def test_the_list_names_licence_and_which_net_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    assert list_models(as_json=True) == 0
    models = {each["name"]: each for each in json.loads(capsys.readouterr().out)["models"]}
    assert models["sprite-net"]["state"] == "in use"
    assert models["sprite-net"]["licence"] == "CC BY-SA 3.0"
    (tmp_path / "config.toml").write_text('sprite_net = "off"', encoding="utf-8")
    assert list_models(as_json=False) == 0
    assert "sprite-net: not in use, CC BY-SA 3.0" in capsys.readouterr().out


def test_one_net_is_shown_with_its_credits_checksum_and_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    assert show_model("sprite-net", as_json=False) == 0
    told = capsys.readouterr().out
    assert str(CARDS["sprite-net"].sha256) in told
    assert "Eliza Wyatt" in told
    assert "## Scores" in told
    with pytest.raises(NotFound, match="choose one of"):
        show_model("magic", as_json=False)
