from collections.abc import Sequence
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import editing


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Sequence[str]]:
    calls: list[Sequence[str]] = []

    def run_editor(arguments: Sequence[str]) -> int:
        calls.append(arguments)
        return 0

    monkeypatch.setattr(editing, "run_editor", run_editor)
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    return calls


def test_a_demo_opens_when_nothing_is_named(started: list[Sequence[str]], tmp_path: Path) -> None:
    assert run(["edit"]) == 0
    assert started == [["--", str(tmp_path / "data" / "demo")]]
    assert len(list((tmp_path / "data" / "demo").glob("*.png"))) >= 4


def test_options_reach_the_editor(started: list[Sequence[str]]) -> None:
    assert run(["edit", "hero.png", "--scale", "1.5", "--screenshot", "x.png", "--after", "2"]) == 0
    assert started == [["--scale", "1.5", "--screenshot", "x.png", "--after", "2.0", "--", "hero.png"]]


def test_neonworks_gets_its_own_options(started: list[Sequence[str]]) -> None:
    assert run(["edit", "--neonworks", "nw", "--project", "rpg", "--python", "py"]) == 0
    assert started == [["--neonworks", "nw", "--project", "rpg", "--python", "py"]]


@pytest.mark.parametrize(
    "arguments", [["--project", "x"], ["--python", "x"], ["a.png", "--neonworks", "nw"], ["--scale", "3"]]
)
def test_options_that_contradict_are_told(
    started: list[Sequence[str]], arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["edit", *arguments]) == ExitCode.USAGE
    assert started == []
    assert capsys.readouterr().err.count("\n") == 1
