import subprocess
import sys

import click
import pytest
from neonworks_daemon.cli import app
from neonworks_daemon.cli.app import cli, run
from neonworks_protocol.errors import Busy, JobCancelled

from tests.repo.tree import ROOT


def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    @click.command()
    def broken() -> None:
        raise error

    monkeypatch.setattr(app.LazyGroup, "get_command", lambda *_: broken)
    return run(["doctor"])


def test_help_names_commands_examples_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for words in ("animate hero.png", "Exit codes:", "130", *cli.list_commands(click.Context(cli))):
        assert words in shown


def test_no_arguments_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize("name", cli.list_commands(click.Context(cli)))
def test_every_command_teaches(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert "Usage: neonworks-animator" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert "0." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["anmate"], "did you mean 'animate'"),
        (["animate", "--actoin", "walk"], "--action"),
        (["qqqq"], "choose from demo, animate"),
    ],
)
def test_wrong_words_are_one_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert words in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Busy("the queue is full:\n try later"), 5),
        (JobCancelled("stopped"), 130),
        (KeyboardInterrupt(), 130),
        (ModuleNotFoundError("no", name="numpy"), 4),
        (IndexError("a bug"), 70),
    ],
)
def test_errors_are_one_line_and_a_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _failing(monkeypatch, error) == code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_bugs_can_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(app.DEBUG_VARIABLE, "1")
    with pytest.raises(IndexError):
        _failing(monkeypatch, IndexError("a bug"))


def test_a_closed_pipe_leaves_no_traceback() -> None:
    command = [sys.executable, "-m", "neonworks_daemon.cli", "doctor", "--json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait() == 1
