import click
import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.cli.bench import command


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "name a bench"),
        (["steam"], 2, "did you mean 'stream'"),
        (["score", "--cases", "none"], 3, "--cases"),
        (["latency", "--trials", "0"], 2, "0"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *arguments]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", [*command.list_commands(click.Context(command))])
def test_each_bench_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "--json" in shown and len(shown.splitlines()) > 6


def test_the_list_names_every_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in command.list_commands(click.Context(command)))
