import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.demo import SCENES, run_demo
from neonworks_models.examples.gallery import example_sprites

from tests.daemon.local.sprites import open_picture

_SHORT = (("slime", "hop"), ("bat", "walk"))


def test_scenes_are_about_example_sprites() -> None:
    assert {name for name, _ in SCENES} <= {example.name for example in example_sprites()}
    assert len(set(SCENES)) == len(SCENES)


def test_everything_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo-output"
    assert run_demo(out, as_json=False, scenes=_SHORT) == ExitCode.OK
    told = capsys.readouterr()
    assert "a daemon is ready after" in told.err
    assert "first ms" in told.out
    assert len(list(out.glob("*/*.gif"))) == 2
    assert len(list(out.glob("*/*.json"))) == 4
    assert open_picture(out / "contact-sheet.png").shape[1] > 4 * 32


def test_numbers_as_json_and_failures_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenes = (("slime", "hop"), ("slime", ""))
    assert run_demo(tmp_path, as_json=True, scenes=scenes) == ExitCode.SOME_FAILED
    told = capsys.readouterr()
    record = json.loads(told.out)
    assert [clip["sprite"] for clip in record["clips"]] == ["slime"]
    assert record["clips"][0]["contract"]["passed"] is True
    assert "slime, ''" in told.err
