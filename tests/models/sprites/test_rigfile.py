from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.rigfile import (
    Rig,
    analyse_with_rig,
    decode_rig,
    encode_rig,
    read_rig,
    rig_path,
    write_rig,
)
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.vocabulary import Archetype, Direction

ALL = {joint: (10.0 + i, 20.25) for i, joint in enumerate(Joint)}


def still() -> Sprite:
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[4:38, 12:28] = (120, 80, 60, 255)
    return Sprite.from_rgba(rgba)


@pytest.mark.parametrize(
    "rig",
    [Rig(), Rig(Archetype.BLOB), Rig(facing=Direction.LEFT), Rig(Archetype.BIPED, Direction.UP, ALL)],
)
def test_written_rigs_are_read_back(tmp_path: Path, rig: Rig) -> None:
    path = rig_path(tmp_path / "hero.png")
    assert path.name == "hero.rig.json"
    assert read_rig(path) is None
    write_rig(path, rig)
    assert read_rig(path) == rig
    assert [p.name for p in tmp_path.iterdir()] == ["hero.rig.json"]


def test_corrections_are_honoured() -> None:
    analysis = analyse_with_rig(still(), Rig(Archetype.BIPED, Direction.LEFT, ALL))
    assert analysis.joints == ALL
    assert (analysis.facing, analysis.facing_confidence) == (Direction.LEFT, 1.0)
    assert (analysis.archetype, analysis.archetype_confidence) == (Archetype.BIPED, 1.0)
    assert analyse_with_rig(still(), Rig(Archetype.BLOB, None, ALL)).joints is None


def test_every_joint_is_one_line_to_edit() -> None:
    lines = encode_rig(Rig(Archetype.BIPED, joints=ALL)).decode().splitlines()
    assert '    "neck": [11, 20.25],' in [line.replace("11.0", "11") for line in lines]
    assert len(lines) == 16 + 6


def test_an_analysis_becomes_a_file_that_can_be_read_again() -> None:
    analysis = analyse_with_rig(still(), Rig(Archetype.BIPED))
    again = decode_rig(encode_rig(Rig.of(analysis)))
    assert again.joints is not None
    assert analyse_with_rig(still(), again).facing is analysis.facing


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "not a valid"),
        ("[]", "not a valid"),
        ('{"version": 2}', "version 2"),
        ('{"archetype": "biped"}', "version"),
        ('{"version": 1, "archetype": "dragon"}', "archetype"),
        ('{"version": 1, "facing": "north"}', "facing"),
        ('{"version": 1, "legs": 4}', "legs"),
        ('{"version": 1, "joints": {"neck": [1, 2]}}', "head_top"),
        ('{"version": 1, "joints": {"tail": [1, 2]}}', "joints"),
        ('{"version": 1, "joints": {"neck": [1]}}', "joints"),
        ('{"version": 1, "joints": ' + "[" * 5000, "not a valid"),
        (" " * 70_000, "at most"),
    ],
)
def test_bad_content_is_named_in_one_line(text: str, named: str) -> None:
    with pytest.raises(BadRequest, match=named) as caught:
        decode_rig(text.encode())
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("value", ["-1", "513", "1e300"])
def test_joints_out_of_range_are_refused(value: str) -> None:
    text = encode_rig(Rig(joints=ALL)).decode().replace("20.25", value, 1)
    with pytest.raises(BadRequest, match="head_top"):
        decode_rig(text.encode())


def test_a_bad_file_is_named_with_its_field(tmp_path: Path) -> None:
    path = tmp_path / "hero.rig.json"
    path.write_text('{"version": 1, "facing": "north"}')
    with pytest.raises(BadRequest, match=r"hero\.rig\.json: .*'north'.*facing") as caught:
        read_rig(path)
    assert "\n" not in caught.value.message


def test_joints_off_this_canvas_are_refused() -> None:
    with pytest.raises(BadRequest, match=r"neck.*outside the sprite's 40×40"):
        analyse_with_rig(still(), Rig(joints={**ALL, Joint.NECK: (41, 3)}))


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decode_rig(data)
    except BadRequest as error:
        assert "\n" not in error.message


def test_folders_are_neither_read_nor_written(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="cannot be read"):
        read_rig(tmp_path)
    with pytest.raises(StorageFailed, match="cannot be written"):
        write_rig(tmp_path / "missing" / "a.rig.json", Rig())
