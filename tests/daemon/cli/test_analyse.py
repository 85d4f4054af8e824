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


def test_rig(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sprite = save_example(tmp_path)
    rig = tmp_path / "slime.rig.json"
    rig.write_text('{"version": 1, "archetype": "dragon"}')
    assert run(["analyse", str(sprite)]) == 3
    assert run(["analyse", str(sprite), "--save-rig"]) == 6
    assert run(["analyse", str(sprite), "--force"]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert "slime.rig.json" in errors[0]
    assert "archetype" in errors[0]
    assert len(errors) == 3
    assert run(["analyse", str(sprite), "--save-rig", "--force", "--archetype", "blob"]) == 0
    assert json.loads(rig.read_text())["archetype"] == "blob"


def test_mistakes(tmp_path: Path) -> None:
    assert run(["analyse"]) == 2
    assert run(["analyse", str(tmp_path / "none.png")]) == 3
    assert run(["analyse", str(save_example(tmp_path)), "--facing", "north"]) == 3
