"""The ``watch`` command as a process, and with ``--dry-run`` and mistakes in this one."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.launch import stop_daemon
from neonworks_daemon.ready import read_ready
from neonworks_daemon.settings import Settings

from tests.fakes.daemons import WAIT_S
from tests.fakes.watched import put_sprite, write_recipe
from tests.repo.tree import ROOT

_COMMAND = (sys.executable, "-m", "neonworks_daemon.cli", "watch")


@pytest.fixture
def art(tmp_path: Path) -> Path:
    folder = tmp_path / "art"
    folder.mkdir()
    write_recipe(folder, "[animations]\nidle = { action = 'idle', frames = 2 }\n")
    return folder


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """Ends the daemon that the command has started."""
    yield own_home
    if (info := read_ready(Settings(state_dir=str(own_home)).ready_path)) is not None:
        stop_daemon(info)


def test_once_does_what_there_is_and_says_what_is_left(art: Path, home: Path) -> None:
    put_sprite(art)
    (art / "bad.png").write_bytes(b"junk")
    command = [*_COMMAND, str(art), "--once", "--settle-ms", "50", "--formats", "webp"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    assert (art / "animations/hero/hero_idle.webp").is_file()
    assert "art: hero.png: 1 clip written" in done.stderr
    assert "art: bad.png: left alone: The image is not a PNG" in done.stderr
    (art / "bad.png").unlink()
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 0 and "written" not in again.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to a child")
def test_it_watches_until_it_is_stopped(art: Path, home: Path) -> None:
    with subprocess.Popen(
        [*_COMMAND, str(art), "--settle-ms", "50"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        for number in (1, 2):
            put_sprite(art, number=number)
            sprite = (art / "hero.png").read_bytes()
            _until_published(art, sprite)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.splitlines()[-1].startswith("stopped; nothing is half written")


def _until_published(art: Path, sprite: bytes) -> None:
    import hashlib

    wanted = hashlib.sha256(sprite).hexdigest()
    manifest = art / "animations/hero/hero.animations.json"
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if manifest.is_file() and json.loads(manifest.read_bytes())["sha256"] == wanted:
            return
        time.sleep(0.02)
    raise AssertionError("the sprite was not published")


def test_a_dry_run_writes_nothing(art: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_sprite(art)
    assert run(["watch", str(art), "--dry-run"]) == 0
    assert "hero.png" in capsys.readouterr().out
    assert not (art / "animations").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["none"], 3, "there is no folder"),
        (["none", "--formats", "jpg"], 2, "unknown format 'jpg'"),
        (["none", "--recipe", "nosuch.toml"], 2, "'nosuch.toml' does not exist"),
        (["none", "--settle-ms", "1"], 2, "settle-ms"),
        (["none", "--name", " "], 2, "--name is empty"),
        (["none", "--dry-run"], 3, "there is no folder"),
        ([], 2, "FOLDER"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["watch", *arguments]) == code
    assert words in capsys.readouterr().err
