import json
from pathlib import Path

import pytest
from neonworks_daemon.bench.result import BenchResult, Check
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import disturbing


@pytest.mark.parametrize(("lost", "code"), [(0, ExitCode.OK), (1, ExitCode.SOME_FAILED)])
def test_a_loss_is_an_exit_code_and_a_table(
    lost: int,
    code: ExitCode,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fake(**asked: object) -> BenchResult:
        tick = asked["tick"]
        assert callable(tick)
        tick("disconnects", 1, 2)
        return BenchResult("fake", "A run", ("what",), ((1,),), (Check("frames lost", lost, 0, False),))

    for name in ("bench_disconnects", "bench_kills", "bench_soak"):
        monkeypatch.setattr(disturbing, name, fake)
    file = tmp_path / "numbers.json"
    assert disturbing.disconnects(2, 2, seed=1, json_file=file) == code
    assert disturbing.kills(1, seed=1) == code
    assert disturbing.soak(2, 0.1, warm_up=None, seed=1) == code
    assert "frames lost" in capsys.readouterr().out
    assert json.loads(file.read_text())[0]["checks"][0]["measured"] == lost
