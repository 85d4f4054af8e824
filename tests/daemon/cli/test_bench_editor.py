"""``bench editor`` on the command line."""

from typing import Any

import pytest
from click.testing import CliRunner
from neonworks_daemon.cli.bench import command
from neonworks_daemon.local import editor_bench


def test_it_is_listed_with_the_others() -> None:
    shown = CliRunner().invoke(command, ["--help"])
    assert "The editor" in shown.output and "Key press to picture" in shown.output


def test_options_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[Any, Any]] = []

    def run(*args: Any, **options: Any) -> int:
        called.append((args, options))
        return 0

    monkeypatch.setattr(editor_bench, "run_editor_bench", run)
    arguments = ["editor", "--only", "keys", "--only", "kill", "--seed", "7", "--stills", "9"]
    CliRunner().invoke(command, arguments, catch_exceptions=False)
    CliRunner().invoke(command, ["editor"], catch_exceptions=False)
    assert called[0] == ((("keys", "kill"),), {"stills": 9, "seed": 7, "json_file": None})
    assert called[1][0] == (("keys", "cost", "swap", "kill"),)


@pytest.mark.parametrize("arguments", [["--only", "everything"], ["--stills", "3"], ["--seed", "-1"]])
def test_what_cannot_be(arguments: list[str]) -> None:
    assert CliRunner().invoke(command, ["editor", *arguments]).exit_code == 2
