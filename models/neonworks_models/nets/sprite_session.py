"""``SpriteSession``: the sprite net in onnxruntime.

One window a run, on the calling thread alone: the same window gives the same numbers on any number of cores,
and workers beside each other do not fight for them.
"""

import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import BadRequest, JobCancelled, Unavailable, WorkerFailed
from numpy.typing import NDArray

from neonworks_models.catalog.weights import load_graph

__all__ = ["FORMAT", "INPUTS", "OUTPUT", "SpriteSession"]

FORMAT = "sprite-net/1"
"""What the file's metadata says it is."""
INPUTS = ("planes", "keys", "allowed", "action", "view", "hand", "phase", "pose", "joints", "size")
OUTPUT = "logits"
_FAILURES = (
    "EPFail",
    "Fail",
    "InvalidArgument",
    "InvalidGraph",
    "InvalidProtobuf",
    "NotImplemented",
    "RuntimeException",
)
"""onnxruntime's own errors, which share no base with each other but ``Exception``."""
_ERRORS_ONLY = 3
"""onnxruntime's level: its warnings speak to who made the graph."""


class SpriteSession:
    """Runs one graph. ``answer`` belongs to one thread at a time, ``stop`` to any."""

    def __init__(self, graph: bytes) -> None:
        """Raises ``Unavailable`` where onnxruntime is missing, or does not take the graph."""
        self._runtime = runtime = _package("onnxruntime")
        states = _package("onnxruntime.capi.onnxruntime_pybind11_state")
        self._failures = (RuntimeError, ValueError, *(getattr(states, name) for name in _FAILURES))
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = runtime.ExecutionMode.ORT_SEQUENTIAL
        # The arena keeps the largest run's memory for ever; without it a run takes no longer here.
        options.enable_cpu_mem_arena = False
        options.log_severity_level = _ERRORS_ONLY
        try:
            self._session = runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except self._failures as error:
            raise Unavailable(f"onnxruntime cannot use this net: {_line(error)}") from None
        self._lock = threading.Lock()
        self._running: Any = None  # guarded by _lock: the options of the run that goes on
        self._stopped = False  # guarded by _lock
        found = {each.name for each in self._session.get_inputs()}
        if self.metadata.get("format") != FORMAT or found != set(INPUTS):
            raise Unavailable(f"this graph is no {FORMAT}: use the net that comes with the program")

    @classmethod
    def load(cls, path: Path, sha256: str) -> "SpriteSession":
        """The net of a file with this checksum. Raises ``Unavailable`` that says what to do."""
        try:
            return cls(load_graph(path, sha256))
        except BadRequest as error:
            raise Unavailable(
                f"the weights {path.name} cannot be used ({error.message}): reinstall the package"
            ) from None

    @property
    def metadata(self) -> Mapping[str, str]:
        """What was written into the file."""
        found: dict[str, str] = self._session.get_modelmeta().custom_metadata_map
        return found

    def answer(self, inputs: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        """The logits of every pixel of one window, see ``SpriteArtist``.

        Raises ``JobCancelled`` after ``stop``, ``WorkerFailed`` where the run fails.
        """
        options = self._runtime.RunOptions()
        with self._lock:
            if self._stopped:
                raise JobCancelled("the sprite net was stopped")
            self._running = options
        try:
            (logits,) = self._session.run([OUTPUT], dict(inputs), options)
        except self._failures as error:
            if options.terminate:
                raise JobCancelled("the sprite net was stopped") from None
            raise WorkerFailed(f"the sprite net failed: {_line(error)}") from None
        finally:
            with self._lock:
                self._running = None
        result: NDArray[np.float32] = logits
        return result

    def stop(self) -> None:
        """End the run that goes on, and refuse further ones until ``resume``; for another thread."""
        with self._lock:
            self._stopped = True
            if self._running is not None:
                self._running.terminate = True

    def resume(self) -> None:
        """Runs are wanted again."""
        with self._lock:
            self._stopped = False


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Unavailable(
            "the sprite tier needs onnxruntime: pip install 'neonworks-animator[daemon]'"
        ) from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
