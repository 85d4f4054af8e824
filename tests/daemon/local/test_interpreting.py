import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.interpreting import interpret_batch, interpret_one
from neonworks_protocol.errors import BadRequest

_KEYS = [
    "id",
    "understood",
    "animation_type",
    "variant",
    "direction",
    "speed_multiplier",
    "intensity",
    "frame_count",
    "special_effects",
    "loop",
    "confidence",
]


def test_one_sentence_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert interpret_one("a tired walk to the left, 8 frames", as_json=False) == ExitCode.OK
    told = capsys.readouterr()
    for word in ("walk", "left", "8", "tired"):
        assert word in told.out
    assert "embedded" in told.err


def test_the_whole_reading_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    interpret_one("jump, then slash", as_json=True)
    heard = json.loads(capsys.readouterr().out)
    assert [spec["animation_type"] for spec in heard["sequence"]] == ["jump", "attack"]


def test_batch_lines_in_order(tmp_path: Path) -> None:
    asked, out = tmp_path / "in.jsonl", tmp_path / "deep" / "out.jsonl"
    asked.write_text('{"id": "a", "text": "walk left"}\n\n{"id": 7, "text": "jump once", "more": 1}\n')
    assert interpret_batch(asked, out) == ExitCode.OK
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert list(first) == _KEYS
    assert (first["id"], first["animation_type"], first["direction"], first["loop"]) == (
        "a",
        "walk",
        "left",
        True,
    )
    assert (second["id"], second["animation_type"], second["loop"]) == (7, "jump", False)


def test_lines_that_cannot_be_read_stop_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text('{"id": "a"}\n{"id": "b", "text": ""}\n{"id": "c", "text": "run"}\nnonsense\n')
    assert interpret_batch(asked, None) == ExitCode.SOME_FAILED
    told = capsys.readouterr()
    assert [json.loads(line)["id"] for line in told.out.splitlines()] == ["c"]
    for words in ("line 1:", "line 2:", "line 4:", "1 read, 3 failed"):
        assert words in told.err


@pytest.mark.parametrize("text", ["", "a" * 100_000])
def test_empty_and_endless_text(text: str) -> None:
    with pytest.raises(BadRequest):
        interpret_one(text, as_json=False)
