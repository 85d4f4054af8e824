import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.animating import animate_one
from neonworks_daemon.local.options import read_options
from neonworks_protocol.errors import UnsupportedDirection

from tests.daemon.local.sprites import save_example


def test_files_are_named_on_stdout_and_remarks_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"sprite": str(save_example(tmp_path)), "text": "walk", "out": str(tmp_path / "out")}
    assert animate_one(read_options(asked), as_json=False) == ExitCode.OK
    told = capsys.readouterr()
    assert {Path(line) for line in told.out.splitlines()} == set((tmp_path / "out").iterdir())
    assert "no daemon is running: drawing in this process" in told.err
    assert "contract kept" in told.err


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = {
        "sprite": str(save_example(tmp_path)),
        "text": "walk",
        "tier": "sprite",
        "out": str(tmp_path / "o"),
    }
    assert animate_one(read_options(asked), as_json=True) == ExitCode.OK
    record = json.loads(capsys.readouterr().out)
    assert record["understood"] is True
    assert record["clips"][0]["tier"] == "draft"
    assert any("tier sprite" in text for text in record["notes"])


def test_what_cannot_be_drawn_is_said_and_the_rest_delivered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {
        "sprite": str(save_example(tmp_path, "knight_right")),
        "action": "walk",
        "facing": "right",
        "direction": "right,up",
        "out": str(tmp_path / "o"),
    }
    assert animate_one(read_options(asked), as_json=False) == ExitCode.SOME_FAILED
    assert "note: walk_up:" in capsys.readouterr().err
    assert list((tmp_path / "o").glob("*_walk.gif"))
    with pytest.raises(UnsupportedDirection):
        animate_one(read_options({**asked, "direction": "up"}), as_json=False)
