"""How a model is run on this machine: settings, and their defaults from what the machine has."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["SMALL", "LlamaSettings", "Machine", "QuantAdvice", "defaults", "quant_advice"]

_GIB = 1 << 30
_CONTEXT = 2048
_SMALL_BYTES = 64 << 20
_OVERHEAD = 1.25
"""Memory that a model takes, as a multiple of its file: weights, cache and work space."""


@dataclass(frozen=True)
class Machine:
    """What decides the defaults. ``lockable_bytes`` None: without limit; ``offload``: a GPU is usable."""

    cores: int
    memory_bytes: int
    lockable_bytes: int | None
    offload: bool


Probe = Callable[[], Machine]
"""Looks at the machine; a seam for tests."""


@dataclass(frozen=True)
class LlamaSettings:
    """One model and how llama.cpp runs it.

    ``model`` None is the small model that comes with the package. ``threads`` compute one token after
    another, ``batch_threads`` the prompt, ``batch`` tokens at once. ``context`` tokens hold prompt and reply.
    ``gpu_layers`` -1 puts all layers on the GPU. ``mlock`` keeps the weights from being swapped out.
    Below ``least_confidence`` (0..1) for the action the embedded answer stays.
    """

    model: Path | None = None
    threads: int = 1
    batch_threads: int = 1
    batch: int = 512
    context: int = _CONTEXT
    gpu_layers: int = 0
    mlock: bool = False
    least_confidence: float = 0.4


SMALL = LlamaSettings(threads=1, batch_threads=1, context=512)
"""For the model of the package: one thread is fastest, and it was trained on 512 tokens."""


@dataclass(frozen=True)
class QuantAdvice:
    """The largest model that runs well: ``billions`` of parameters at llama.cpp's ``quant`` level."""

    billions: float
    quant: str
    file_bytes: int


_CHOICES = (
    QuantAdvice(8.0, "Q4_K_M", int(4.9 * _GIB)),
    QuantAdvice(4.0, "Q4_K_M", int(2.5 * _GIB)),
    QuantAdvice(3.0, "Q4_K_M", int(2.0 * _GIB)),
    QuantAdvice(1.5, "Q4_K_M", int(1.0 * _GIB)),
    QuantAdvice(0.5, "Q8_0", int(0.5 * _GIB)),
)
_SLOW_BYTES = 2 * _GIB
"""Without a GPU every token reads the whole file; beyond this a reply takes many seconds."""


def quant_advice(machine: Machine) -> QuantAdvice | None:
    """What to download for ``machine``; None where only the model of the package fits beside other work."""
    room = machine.memory_bytes // 2
    for choice in _CHOICES:
        fits = choice.file_bytes * _OVERHEAD <= room
        if fits and (machine.offload or (choice.file_bytes <= _SLOW_BYTES and machine.cores >= 2)):
            return choice
    return None


def defaults(machine: Machine, model: Path | None = None, model_bytes: int = 0) -> LlamaSettings:
    """Settings for a model of ``model_bytes`` (0: the small one of the package) on ``machine``.

    One core is left to the drawing workers: threads that share theirs wait for each other at every layer.
    Models of less than 64 MiB are done before a second thread has woken up. Weights are locked into memory
    only where the limit allows it and they take less than a quarter of what is free.
    """
    threads = 1 if model_bytes < _SMALL_BYTES else max(1, machine.cores - 1)
    lockable = machine.lockable_bytes is None or machine.lockable_bytes >= model_bytes * _OVERHEAD
    if model is None:
        return SMALL
    return LlamaSettings(
        model=model,
        threads=threads,
        batch_threads=threads,
        gpu_layers=-1 if machine.offload else 0,
        mlock=lockable and model_bytes * _OVERHEAD * 4 <= machine.memory_bytes,
    )
