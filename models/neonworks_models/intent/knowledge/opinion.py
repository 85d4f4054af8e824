"""What the net makes of a sentence, as probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from neonworks_protocol.errors import BadRequest, Unavailable
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant
from numpy.typing import NDArray

from neonworks_models.catalog.pins import PINS
from neonworks_models.catalog.weights import Tensors, load_tensors
from neonworks_models.intent.actions import Event
from neonworks_models.intent.knowledge.features import sentence_features
from neonworks_models.intent.knowledge.net import SentenceNet
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.sentence import Sentence

__all__ = ["Knowledge", "Opinion", "load_knowledge", "load_vectors"]

_VECTORS = "word_vectors.safetensors"
_NET = "sentence_net.safetensors"


@dataclass(frozen=True)
class Opinion:
    """Probabilities 0..1. ``actions`` are those given that the sentence asks for one; ``outside`` that not.

    ``directions`` and ``variants`` hold None for "not said" and "no attack".
    """

    outside: float
    actions: Mapping[Action, float]
    variants: Mapping[Variant | None, float]
    directions: Mapping[Direction | None, float]
    effects: Mapping[Effect, float]
    speeds: tuple[float, float, float]
    intensities: tuple[float, float, float]

    @property
    def action(self) -> Action:
        """The likeliest action."""
        return max(self.actions, key=lambda action: self.actions[action])


class Knowledge:
    """Word vectors and the net that reads them. Holds no state; may be used from any thread."""

    def __init__(self, vectors: WordVectors, net: SentenceNet) -> None:
        self._vectors = vectors
        self._net = net

    def read(self, sentence: Sentence, events: Sequence[Event]) -> Opinion:
        """What ``sentence``, in which the rules found ``events``, seems to ask for."""
        logits = self._net(sentence_features(sentence, events, self._vectors))
        *actions, outside = _shares(logits["action"])
        asked = max(1e-6, 1 - outside)
        slow, normal, fast = _shares(logits["speed"])
        low, mid, high = _shares(logits["intensity"])
        effects = 1 / (1 + np.exp(-logits["effects"].astype(np.float64)))
        return Opinion(
            outside=outside,
            actions={action: share / asked for action, share in zip(Action, actions, strict=True)},
            variants=dict(zip((*Variant, None), _shares(logits["variant"]), strict=True)),
            directions=dict(zip((*Direction, None), _shares(logits["direction"]), strict=True)),
            effects=dict(zip(Effect, effects.tolist(), strict=True)),
            speeds=(slow, normal, fast),
            intensities=(low, mid, high),
        )


def load_knowledge() -> Knowledge:
    """Read the weights of the package. Raises ``Unavailable`` where they are missing or others."""
    vectors = load_vectors()
    return Knowledge(vectors, SentenceNet(_tensors(_NET), vectors))


def load_vectors() -> WordVectors:
    """The word vectors alone. Raises ``Unavailable`` where they are missing or others."""
    return WordVectors(_tensors(_VECTORS))


def _tensors(name: str) -> Tensors:
    try:
        with as_file(files("neonworks_models") / "weights" / name) as path:
            return load_tensors(path, PINS[name])
    except BadRequest as error:
        raise Unavailable(f"{error.message}; reinstall the package to repair the interpreter") from None


def _shares(logits: NDArray[np.float32]) -> list[float]:
    raised = np.exp(logits.astype(np.float64) - logits.max())
    shares: list[float] = (raised / raised.sum()).tolist()
    return shares
