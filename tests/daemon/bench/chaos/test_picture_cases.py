import random
import struct
import zlib
from collections import Counter
from itertools import islice

import numpy as np
import pytest
from neonworks_daemon.bench.chaos import picture_cases as module
from neonworks_daemon.bench.chaos.case import Broken
from neonworks_daemon.bench.chaos.picture_cases import break_parts, picture_cases
from neonworks_daemon.bench.chaos.pictures import PictureKind, draw_picture, pack_picture, read_parts
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadSprite


def test_inputs_are_read_and_refused_and_some_are_bombs() -> None:
    cases = list(islice(picture_cases(random.Random(1)), 1_500))
    outcomes = Counter(case.run() for case in cases)
    assert set(outcomes) == {"read", "bad_sprite"} and min(outcomes.values()) > 200
    assert any(case.heavy for case in cases)


def test_broken_parts_keep_their_checksums() -> None:
    source = random.Random(2)
    for _ in range(50):
        file = read_parts(PictureKind.PNG, draw_picture(PictureKind.PNG, source))
        break_parts(file, source)
        data = pack_picture(file)
        at = 8
        while at < len(data):
            (size,) = struct.unpack_from(">I", data, at)
            body = data[at + 4 : at + 8 + size]
            assert struct.unpack_from(">I", data, at + 8 + size) == (zlib.crc32(body),)
            at += 12 + size


def _raise_value_error(_data: bytes) -> Sprite:
    raise ValueError("as a decoder that forgot one")


def _two_lines(_data: bytes) -> Sprite:
    raise BadSprite("one\ntwo")


def _too_large(_data: bytes) -> Sprite:
    return Sprite.from_rgba(np.full((4, 600, 4), 255, np.uint8))


@pytest.mark.parametrize(
    ("decoder", "wrong"), [(_raise_value_error, ValueError), (_two_lines, Broken), (_too_large, Broken)]
)
def test_a_decoder_that_breaks_its_promise_is_found(
    decoder: object, wrong: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "decode_sprite", decoder)
    with pytest.raises(wrong):
        next(picture_cases(random.Random(1))).run()
