import numpy as np
import pytest
from neonworks_models.catalog.weights import Tensors
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.knowledge.features import sentence_features
from neonworks_models.intent.knowledge.net import FIELDS, SentenceNet
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray

from tests.fakes.little_nets import little_net_tensors


def answers(text: str, reader: Reader, vectors: WordVectors) -> dict[str, NDArray[np.float32]]:
    sentence = reader.read(text)
    net = SentenceNet(little_net_tensors(), vectors)
    return net(sentence_features(sentence, find_events(sentence), vectors))


def test_one_array_per_field(reader: Reader, vectors: WordVectors) -> None:
    found = answers("the knight walks slowly", reader, vectors)
    assert {field: len(logits) for field, logits in found.items()} == dict(FIELDS)
    assert all(np.isfinite(logits).all() for logits in found.values())


def test_every_word_and_its_place_count(reader: Reader, vectors: WordVectors) -> None:
    one = answers("the knight walks", reader, vectors)["action"]
    assert not np.allclose(one, answers("the knight runs", reader, vectors)["action"])
    assert not np.allclose(one, answers("walks the knight", reader, vectors)["action"])
    assert np.allclose(one, answers("the knight walks", reader, vectors)["action"])


def test_weights_of_another_format_are_refused(vectors: WordVectors) -> None:
    with pytest.raises(Unavailable, match="reinstall"):
        SentenceNet(Tensors({}, {"format": "sentence-net/0"}), vectors)
