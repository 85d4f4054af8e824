import dataclasses
import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.evaluating import evaluate_file
from neonworks_models.intent.registry import DEFAULT_ENTRIES
from neonworks_protocol.errors import BadRequest

LINES = [
    {"id": "good", "text": "walk left", "labels": {"animation_type": "walk", "direction": "left"}},
    {"id": "small", "text": "jump up the stairs", "labels": {"animation_type": "jump", "frame_count": 9}},
    {"id": "bad", "text": "run", "labels": {"animation_type": "death", "direction_not": ["left"]}},
    {"id": "out", "text": "what does the licence cost"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def test_interpreters_stand_side_by_side(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate_file(file, DEFAULT_ENTRIES[:2]) is ExitCode.OK
    told = capsys.readouterr()
    heading = next(line for line in told.out.splitlines() if "scored" in line)
    assert "embedded" in heading and "rules" in heading
    row = next(line for line in told.out.splitlines() if "animation_type" in line)
    assert row.count("0.667") == 2
    assert "95 % within ms" in told.out


def test_mistakes_are_told_the_worst_last(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate_file(file, DEFAULT_ENTRIES[1:2])
    told = capsys.readouterr().err
    assert told.index("small:") < told.index("bad:")
    assert "frame_count - for 9" in told
    assert "animation_type run for death" in told


def test_what_is_not_installed_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = dataclasses.replace(DEFAULT_ENTRIES[0], name="large", missing=lambda: "pull a model")
    evaluate_file(file, (*DEFAULT_ENTRIES[1:2], absent))
    told = capsys.readouterr()
    assert "large: not installed: pull a model" in told.err
    assert "large" not in told.out


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": 1, "text": "walk"}\n{"id": 2}\n')
    with pytest.raises(BadRequest, match="line 2"):
        evaluate_file(path)
