"""Loads the larger language model that the settings mean, in the process that it runs in."""

import dataclasses
from pathlib import Path

import psutil
from neonworks_models.intent.large.reading import LargeReader
from neonworks_models.intent.large.settings import LlamaSettings, Machine, defaults
from neonworks_protocol.errors import Unavailable

from neonworks_daemon.language.choice import TINY_FILE, Lacking, ReaderKind, ReaderPlan, choose_reader
from neonworks_daemon.settings import LlmSettings, Settings

__all__ = ["llama_settings", "load_reader", "machine_here"]

_OVERRIDES = ("threads", "batch_threads", "batch", "context", "gpu_layers", "mlock")


def load_reader(settings: Settings) -> LargeReader:
    """The model, loaded. Raises ``Unavailable`` with one line that says what to do."""
    plan = choose_reader(settings)
    if isinstance(plan, Lacking):
        raise Unavailable(plan.line)
    return _load(plan, settings.llm)


def _load(plan: ReaderPlan, llm: LlmSettings) -> LargeReader:
    """Each kind's packages are imported for itself alone."""
    match plan.kind:
        case ReaderKind.LLAMA:
            from neonworks_models.intent.large.engine import can_offload
            from neonworks_models.intent.large.llama import open_reader

            machine = machine_here(offload=can_offload())
            return open_reader(llama_settings(plan.path, llm, machine))
        case ReaderKind.OPENAI:
            from neonworks_models.intent.large.openai_client import OpenAIReader, ServerSettings

            return OpenAIReader(ServerSettings(url=llm.url, model=llm.model, allow_remote=llm.allow_remote))
        case ReaderKind.TRANSFORMERS:
            from neonworks_models.intent.large.checkpoint import CheckpointSettings
            from neonworks_models.intent.large.transformers_reader import open_reader as open_checkpoint

            assert plan.path is not None
            return open_checkpoint(CheckpointSettings(plan.path, least_confidence=llm.least_confidence))


def llama_settings(path: Path | None, llm: LlmSettings, machine: Machine) -> LlamaSettings:
    """The user's settings over what suits ``machine`` and the model."""
    shipped = path is None or path.name == TINY_FILE
    size = path.stat().st_size if path is not None and path.is_file() else 0
    best = defaults(machine, None if shipped else path, 0 if shipped else size)
    chosen = {name: value for name in _OVERRIDES if (value := getattr(llm, name)) is not None}
    return dataclasses.replace(best, least_confidence=llm.least_confidence, **chosen)


def machine_here(*, offload: bool = False) -> Machine:
    """This machine as it is now. ``offload``: llama.cpp was built for a graphics card that is here."""
    return Machine(
        cores=psutil.cpu_count(logical=False) or psutil.cpu_count() or 1,
        memory_bytes=psutil.virtual_memory().available,
        lockable_bytes=_lockable(),
        offload=offload,
    )


def _lockable() -> int | None:
    """Bytes that may be locked into memory; None where there is no limit."""
    try:
        import resource
    except ImportError:
        return 0
    limit = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]
    return None if limit == resource.RLIM_INFINITY else int(limit)
