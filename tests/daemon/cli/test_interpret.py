import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run


def test_a_sentence_needs_no_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpret", "run", "to", "the", "left", "--json"]) == 0
    (spec,) = json.loads(capsys.readouterr().out)["sequence"]
    assert (spec["animation_type"], spec["direction"]) == ("run", "left")


def test_batch(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "1", "text": "walk"}\n')
    assert run(["interpret", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "o.jsonl")]) == 0
    assert json.loads((tmp_path / "o.jsonl").read_text())["animation_type"] == "walk"


def test_scores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"id": 1, "text": "walk", "labels": {"animation_type": "walk"}}\n')
    assert run(["interpret", "--eval", str(file)]) == 0
    assert "embedded" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        ([""], 3),
        (["walk", "--batch", "x"], 2),
        (["walk", "--out", "x"], 2),
        (["walk", "--eval", "x"], 2),
        (["--batch", "none.jsonl"], 3),
        (["a" * 100_000], 3),
    ],
)
def test_mistakes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpret", *arguments]) == code
    assert len(capsys.readouterr().err.splitlines()) == 1
