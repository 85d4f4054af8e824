import json
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import checkup
from neonworks_daemon.local.checkup import examine, findings
from neonworks_daemon.local.finding import Finding, Health
from neonworks_daemon.ready import ReadyInfo, write_ready
from neonworks_daemon.settings import Settings


def _found() -> dict[str, Finding]:
    return {finding.what: finding for finding in findings()}


def test_this_installation_is_well() -> None:
    found = _found()
    assert {"Python", "base packages", "extra daemon", "generators", "state folder", "daemon"} <= set(found)
    assert not [finding for finding in found.values() if finding.health is Health.BROKEN]
    assert "draft" in found["generators"].seen


def test_everything_wrong_comes_with_a_fix() -> None:
    assert all(finding.fix for finding in findings() if finding.health is not Health.WELL)


def test_missing_packages_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["msgspec>=0.20", 'no-such-package>=1; extra == "daemon"', 'pillow>=999.0; extra == "daemon"']
    monkeypatch.setattr(checkup, "requires", lambda _name: asked)
    finding = _found()["extra daemon"]
    assert finding.health is Health.BROKEN
    assert "no-such-package, pillow" in finding.seen
    assert "[daemon]" in finding.fix
    assert examine(as_json=True) == ExitCode.SOME_FAILED
    assert json.loads(capsys.readouterr().out)


def test_a_table_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert examine(as_json=False) == ExitCode.OK
    assert "generators" in capsys.readouterr().out


def test_wrong_settings_are_a_finding(own_home: Path) -> None:
    (own_home / "config.toml").write_text("prot = 1\n")
    assert _found()["settings"].health is Health.BROKEN


def test_a_running_daemon(real_daemon: tuple[Path, ReadyInfo], own_home: Path) -> None:
    ready, info = Settings(state_dir=str(own_home)).ready_path, real_daemon[1]
    assert _found()["daemon"].health is Health.OFF
    write_ready(ready, info)
    assert _found()["daemon"].health is Health.WELL
    write_ready(ready, msgspec.structs.replace(info, build="0" * 16))
    assert "another build" in _found()["daemon"].seen
    write_ready(ready, msgspec.structs.replace(info, port=1))
    assert _found()["daemon"].health is Health.BROKEN
    write_ready(ready, msgspec.structs.replace(info, pid=2**22 + 5))
    assert "ended without a word" in _found()["daemon"].seen
