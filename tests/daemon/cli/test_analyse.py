import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run

from tests.daemon.local.sprites import save_example


def test_json_and_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "joints.png"
    sprite = save_example(tmp_path, "mage_right")
    arguments = ["--json", "--picture", str(picture), "--facing", "right", "--archetype", "biped"]
    assert run(["analyse", str(sprite), *arguments]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["facing"], record["archetype"], len(record["joints"])) == ("right", "biped", 16)
    assert picture.is_file()


def test_mistakes(tmp_path: Path) -> None:
    assert run(["analyse"]) == 2
    assert run(["analyse", str(tmp_path / "none.png")]) == 3
    assert run(["analyse", str(save_example(tmp_path)), "--facing", "north"]) == 3
