from pathlib import Path

import pytest
from neonworks_daemon.bench.fuzz_run import BlockReport, Finding
from neonworks_daemon.bench.result import BenchResult, Check
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import trusting
from neonworks_protocol.errors import BadRequest


def test_a_repeated_input_says_what_became_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trusting.repeat("codec", 1, 12) == ExitCode.OK
    assert "keeps every promise" in capsys.readouterr().err
    found = BlockReport(0, {"FOUND": 1}, 0.0, 0, 0, 1, 0.0, (Finding(12, "ValueError: no", b""),))
    monkeypatch.setattr(trusting, "repeat_input", lambda *_arguments: found)
    assert trusting.repeat("codec", 1, 12) == ExitCode.SOME_FAILED
    assert "ValueError: no" in capsys.readouterr().err
    with pytest.raises(BadRequest, match="--target"):
        trusting.repeat("all", 1, 12)


def test_long_runs_begin_with_an_estimate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trusting, "_estimate", lambda _target, inputs: inputs / 50)
    monkeypatch.setattr(trusting, "_LONG", 400)
    assert trusting.fuzz("codec", 500, seed=1, jobs=1, findings=tmp_path) == ExitCode.OK
    assert "about 10 s" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["events", "drop"])
def test_tables_are_shown_and_their_verdict_is_the_exit_code(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bench(**options: object) -> BenchResult:
        step = options["step"]
        assert callable(step)
        step(3)
        return BenchResult(name, "A table", ("what",), ((name,),), (Check("faults", 1, 0, False),))

    monkeypatch.setattr(trusting, f"bench_{name}", bench)
    if name == "events":
        code = trusting.events(10, files=10, restarts=0, seed=1)
    else:
        code = trusting.drop(10, actions=3, background=None, seed=None)
    assert code == ExitCode.SOME_FAILED and "missed" in capsys.readouterr().out
