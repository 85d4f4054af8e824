import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.analysing import analyse_file, annotated
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, BadSprite
from neonworks_protocol.vocabulary import Archetype

from tests.daemon.local.sprites import open_picture, save_example


def _run(file: Path, **options: object) -> ExitCode:
    defaults: dict[str, object] = {"facing": None, "archetype": None, "picture": None, "as_json": False}
    return analyse_file(file, **{**defaults, **options})  # type: ignore[arg-type]


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


def test_wrong_words_and_files(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="did you mean 'left'"):
        _run(save_example(tmp_path), facing="lft")
    with pytest.raises(BadSprite):
        _run(tmp_path / "none.png")
