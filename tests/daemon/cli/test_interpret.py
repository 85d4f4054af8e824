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


def test_a_sentence_is_read_for_a_sprite(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpret", "attack", "--name", "goblin_archer.png", "--json"]) == 0
    heard = json.loads(capsys.readouterr().out)
    assert heard["sequence"][0]["variant"] == "shoot"
    assert heard["field_confidence"]["animation_type"] > 0.9
    assert run(["interpret", "walk the other way", "--facing", "left", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sequence"][0]["direction"] == "right"


def test_what_is_unsure_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpret", "attack"]) == 0
    assert "not sure of: variant" in capsys.readouterr().err
    assert run(["interpret", "stab to the left"]) == 0
    assert "not sure" not in capsys.readouterr().err


def test_suggestions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["interpret", "--suggest", "--name", "old_mage.png"]) == 0
    out = capsys.readouterr().out
    assert out.index("walk") < out.index("cast_spell") < out.index("attack")
    assert run(["interpret", "walk", "--suggest"]) == 2
