import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_models.intent.large.checkpoint import Checkpoint, CheckpointSettings, open_checkpoint
from neonworks_models.intent.large.engine import Engine, open_engine
from neonworks_models.intent.large.settings import LlamaSettings

from tests.fakes.tiny_checkpoint import write_tiny_checkpoint
from tests.fakes.tiny_gguf import write_tiny_gguf

SETTINGS = LlamaSettings(context=4096, least_confidence=0.0)


@pytest.fixture(scope="session")
def llama_cpp() -> None:
    """Skips where llama.cpp cannot run."""
    for package in ("llama_cpp", "gguf"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: `run.py test --all` builds it")


@pytest.fixture(scope="session")
def tiny_chat(llama_cpp: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GGUF of random weights with a chat template."""
    return write_tiny_gguf(tmp_path_factory.mktemp("gguf") / "tiny.gguf")


@pytest.fixture(scope="module")
def engine(tiny_chat: Path) -> Iterator[Engine]:
    opened = open_engine(tiny_chat, SETTINGS)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def torch_here() -> None:
    """Skips where checkpoints cannot be computed."""
    for package in ("torch", "transformers"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install -e '.[transformers]' brings it")


@pytest.fixture(scope="session")
def tiny_folder(torch_here: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of random weights."""
    return write_tiny_checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="module")
def checkpoint(tiny_folder: Path) -> Checkpoint:
    return open_checkpoint(CheckpointSettings(tiny_folder, device="cpu"))
