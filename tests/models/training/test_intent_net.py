import hashlib
import importlib.util
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from neonworks_models.catalog.weights import load_tensors
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.requests import make_requests
from neonworks_models.data.language.wordnet import load_wordnet
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.knowledge.features import sentence_features
from neonworks_models.intent.knowledge.net import FIELDS, SentenceNet
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.intent.sentence import Reader
from neonworks_models.training import intent_net
from neonworks_models.training.intent_net import train
from neonworks_models.training.intent_samples import IntentSamples, make_samples
from neonworks_protocol.errors import Unavailable

from tests.fakes.little_nets import little_vectors
from tests.fakes.little_wordnet import write_little_wordnet

HAS_TORCH = importlib.util.find_spec("torch") is not None


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> IntentSamples:
    lexicon = load_lexicon()
    folder = write_little_wordnet(tmp_path_factory.mktemp("wordnet"))
    book = Phrasebook(lexicon, load_wordnet(folder), held=False)
    return make_samples(
        islice(make_requests(book, 1), 300), Reader(lexicon), little_vectors(), 1, forget=True
    )


@pytest.mark.skipif(HAS_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(samples: IntentSamples, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        train([samples], samples, little_vectors(), tmp_path / "w.safetensors", minutes=0.001)


@pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed")
def test_the_numpy_net_answers_as_the_trained_one(samples: IntentSamples, tmp_path: Path) -> None:
    torch: Any = import_module("torch")
    out, vectors, reader = tmp_path / "w.safetensors", little_vectors(), Reader(load_lexicon())
    train([samples], samples, vectors, out, minutes=0.03)
    stored = load_tensors(out, hashlib.sha256(out.read_bytes()).hexdigest())
    weights = {name: torch.from_numpy(np.asarray(a, np.float32)) for name, a in stored.arrays.items()}
    batch = intent_net._Batch(samples, np.array([0]))
    with torch.inference_mode():
        wanted = intent_net._forward(torch, weights, vectors, batch, None)
    begin, end = samples.starts[:2]
    sentence = reader.read("walk")
    features = sentence_features(sentence, find_events(sentence), vectors)
    features = type(features)(
        samples.rows[begin:end],
        samples.grams[begin:end].astype(np.int32),
        samples.signs[begin:end].astype(np.float32),
    )
    found = SentenceNet(stored, vectors)(features)
    for field in FIELDS:
        assert np.allclose(found[field], wanted[field][0].numpy(), atol=1e-3)
