import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.analysing import Analysing, analyse_file, annotated
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, BadSprite, StorageFailed
from neonworks_protocol.vocabulary import Archetype

from tests.daemon.local.sprites import open_picture, save_example


def _run(file: Path, **options: object) -> ExitCode:
    return analyse_file(file, Analysing(**options))  # type: ignore[arg-type]


def test_a_table_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(save_example(tmp_path, "knight_right"), archetype="biped") == ExitCode.OK
    told = capsys.readouterr().out
    for words in ("biped (100% sure)", "left knee", "foot line", "64×64"):
        assert words in told


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(save_example(tmp_path, "knight_right"), facing="left", archetype="biped", as_json=True)
    record = json.loads(capsys.readouterr().out)
    assert record["facing"] == "left"
    assert record["size"] == [64, 64]
    assert len(record["joints"]) == 16


def test_bodies_without_joints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(save_example(tmp_path), archetype="blob", as_json=True)
    assert json.loads(capsys.readouterr().out)["joints"] is None


def test_the_picture_shows_sprite_and_joints(tmp_path: Path) -> None:
    file = save_example(tmp_path, "knight_right")
    _run(file, archetype="biped", picture=tmp_path / "out" / "joints.png")
    picture = open_picture(tmp_path / "out" / "joints.png")
    assert picture.shape == (768, 768, 4)
    sprite = decode_sprite(file.read_bytes())
    found = analyse(sprite, archetype=Archetype.BIPED)
    assert np.array_equal(picture, annotated(sprite, found))
    assert found.joints is not None
    x, y = found.joints[Joint.LEFT_KNEE]
    assert tuple(picture[int(y * 12), int(x * 12), :3]) == (255, 196, 0)


def test_large_sprites_are_not_enlarged() -> None:
    rgba = np.zeros((400, 500, 4), np.uint8)
    rgba[50:380, 150:350] = (200, 30, 60, 255)
    sprite = Sprite.from_rgba(rgba)
    assert annotated(sprite, analyse(sprite)).shape == (400, 500, 4)


def test_a_saved_rig_is_edited_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = save_example(tmp_path, "knight_right")
    rig_file = tmp_path / "knight_right.rig.json"
    assert _run(file, facing="right", archetype="biped", save=True) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == str(rig_file)
    assert "in pixels of the still" in told.err
    rig = json.loads(rig_file.read_text())
    rig["joints"]["left_knee"] = [3.5, 4.25]
    rig["facing"] = "left"
    rig_file.write_text(json.dumps(rig))
    _run(file, as_json=True)
    told = capsys.readouterr()
    record = json.loads(told.out)
    assert (record["facing"], record["joints"]["left_knee"]) == ("left", [3.5, 4.25])
    assert record["rig"] == str(rig_file)
    assert "body as knight_right.rig.json says" in told.err
    _run(file, as_json=True, facing="up")
    assert json.loads(capsys.readouterr().out)["facing"] == "up"


def test_an_edited_rig_is_replaced_by_force_only(tmp_path: Path) -> None:
    file = save_example(tmp_path)
    rig_file = tmp_path / "slime.rig.json"
    _run(file, save=True)
    written = rig_file.read_bytes()
    _run(file, save=True)
    assert rig_file.read_bytes() == written
    rig_file.write_text('{"version": 1, "facing": "up"}')
    with pytest.raises(StorageFailed, match="--force"):
        _run(file, save=True)
    assert "up" in rig_file.read_text()
    _run(file, save=True, force=True)
    assert rig_file.read_bytes() == written


def test_wrong_words_and_files(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="did you mean 'left'"):
        _run(save_example(tmp_path), facing="lft")
    with pytest.raises(BadSprite):
        _run(tmp_path / "none.png")
