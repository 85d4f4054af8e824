import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from neonworks_daemon.bench.result import BenchResult, Check
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import benching
from neonworks_daemon.local.benching import run_benches
from neonworks_protocol.errors import BadRequest


def _bench(name: str, measured: float) -> Callable[[], BenchResult]:
    check = Check("speed", measured, 1.0, True)
    return lambda: BenchResult(name, name.title(), ("way", "value"), (("ours", measured),), (check,))


@pytest.fixture
def two_benches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fast bench that meets its target and one that misses it."""
    monkeypatch.setattr(
        benching,
        "_benches",
        lambda _trials, _cases, _sprites: {"good": _bench("good", 2.0), "slow": _bench("slow", 0.5)},
    )


@pytest.mark.usefixtures("two_benches")
def test_a_missed_target_is_the_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_benches("good") == ExitCode.OK
    assert run_benches("slow") == ExitCode.SOME_FAILED
    assert "missed" in capsys.readouterr().out


@pytest.mark.usefixtures("two_benches")
def test_all_of_them_as_json(tmp_path: Path) -> None:
    file = tmp_path / "bench-output" / "all.json"
    assert run_benches("all", json_file=file) == ExitCode.SOME_FAILED
    assert [record["bench"] for record in json.loads(file.read_text())] == ["good", "slow"]


def test_unknown_names_and_folders(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="did you mean 'stream'"):
        run_benches("steam")
    with pytest.raises(BadRequest, match="no folder"):
        run_benches("contract", cases=tmp_path / "none")


def test_strips_are_found_beside_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[Path | None, Path | None]] = []

    def benches(
        _trials: int | None, cases: Path | None, sprites: Path | None
    ) -> dict[str, Callable[[], BenchResult]]:
        given.append((cases, sprites))
        return {"good": _bench("good", 2.0)}

    monkeypatch.setattr(benching, "_benches", benches)
    monkeypatch.setattr(benching, "_SOURCES", tmp_path / "checkout")
    run_benches("good")
    strips = tmp_path / "shared" / "sprites" / "cases"
    strips.mkdir(parents=True)
    run_benches("good")
    run_benches("good", cases=tmp_path, sprites=tmp_path)
    assert given == [(None, None), (strips, strips.parent), (tmp_path, tmp_path)]


def test_there_is_no_score_without_strips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benching, "_SOURCES", tmp_path / "checkout")
    with pytest.raises(BadRequest, match="--cases"):
        run_benches("score")
    with pytest.raises(BadRequest, match="--sprites"):
        run_benches("joints")


def test_every_bench_of_the_help_exists() -> None:
    from neonworks_daemon.cli.bench import command

    names = set(benching._benches(None, Path.cwd(), Path.cwd())) | {"all"}
    assert names <= set(command.list_commands(click.Context(command)))
