from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.local import demo


def test_options_reach_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[Path, bool]] = []

    def run_demo(out: Path, *, as_json: bool) -> int:
        calls.append((out, as_json))
        return 1

    monkeypatch.setattr(demo, "run_demo", run_demo)
    assert run(["demo"]) == 1
    assert run(["demo", "--out", str(tmp_path), "--json"]) == 1
    assert calls == [(Path("demo-output"), False), (tmp_path, True)]
