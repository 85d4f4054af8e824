import importlib.util

import pytest
from neonworks_models.training.tiny_reader_net import fresh_weights, hidden, import_torch, logits
from neonworks_models.training.tiny_reader_recipe import Sizes
from neonworks_protocol.errors import Unavailable

WITHOUT_TORCH = importlib.util.find_spec("torch") is None
TINY = Sizes(words=300, width=32, inner=48, layers=2, heads=4, context=64)
needs_torch = pytest.mark.skipif(WITHOUT_TORCH, reason="PyTorch is not installed")


@pytest.mark.skipif(not WITHOUT_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install() -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        import_torch()


@needs_torch
def test_a_token_does_not_see_the_later_ones() -> None:
    torch = import_torch()
    torch.manual_seed(1)
    weights = fresh_weights(torch, TINY)
    numbers = torch.randint(0, TINY.words, (2, 9))
    other = numbers.clone()
    other[:, 6:] = (other[:, 6:] + 1) % TINY.words
    one, two = (hidden(torch, weights, TINY, given) for given in (numbers, other))
    assert torch.allclose(one[:, :6], two[:, :6], atol=1e-6)
    assert not torch.allclose(one[:, 6:], two[:, 6:], atol=1e-3)


@needs_torch
def test_places_matter_only_by_their_distance() -> None:
    torch = import_torch()
    torch.manual_seed(2)
    weights = {name: value * 8 for name, value in fresh_weights(torch, TINY).items()}
    numbers = torch.tensor([[5, 6, 7, 8], [6, 5, 7, 8]])
    found = hidden(torch, weights, TINY, numbers)[:, -1]
    assert not torch.allclose(found[0], found[1], atol=1e-3)


@needs_torch
def test_input_and_output_share_the_table_of_words() -> None:
    torch = import_torch()
    weights = fresh_weights(torch, TINY)
    scores = logits(torch, weights, torch.ones(1, 1, TINY.width))
    assert torch.allclose(scores[0, 0], weights["token_embd.weight"].sum(-1), atol=1e-5)
    assert "output.weight" not in weights
