"""``VaeSession``: the sprite VAE in onnxruntime, one picture a run on the calling thread alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import BadRequest, Unavailable, WorkerFailed
from numpy.typing import NDArray

from neonworks_models.catalog.weights import load_graph
from neonworks_models.nets.latent_window import Field
from neonworks_models.sprites.sprite import RGBA

__all__ = [
    "COLOUR",
    "FORMAT",
    "LATENT",
    "OPACITY",
    "PICTURE",
    "Decoded",
    "Latent",
    "VaeSession",
    "planes_of",
]

FORMAT = "sprite-vae/1"
"""What the metadata of both files says they are."""
PICTURE, LATENT, OPACITY, COLOUR = "picture", "latent", "opacity", "colour"
"""The encoder goes from the first to the second, the decoder from there to the others."""

Latent = NDArray[np.float32]
"""What a sprite looks like, shape (1, channels, 8, 8)."""
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


@dataclass(frozen=True, eq=False)
class Decoded:
    """``opacity`` (64, 64): logits, above 0 where the sprite is; ``colour`` (64, 64, 3): 0..1, about."""

    opacity: Field
    colour: Field


class VaeSession:
    """Runs both graphs. Belongs to one thread at a time; a run takes a few milliseconds and is not
    stopped."""

    def __init__(self, encoder: bytes, decoder: bytes) -> None:
        """Raises ``Unavailable`` where onnxruntime is missing, or does not take the graphs."""
        self._runtime = _package("onnxruntime")
        states = _package("onnxruntime.capi.onnxruntime_pybind11_state")
        self._failures = (RuntimeError, ValueError, *(getattr(states, name) for name in _FAILURES))
        self._encoder = self._session(encoder, {PICTURE})
        self._decoder = self._session(decoder, {LATENT})

    @classmethod
    def load(cls, files: Mapping[Path, str]) -> "VaeSession":
        """The nets of encoder and decoder, in this order, each with its checksum. Raises ``Unavailable`` that
        says what to do."""
        try:
            encoder, decoder = (load_graph(path, sha256) for path, sha256 in files.items())
        except BadRequest as error:
            raise Unavailable(
                f"the weights of the sprite VAE cannot be used ({error.message}): reinstall the package"
            ) from None
        return cls(encoder, decoder)

    def encode(self, window: RGBA) -> Latent:
        """The latent of a window (64, 64, 4), see ``latent_window``. Raises ``WorkerFailed``."""
        (latent,) = self._run(self._encoder, [LATENT], {PICTURE: planes_of(window[None])})
        return latent

    def decode(self, latent: Latent) -> Decoded:
        """What a latent looks like. Raises ``WorkerFailed``."""
        given = np.ascontiguousarray(latent, np.float32)
        opacity, colour = self._run(self._decoder, [OPACITY, COLOUR], {LATENT: given})
        return Decoded(opacity[0, 0], np.ascontiguousarray(colour[0].transpose(1, 2, 0)))

    def _session(self, graph: bytes, inputs: set[str]) -> Any:
        options = self._runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = self._runtime.ExecutionMode.ORT_SEQUENTIAL
        options.log_severity_level = _ERRORS_ONLY
        try:
            session = self._runtime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except self._failures as error:
            raise Unavailable(f"onnxruntime cannot use this net: {_line(error)}") from None
        metadata = session.get_modelmeta().custom_metadata_map
        if metadata.get("format") != FORMAT or {each.name for each in session.get_inputs()} != inputs:
            raise Unavailable(f"this graph is no {FORMAT}: use the nets that come with the program")
        return session

    def _run(self, session: Any, wanted: list[str], given: Mapping[str, Any]) -> list[NDArray[np.float32]]:
        try:
            found: list[NDArray[np.float32]] = session.run(wanted, dict(given))
        except self._failures as error:
            raise WorkerFailed(f"the sprite VAE failed: {_line(error)}") from None
        return found


def planes_of(windows: RGBA) -> NDArray[np.float32]:
    """What the encoder reads of windows (n, 64, 64, 4): opacity and, where it is, colour less 0.5."""
    solid = windows[..., 3:] > 127
    planes = np.concatenate([solid, (windows[..., :3] / 255 - 0.5) * solid], axis=-1)
    return np.ascontiguousarray(planes.transpose(0, 3, 1, 2), np.float32)


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Unavailable(
            "variations and interpolation need onnxruntime: pip install 'neonworks-animator[daemon]'"
        ) from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
