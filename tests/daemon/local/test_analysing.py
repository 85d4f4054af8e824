import json
from pathlib import Path

import numpy as np
import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.analysing import analyse_file, annotated
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import BadRequest, BadSprite

from tests.daemon.local.sprites import save_example


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
    picture = decode_sprite((tmp_path / "out" / "joints.png").read_bytes())
    assert (picture.width, picture.height) == (768, 768)
    sprite = decode_sprite(file.read_bytes())
    found = analyse(sprite)
    assert np.array_equal(picture.rgba[0, 0], annotated(sprite, found)[0, 0])


def test_large_sprites_are_not_enlarged() -> None:
    from neonworks_models.sprites.sprite import Sprite

    rgba = np.zeros((400, 500, 4), np.uint8)
    rgba[50:380, 150:350] = (200, 30, 60, 255)
    sprite = Sprite.from_rgba(rgba)
    assert annotated(sprite, analyse(sprite)).shape == (400, 500, 4)


def test_wrong_words_and_files(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="did you mean 'left'"):
        _run(save_example(tmp_path), facing="lft")
    with pytest.raises(BadSprite):
        _run(tmp_path / "none.png")
