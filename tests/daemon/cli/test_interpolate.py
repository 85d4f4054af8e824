"""The command line of ``interpolate``."""

from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.cli.exits import ExitCode
from neonworks_models.examples.gallery import example_sprites
from PIL import Image


@pytest.fixture
def stills(tmp_path: Path) -> tuple[str, str]:
    paths = []
    for each in example_sprites():
        if each.name in ("slime", "egg_hero"):
            paths.append(tmp_path / f"{each.name}.png")
            Image.fromarray(each.sprite.rgba).save(paths[-1])
    return str(paths[0]), str(paths[1])


def test_steps_are_written_as_pictures_and_a_sheet(
    stills: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(["interpolate", *stills, "--steps", "3", "--out", str(out)]) == ExitCode.OK
    listed = capsys.readouterr().out.split()
    assert sorted(map(str, out.iterdir())) == sorted(listed)
    assert len(list(out.glob("*_steps_0?.png"))) == 4


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--steps", "0"], "steps"),
        (["--steps", "33"], "steps"),
        (["--format", "mp4"], "mp4"),
        (["--format", "sheet,sheet-grid"], "one of them"),
    ],
)
def test_wrong_options_are_explained(
    stills: tuple[str, str], more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["interpolate", *stills, *more]) == ExitCode.USAGE
    assert said in capsys.readouterr().err


def test_a_missing_sprite_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpolate", str(tmp_path / "a.png"), str(tmp_path / "b.png")]) == ExitCode.BAD_INPUT
    assert "a.png" in capsys.readouterr().err
