"""Sprites and analyses are read once."""

import pytest
from neonworks_daemon.worker.messages import AnimateWork
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_daemon.worker.sprite_cache import SpriteCache
from neonworks_models.examples.gallery import example_sprites
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.vocabulary import Archetype, Direction

STILLS = [encode_png(example.sprite.rgba) for example in example_sprites()[:4]]


def test_the_same_file_is_decoded_and_analysed_once() -> None:
    cache = SpriteCache()
    work = AnimateWork(sprite=STILLS[0])
    sprite = cache.sprite(STILLS[0])
    assert cache.sprite(bytes(STILLS[0])) is sprite
    assert cache.analysis(sprite, work) is cache.analysis(sprite, AnimateWork(sprite=STILLS[0], text="run"))


def test_a_correction_is_an_analysis_of_its_own() -> None:
    cache = SpriteCache()
    sprite = cache.sprite(STILLS[0])
    free = cache.analysis(sprite, AnimateWork(sprite=STILLS[0]))
    turned = cache.analysis(sprite, AnimateWork(sprite=STILLS[0], facing=Direction.UP))
    blob = cache.analysis(sprite, AnimateWork(sprite=STILLS[0], archetype=Archetype.BLOB))
    assert turned.facing is Direction.UP
    assert blob.archetype is Archetype.BLOB
    assert len({id(free), id(turned), id(blob)}) == 3


def test_only_the_latest_are_kept() -> None:
    cache = SpriteCache(entries=2)
    first = cache.sprite(STILLS[0])
    cache.sprite(STILLS[1])
    assert cache.sprite(STILLS[0]) is first
    cache.sprite(STILLS[2])
    assert cache.sprite(STILLS[0]) is first
    cache.sprite(STILLS[3])
    cache.sprite(STILLS[2])
    assert cache.sprite(STILLS[0]) is not first


def test_errors_are_not_kept_and_name_the_problem() -> None:
    cache = SpriteCache()
    for _ in range(2):
        with pytest.raises(BadSprite):
            cache.sprite(b"not a picture")
    sprite = cache.sprite(STILLS[0])
    with pytest.raises(BadRequest, match="elbow"):
        cache.analysis(sprite, AnimateWork(sprite=STILLS[0], joints={"elbow": (1, 2)}))
