"""Sprites and analyses are read once."""

import msgspec
import pytest
from neonworks_daemon.worker.messages import AnimateWork
from neonworks_daemon.worker.pipeline_runner import encode_png
from neonworks_daemon.worker.sprite_cache import SpriteCache, reading_of, rig_of
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.rigfile import Rig
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.records import SpriteReading
from neonworks_protocol.vocabulary import Archetype, Direction

STILLS = [encode_png(example.sprite.rgba) for example in example_sprites()[:4]]


def test_the_same_file_is_decoded_and_analysed_once() -> None:
    cache = SpriteCache()
    sprite = cache.sprite(STILLS[0])
    assert cache.sprite(bytes(STILLS[0])) is sprite
    assert cache.analysis(sprite, Rig()) is cache.analysis(sprite, Rig())


def test_a_correction_is_an_analysis_of_its_own() -> None:
    cache = SpriteCache()
    sprite = cache.sprite(STILLS[0])
    free = cache.analysis(sprite, Rig())
    turned = cache.analysis(sprite, Rig(facing=Direction.UP))
    blob = cache.analysis(sprite, Rig(Archetype.BLOB))
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
    with pytest.raises(BadRequest, match="elbow"):
        rig_of(AnimateWork(sprite=STILLS[0], joints={"elbow": (1, 2)}))


def test_joints_are_taken_from_the_work_and_must_lie_on_the_sprite() -> None:
    cache = SpriteCache()
    sprite = cache.sprite(STILLS[0])
    joints = {joint.value: (30.0, 20.0 + row) for row, joint in enumerate(Joint)}
    rig = rig_of(AnimateWork(sprite=STILLS[0], archetype=Archetype.BIPED, joints=joints))
    assert cache.analysis(sprite, rig).joints == joints
    joints["neck"] = (1e9, 0.0)
    with pytest.raises(BadRequest, match="neck"):
        cache.analysis(sprite, rig_of(AnimateWork(sprite=STILLS[0], joints=joints)))


def test_a_reading_says_what_the_analysis_does() -> None:
    cache = SpriteCache()
    sprite = cache.sprite(STILLS[0])
    found = cache.analysis(sprite, Rig(Archetype.BIPED, Direction.DOWN))
    reading = reading_of(sprite, found)
    assert (reading.size, reading.sha256) == ((sprite.width, sprite.height), sprite.sha256)
    assert (reading.archetype_confidence, reading.facing_confidence) == (1.0, 1.0)
    assert reading.box == (found.box.x0, found.box.y0, found.box.x1, found.box.y1)
    assert reading.foot_line == reading.box[3]
    assert reading.joints is not None and set(reading.joints) == set(Joint)
    assert found.joints is not None and reading.joints["neck"] == found.joints[Joint.NECK]
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(reading), type=SpriteReading) == reading
    prop = reading_of(sprite, cache.analysis(sprite, Rig(Archetype.PROP)))
    assert prop.joints is None
