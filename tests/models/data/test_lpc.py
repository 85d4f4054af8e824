from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.lpc import LpcSource, compose, compose_layers, training_characters
from neonworks_protocol.vocabulary import Direction


@pytest.mark.parametrize("source", LpcSource)
def test_a_seed_is_one_character(lpc_root: Path, source: LpcSource) -> None:
    first, again = (compose(lpc_root, source, 4, False) for _ in range(2))
    assert first.layers == again.layers
    assert np.array_equal(first.stills[Direction.UP], again.stills[Direction.UP])
    assert len({compose(lpc_root, source, seed, False).layers for seed in range(12)}) > 6


@pytest.mark.parametrize("source", LpcSource)
def test_named_layers_make_the_same_character(lpc_root: Path, source: LpcSource) -> None:
    drawn = compose(lpc_root, source, 7, True)
    named = compose_layers(lpc_root, str(source), drawn.layers)
    assert drawn.strips.keys() == named.strips.keys()
    for key, frames in drawn.strips.items():
        assert np.array_equal(np.stack(frames), np.stack(named.strips[key]))


def test_training_characters_take_turns_and_keep_the_shares_apart(lpc_root: Path) -> None:
    ours = list(training_characters(lpc_root, 24, 3))
    withheld = list(training_characters(lpc_root, 24, 3, holdout=True))
    assert [c.source for c in ours[:4]] == ["lpc-revised", "lpc-classic"] * 2
    for place in ("Hair/", "hair/", "Body/"):
        seen = {layer for c in ours for layer in c.layers if layer.startswith(place)}
        measured = {layer for c in withheld for layer in c.layers if layer.startswith(place)}
        assert seen
        assert measured
        assert not seen & measured
