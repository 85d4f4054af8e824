"""``--dry-run``."""

import io
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.watch.preview import preview
from neonworks_daemon.watch.root import RootOptions
from rich.console import Console

from tests.fakes.watched import put_sprite, write_recipe


def _shown(root: Path) -> tuple[ExitCode, str]:
    console = Console(file=(out := io.StringIO()), width=160)
    return preview(RootOptions(root, "root"), console), out.getvalue()


def test_shows_what_would_be_drawn_and_where_and_writes_nothing(tmp_path: Path) -> None:
    put_sprite(tmp_path, "foes/rat.png")
    write_recipe(
        tmp_path, "facing = 'right'\n[animations]\npatrol = { text = 'walks', directions = ['left'] }\n"
    )
    before = sorted(tmp_path.rglob("*"))
    code, text = _shown(tmp_path)
    assert code is ExitCode.OK and sorted(tmp_path.rglob("*")) == before
    row = text.splitlines()[1].split()
    assert row[:4] == ["foes/rat.png", "patrol_left", "walk", "left"]
    assert row[4].startswith("animations/foes/rat/") and "(gif)" in text


def test_says_what_would_be_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_sprite(tmp_path)
    (tmp_path / "bad.png").write_bytes(b"junk")
    (tmp_path / "hero.recipe.toml").write_text(
        "[animations]\nspin = { action = 'walk', generator = 'nobody' }"
    )
    assert _shown(tmp_path)[0] is ExitCode.SOME_FAILED
    told = capsys.readouterr().err
    assert "bad.png: The image is not" in told and "hero.png: spin: there is no generator" in told


def test_an_empty_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _shown(tmp_path) == (ExitCode.OK, "")
    assert "no sprites" in capsys.readouterr().err
