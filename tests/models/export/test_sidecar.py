import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.sidecar import GeneratorUsed, Sidecar, decode_sidecar, make_sidecar
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Tier, Variant

from tests.models.export.clips import make_clip

_DRAWN = GeneratorUsed(name="draft-biped", version="1", tier=Tier.DRAFT)


def _request() -> GenerationRequest:
    sprite = example_sprites()[0].sprite
    spec = MotionSpec(
        animation_type=Action.ATTACK,
        variant=Variant.SLASH,
        style_modifiers=("angry",),
        special_effects=(Effect.GLOW,),
        intensity=1 / 3,
        parameters=MotionParameters(lean=12.5),
    )
    return GenerationRequest(sprite, analyse(sprite), spec, Direction.LEFT, Tier.DRAFT, "draft-biped", 7)


def _write(request: GenerationRequest) -> bytes:
    files = make_sidecar(
        request,
        make_clip(),
        generator=_DRAWN,
        text="an angry slash",
        sprite_file="/some/folder/hero.png",
        files=["hero_walk_01.png"],
        contract={"passed": True},
        notes=["one note"],
    )
    return files["hero_walk.animator.json"]


def test_the_request_can_be_made_again() -> None:
    request = _request()
    record = decode_sidecar(_write(request))
    assert record.rebuild(request.sprite).digest == request.digest == record.request


def test_equal_requests_have_equal_sidecars() -> None:
    assert _write(_request()) == _write(_request())


def test_everything_is_recorded() -> None:
    record = json.loads(_write(_request()))
    assert record["sprite"]["file"] == "hero.png"
    assert record["text"] == "an angry slash"
    expected = {"name": "draft-biped", "version": "1", "tier": "draft", "models": []}
    assert record["generator"] == expected
    assert [frame["duration"] for frame in record["frames"]] == [100] * 4
    assert {"python", "numpy", "pillow", "opencv-python-headless"} <= set(record["packages"])
    assert record["contract"] == {"passed": True}
    assert record["notes"] == ["one note"]


def test_other_pictures_are_refused() -> None:
    request = _request()
    record = decode_sidecar(_write(request))
    with pytest.raises(BadRequest, match=r"hero\.png"):
        record.rebuild(request.sprite.mirrored())
    with pytest.raises(BadRequest, match="keyframes"):
        record.rebuild(request.sprite, [request.sprite])


def test_keyframes_are_part_of_the_request() -> None:
    keyframe = Sprite.from_rgba(example_sprites()[1].sprite.rgba)
    request = dataclasses.replace(_request(), keyframes=(keyframe,))
    record = decode_sidecar(_write(request))
    assert record.rebuild(request.sprite, [keyframe]).digest == request.digest


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(BadRequest, match="not a sidecar"):
        decode_sidecar(data)


def test_the_record_is_frozen() -> None:
    assert Sidecar.__struct_config__.frozen


BAD_NAMES = ["../x.gif", "/etc/passwd", "a/b.gif", "..\\x.gif", "C:x.gif", "CON", "a\0.gif", "", ".."]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_of_other_folders_are_refused(name: str) -> None:
    record = json.loads(_write(_request()))
    with pytest.raises(BadRequest):
        decode_sidecar(json.dumps({**record, "files": [name]}).encode())
    if name not in ("C:x.gif", "CON"):
        sprite = {**record["sprite"], "file": name}
        with pytest.raises(BadRequest, match="no name of a file"):
            decode_sidecar(json.dumps({**record, "sprite": sprite}).encode())


def test_too_long_or_too_deep_is_no_sidecar() -> None:
    for data in (b" " * (2 << 20), b'{"a":' * 100_000):
        with pytest.raises(BadRequest, match="not a sidecar"):
            decode_sidecar(data)
