"""``--dry-run``."""

import io
import sys
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.watch.preview import preview
from neonworks_daemon.watch.root import RootOptions
from neonworks_protocol.errors import NotFound
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


def test_remarks_and_what_is_not_read_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_sprite(tmp_path)
    write_recipe(tmp_path, "[animations]\nspecial = 'blorps the frumious'\n")
    if sys.platform != "win32":
        (tmp_path / "far.png").symlink_to("nothing")
    assert _shown(tmp_path)[0] is ExitCode.OK
    told = capsys.readouterr().err
    assert "hero.png: special: 'blorps' is not an action I know" in told
    assert sys.platform == "win32" or "far.png: a link that leads out" in told


@pytest.mark.parametrize(
    ("recipe", "content", "code", "told"),
    [
        ("", None, ExitCode.OK, "no sprites in {root}: no .png, .webp, .gif files"),
        ("ignore = ['*']", b"", ExitCode.OK, "no sprites in {root}: 1 picture left out by include or ignore"),
        ("", b"junk", ExitCode.SOME_FAILED, "nothing would be drawn: 1 sprite would be left alone"),
    ],
)
def test_an_empty_table_says_why(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    recipe: str,
    content: bytes | None,
    code: ExitCode,
    told: str,
) -> None:
    (tmp_path / "neonworks.toml").write_text(recipe)
    if content is not None:
        (tmp_path / "hero.png").write_bytes(content)
    assert _shown(tmp_path) == (code, "")
    assert told.format(root=tmp_path) in capsys.readouterr().err


def test_results_alone_are_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_sprite(tmp_path, "hero_walk.png")
    (tmp_path / "hero_walk.animator.json").write_text('{"animator": "1", "files": ["hero_walk.png"]}')
    assert _shown(tmp_path) == (ExitCode.OK, "")
    assert "1 picture known as an output of this program" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_no_empty_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no folder"):
        _shown(tmp_path / "none")
