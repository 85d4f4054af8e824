"""``doctor`` on larger language models: which one is used, how it is run, what each kind lacks here."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from neonworks_models.intent.large.engine import can_offload
from neonworks_models.intent.large.settings import Machine, quant_advice

from neonworks_daemon.language.choice import (
    INSTALL_LLM,
    INSTALL_TRANSFORMERS,
    Lacking,
    ReaderKind,
    ReaderPlan,
    choose_reader,
    gguf_files,
    has_package,
    tiny_path,
)
from neonworks_daemon.local.finding import Finding, Health
from neonworks_daemon.settings import Settings
from neonworks_daemon.worker.readers import llama_settings, machine_here

__all__ = ["reader_findings"]

_REACH_S = 0.3
"""Seconds that a server on this machine gets to take a connection."""


def reader_findings(settings: Settings) -> Iterator[Finding]:
    """The model that is used, its defaults on this machine, and the three ways to have one."""
    plan, machine = choose_reader(settings), machine_here(offload=can_offload())
    yield _used(settings, plan)
    yield _defaults(settings, plan, machine)
    yield _llama(settings, machine)
    yield _server(settings)
    yield _transformers()


def _used(settings: Settings, plan: ReaderPlan | Lacking) -> Finding:
    what = "second reader"
    if isinstance(plan, Lacking):
        asked = settings.reader not in ("off", "auto")
        return Finding(what, Health.BROKEN if asked else Health.OFF, plan.why, plan.mend)
    where = plan.path if plan.path is not None else settings.llm.url
    return Finding(what, Health.WELL, f"{plan.name} through {plan.kind} ({where})")


def _defaults(settings: Settings, plan: ReaderPlan | Lacking, machine: Machine) -> Finding:
    path = plan.path if isinstance(plan, ReaderPlan) and plan.kind is ReaderKind.LLAMA else None
    run = llama_settings(path, settings.llm, machine)
    names = ("threads", "batch_threads", "batch", "context", "gpu_layers", "mlock")
    seen = ", ".join(f"{name} {str(getattr(run, name)).lower()}" for name in names)
    seen = f"{seen}, keep_alive {settings.llm.keep_alive:g} s"
    best = quant_advice(machine)
    advice = f"a model of {best.billions:g} billion parameters, {best.quant}" if best else "the tiny model"
    return Finding("llm settings", Health.WELL, f"{seen}; this machine has room for {advice}")


def _llama(settings: Settings, machine: Machine) -> Finding:
    what = "llama.cpp"
    if not has_package("llama_cpp"):
        return Finding(what, Health.OFF, "llama-cpp-python is not installed", INSTALL_LLM)
    own = gguf_files(settings.models_path)
    names = ["tiny"] if tiny_path().is_file() else []
    names += [path.name for path in own]
    if not names:
        return Finding(what, Health.OFF, "no model file", f"put a GGUF file into {settings.models_path}")
    return Finding(what, Health.WELL, f"models: {', '.join(names)} (folder: {settings.models_path})")


def _server(settings: Settings) -> Finding:
    what, url = "language server", settings.llm.url
    fix = "start one (ollama serve), or: neonworks-animator config set llm.url http://127.0.0.1:PORT/v1"
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname or "", port), _REACH_S).close()
    except (OSError, ValueError):
        health = Health.BROKEN if settings.reader == "openai" else Health.OFF
        return Finding(what, health, f"nothing listens at {url}", fix)
    use = "" if settings.reader == "openai" else "neonworks-animator config set reader openai"
    return Finding(what, Health.WELL, f"something listens at {url}", use)


def _transformers() -> Finding:
    missing = [name for name in ("transformers", "torch") if not has_package(name)]
    if missing:
        seen = f"not installed: {', '.join(missing)}"
        return Finding("transformers", Health.OFF, seen, INSTALL_TRANSFORMERS)
    return Finding("transformers", Health.WELL, "installed; llm.model names the folder of a checkpoint")
