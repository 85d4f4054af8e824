"""The user's own language models in ``models list`` and ``show``."""

import json
from pathlib import Path

import pytest
from neonworks_daemon.local.gguf_models import language_models
from neonworks_daemon.local.weights import list_models, show_model
from neonworks_daemon.settings import Settings, load_settings


def _text(value: str) -> bytes:
    return len(value).to_bytes(8, "little") + value.encode()


def gguf(**texts: str) -> bytes:
    """A header with words and no tensors."""
    values = b"".join(_text(f"general.{k}") + (8).to_bytes(4, "little") + _text(v) for k, v in texts.items())
    counts = (3).to_bytes(4, "little") + (0).to_bytes(8, "little") + len(texts).to_bytes(8, "little")
    return b"GGUF" + counts + values


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    models = load_settings().models_path
    models.mkdir(parents=True)
    (models / "qwen.gguf").write_bytes(gguf(name="Qwen2.5 0.5B", license="apache-2.0"))
    (models / "bad.gguf").write_bytes(b"GGUF\x03")
    return models


def test_each_file_has_its_licence(folder: Path) -> None:
    records = {each["name"]: each for each in language_models(load_settings())}
    assert records["qwen.gguf"]["licence"] == "apache-2.0" and "Qwen2.5 0.5B" in str(records["qwen.gguf"])
    assert "damaged" in str(records["bad.gguf"]["state"])


def test_a_model_named_by_its_path_is_listed(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gguf"
    other.write_bytes(gguf(name="Other"))
    names = [each["name"] for each in language_models(Settings(reader=str(other), models_dir=str(folder)))]
    assert names == ["qwen.gguf", "bad.gguf", "other.gguf"]


def test_list_and_show(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    list_models(as_json=True)
    models = {each["name"]: each for each in json.loads(capsys.readouterr().out)["models"]}
    assert models["tiny-reader"]["state"] == "not in use" and "qwen.gguf" in models
    show_model("qwen.gguf", as_json=False)
    assert "licence: apache-2.0" in capsys.readouterr().out
