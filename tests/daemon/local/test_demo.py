import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.demo import run_demo
from neonworks_daemon.local.remote import RemoteArtist
from neonworks_daemon.ready import ReadyInfo

from tests.daemon.local.sprites import open_picture

_SHORT = (("slime", "hop"), ("bat", "walk"))


def test_everything_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo-output"
    assert run_demo(out, as_json=False, scenes=_SHORT) == ExitCode.OK
    told = capsys.readouterr()
    assert "a daemon is ready after" in told.err
    assert "first ms" in told.out
    assert len(list(out.glob("*/*.gif"))) == 2
    assert len(list(out.glob("*/*.json"))) == 4
    assert open_picture(out / "contact-sheet.png").shape[1] > 4 * 32


def test_numbers_as_json_and_failures_are_told(
    tmp_path: Path, real_daemon: tuple[Path, ReadyInfo], capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def running() -> Iterator[tuple[RemoteArtist, float]]:
        with RemoteArtist.connect(real_daemon[1]) as artist:
            yield artist, 0.0

    scenes = (("slime", "hop"), ("slime", ""))
    assert run_demo(tmp_path, as_json=True, scenes=scenes, daemon=running) == ExitCode.SOME_FAILED
    told = capsys.readouterr()
    record = json.loads(told.out)
    assert [clip["sprite"] for clip in record["clips"]] == ["slime"]
    assert record["clips"][0]["contract"]["passed"] is True
    assert "slime, ''" in told.err
