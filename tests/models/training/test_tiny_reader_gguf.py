import importlib.util
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from neonworks_models.catalog.gguf_file import check_gguf
from neonworks_models.intent.large.bare import bare_prompt
from neonworks_models.intent.large.llama import FORMAT_KEY
from neonworks_models.intent.large.schema import REPLY_FORMAT
from neonworks_models.training.tiny_reader_gguf import write_gguf
from neonworks_models.training.tiny_reader_net import fresh_weights, hidden, import_torch, logits
from neonworks_models.training.tiny_reader_recipe import Recipe, Sizes
from neonworks_models.training.tiny_reader_words import Words, fit_words

MISSING = [
    name for name in ("torch", "tokenizers", "gguf", "llama_cpp") if importlib.util.find_spec(name) is None
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
RECIPE = Recipe("random", sizes=Sizes(words=400, width=64, inner=96, layers=2, heads=2, context=128))
TEXTS = ["make the knight walk to the left in 12 frames", "ジャンプして右へ", "épée, ¡salta! grüß"] * 20


class Made:
    """A random model, in PyTorch and as llama.cpp reads it from its file."""

    def __init__(self, path: Path) -> None:
        llama_cpp = importlib.import_module("llama_cpp")
        self.torch = torch = import_torch()
        torch.set_num_threads(1)
        torch.manual_seed(3)
        self.weights = {
            name: self._spread(value) for name, value in fresh_weights(torch, RECIPE.sizes).items()
        }
        self.words: Words = fit_words(TEXTS, RECIPE.sizes.words)
        self.path = path
        write_gguf(path, {k: v.numpy() for k, v in self.weights.items()}, self.words, RECIPE)
        self.llama: Any = llama_cpp.Llama(str(path), n_ctx=128, n_threads=1, logits_all=True, verbose=False)

    def _spread(self, value: Any) -> Any:
        """Matrices at which every part of the net counts, in numbers that half precision holds."""
        return value if value.ndim == 1 else (self.torch.randn(value.shape) * 0.1).half().float()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    model = Made(tmp_path_factory.mktemp("gguf") / "random.gguf")
    yield model
    model.llama.close()


def test_llama_cpp_computes_the_same_as_pytorch(made: Made) -> None:
    (numbers,) = made.words.numbers([bare_prompt("make the knight walk to the left in 12 frames")])
    made.llama.reset()
    made.llama.eval(numbers)
    theirs = np.array(made.llama.scores[: len(numbers)])
    ours = made.torch.tensor([numbers])
    found = logits(made.torch, made.weights, hidden(made.torch, made.weights, RECIPE.sizes, ours))[0].numpy()
    assert found.std() > 0.3
    # llama.cpp keeps activations and its cache in half precision: 2 ** -11 of about 8.
    np.testing.assert_allclose(theirs, found, atol=0.02)


def test_llama_cpp_spells_every_text_alike(made: Made) -> None:
    random = Random(4)
    pool = [
        *"abcXYZ \n\t0129.,!?'\"{}[]:;-_",
        "walk",
        "'s",
        " don't",
        "<|end|>",
        "騎士が",
        "ジャンプ",
        "ü",
        "¿",
    ]
    pool += [
        "🐸",
        "👍🏽",
        "🇩🇪",
        "\u3000",
        "\u00a0",
        "\u200b",
        "½",
        "Ⅷ",
        "١٢",
        "अ",
        "e\u0301",
        '"}',
        '","to":"',
    ]
    texts = ["".join(random.choices(pool, k=random.randint(0, 30))) for _ in range(1500)]
    texts += [
        "".join(chr(random.randrange(0x20, 0xD7FF)) for _ in range(random.randint(0, 12))) for _ in range(500)
    ]
    for text, ours in zip(texts, made.words.numbers(texts), strict=True):
        theirs = made.llama.tokenize(text.encode(), add_bos=True, special=False)
        assert theirs == ours, repr(text)


def test_the_file_says_what_it_is(made: Made) -> None:
    about = made.llama.metadata
    assert about["general.architecture"] == "llama"
    assert about[FORMAT_KEY] == REPLY_FORMAT
    assert about["general.license"] == RECIPE.licence
    assert made.llama.token_eos() == 0
    assert check_gguf(memoryview(made.path.read_bytes())) == len(made.weights)
