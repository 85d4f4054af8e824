import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.sprites.hand_reader import FORMAT, Artist, HandReader, Likeness
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.sprites.sprite import Sprite
from safetensors.numpy import save_file


def test_likeliest_artist_and_the_first_of_equals() -> None:
    assert Likeness((0.2, 0.5, 0.3)).artist is Artist.CLASSIC
    assert Likeness((0.4, 0.4, 0.2)).artist is Artist.REVISED
    assert Likeness((0.2, 0.5, 0.3)).of(Artist.STRANGER) == 0.3


@pytest.mark.parametrize("example", example_sprites(), ids=lambda example: example.name)
def test_what_our_own_code_draws_is_by_neither_artist(example: object) -> None:
    sprite = example.sprite  # type: ignore[attr-defined]
    likeness = HandReader.shipped().read(sprite)
    assert likeness.artist is Artist.STRANGER
    assert sum(likeness.shares) == pytest.approx(1)


def test_a_mirrored_sprite_gets_the_same_answer() -> None:
    sprite = example_sprites()[0].sprite
    reader = HandReader.shipped()
    assert reader.read(sprite.mirrored()).shares == pytest.approx(reader.read(sprite).shares, abs=1e-4)


def test_an_enlarged_sprite_gets_the_same_answer() -> None:
    sprite = example_sprites()[1].sprite
    twice = Sprite.from_rgba(np.ascontiguousarray(sprite.rgba.repeat(2, axis=0).repeat(2, axis=1)))
    reader = HandReader.shipped()
    assert reader.read(twice).shares == pytest.approx(reader.read(sprite).shares, abs=1e-4)


def test_the_outputs_are_the_artists_in_order(tmp_path: Path) -> None:
    path = tmp_path / "reader.safetensors"
    sure = np.array([0, 5, 0], np.float16)
    tensors = {
        "conv0.weight": np.zeros((2, 4, 3, 3), np.float16),
        "conv0.bias": np.zeros(2, np.float16),
        "hidden.weight": np.zeros((3, 2 * 24 * 24), np.float16),
        "hidden.bias": np.zeros(3, np.float16),
        "output.weight": np.zeros((3, 3), np.float16),
        "output.bias": sure,
    }
    save_file(tensors, path, metadata={"format": FORMAT, "strides": json.dumps([2])})
    net = ConvNet.load(path, FORMAT, hashlib.sha256(path.read_bytes()).hexdigest())
    likeness = HandReader(net).read(example_sprites()[0].sprite)
    assert likeness.artist is Artist.CLASSIC
    assert likeness.of(Artist.CLASSIC) == pytest.approx(np.exp(5) / (np.exp(5) + 2), rel=1e-6)
