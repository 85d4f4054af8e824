import json

import pytest
from neonworks_daemon.cli.console import meter, note, print_json, results, stderr


def test_remarks_are_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    note("two\n  lines")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "two lines\n")


def test_json_is_one_line_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": (1, 2), "é": None})
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert json.loads(told) == {"a": [1, 2], "é": None}


def test_nothing_moves_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with meter("drawing", 3) as shown:
        shown.step()
        shown.restart("walk", 8)
        shown.label("run")
        shown.at(7)
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")


def test_tables_in_pipes_are_not_squeezed() -> None:
    assert results().width >= 120
    assert stderr().stderr
