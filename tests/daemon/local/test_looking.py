"""Benches whose results are pictures: files where they belong, mistakes in one line."""

import json
from pathlib import Path

import pytest
from neonworks_daemon.local.looking import show_blind, show_foreign, show_styles
from neonworks_protocol.errors import BadRequest, BadSprite

from tests.daemon.bench.drawn_cases import write_cases
from tests.daemon.local.sprites import save_example


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text('sprite_net = "off"\n')
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(home))


def test_styles_of_a_sprite_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sprite = save_example(tmp_path, "villager_down")
    assert show_styles(sprite, tmp_path / "out" / "styles.png", json_file=tmp_path / "styles.json") == 0
    assert (tmp_path / "out" / "styles.png").read_bytes().startswith(b"\x89PNG")
    (record,) = json.loads((tmp_path / "styles.json").read_text())
    assert len(record["rows"]) == 6
    assert "least difference" in capsys.readouterr().out


def test_the_blind_sheet_has_its_key_in_a_file_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "blind"
    assert show_blind(write_cases(tmp_path / "cases"), out, clips=4, seed=2) == 0
    key = json.loads((out / "key.json").read_text())
    assert sorted(clip["answer"] for clip in key["clips"]) == ["artist", "artist", "ours", "ours"]
    assert {path.name for path in out.iterdir()} == {"blind.html", "blind.png", "key.json"}


def test_mistakes_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="--cases"):
        show_blind(tmp_path / "nowhere", tmp_path, clips=2, seed=1)
    with pytest.raises(BadSprite, match="no file"):
        show_styles(tmp_path / "nobody.png", tmp_path / "styles.png")


def test_foreign_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert show_foreign(1) in (0, 1)
    assert "chibi 32x32" in capsys.readouterr().out
