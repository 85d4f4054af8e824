"""Settings on their way to the readers, and the real small model where llama.cpp is installed."""

from pathlib import Path

import pytest
from neonworks_daemon.language.choice import tiny_path
from neonworks_daemon.settings import LlmSettings, Settings
from neonworks_daemon.worker.job import JobControl
from neonworks_daemon.worker.language_runner import last_step
from neonworks_daemon.worker.messages import ReadWork
from neonworks_daemon.worker.readers import llama_settings, load_reader, machine_here
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.settings import Machine
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.vocabulary import Action

MACHINE = Machine(cores=8, memory_bytes=16 << 30, lockable_bytes=0, offload=False)


def test_the_users_settings_win_over_what_suits_the_machine(tmp_path: Path) -> None:
    model = tmp_path / "m.gguf"
    with model.open("wb") as file:
        file.truncate(128 << 20)
    best = llama_settings(model, LlmSettings(), MACHINE)
    assert best.model == model and 1 < best.threads < 8
    own = llama_settings(model, LlmSettings(threads=3, context=1024, gpu_layers=-1, mlock=True), MACHINE)
    assert (own.threads, own.context, own.gpu_layers, own.mlock) == (3, 1024, -1, True)
    assert own.batch == best.batch


def test_the_small_model_takes_one_thread() -> None:
    run = llama_settings(tiny_path(), LlmSettings(), MACHINE)
    assert run.model is None and run.threads == 1


def test_this_machine_has_cores_and_memory() -> None:
    here = machine_here()
    assert here.cores >= 1 and here.memory_bytes > 1 << 20


def test_what_lacks_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="config set reader"):
        load_reader(Settings(state_dir=str(tmp_path), reader=str(tmp_path / "gone.gguf")))


def test_servers_need_no_package() -> None:
    reader = load_reader(Settings(reader="openai", llm=LlmSettings(model="qwen2.5:3b")))
    assert reader.name
    reader.close()


@pytest.mark.llm
def test_the_real_small_model_reads() -> None:
    reader = load_reader(Settings(reader="tiny"))
    step = last_step(reader, EmbeddedInterpreter(), ReadWork(text="walk to the left"), JobControl(1))
    reader.close()
    assert step.final and step.tokens > 0
    heard = step.interpretation
    assert heard is None or heard.spec.animation_type is Action.WALK
