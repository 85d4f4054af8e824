"""What ``doctor`` says of larger language models."""

import socket
from pathlib import Path

from neonworks_daemon.local.finding import Finding, Health
from neonworks_daemon.local.reader_checkup import reader_findings
from neonworks_daemon.settings import LlmSettings, Settings


def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in reader_findings(settings)}


def test_nothing_set_up_is_no_fault_and_comes_with_advice(tmp_path: Path) -> None:
    here = found(Settings(state_dir=str(tmp_path)))
    assert (
        here["second reader"].health is Health.OFF and "config set reader tiny" in here["second reader"].fix
    )
    assert {"llm settings", "llama.cpp", "language server", "transformers"} <= set(here)
    assert all(finding.fix for finding in here.values() if finding.health is Health.OFF)


def test_a_model_that_was_asked_for_and_is_gone_is_a_fault(tmp_path: Path) -> None:
    here = found(Settings(state_dir=str(tmp_path), reader=str(tmp_path / "gone.gguf")))
    assert here["second reader"].health is Health.BROKEN and "gone.gguf" in here["second reader"].seen


def test_the_defaults_of_this_machine_are_told(tmp_path: Path) -> None:
    seen = found(Settings(state_dir=str(tmp_path), llm=LlmSettings(threads=7)))["llm settings"].seen
    assert "threads 7" in seen and "gpu_layers" in seen and "keep_alive 300 s" in seen


def test_a_server_that_listens_is_seen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        here = found(Settings(state_dir=str(tmp_path), llm=LlmSettings(url=url)))["language server"]
        assert here.health is Health.WELL and "config set reader openai" in here.fix
        used = found(Settings(state_dir=str(tmp_path), reader="openai", llm=LlmSettings(url=url)))
        assert used["second reader"].health is Health.WELL
    silent = found(Settings(state_dir=str(tmp_path), reader="openai", llm=LlmSettings(url=url)))
    assert silent["language server"].health is Health.BROKEN
