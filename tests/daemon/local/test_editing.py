import importlib.util
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from neonworks_daemon.local.editing import demo_project, editor_arguments, run_editor
from neonworks_protocol.errors import Unavailable
from PIL import Image


def test_the_demo_is_drawn_once_and_then_belongs_to_the_user(tmp_path: Path) -> None:
    demo_project(tmp_path)
    stills = sorted(tmp_path.glob("*.png"))
    assert len(stills) >= 4
    for path in stills:
        with Image.open(path) as picture:
            assert picture.mode == "RGBA"
    stills[0].write_bytes(b"mine")
    stills[1].unlink()
    demo_project(tmp_path)
    assert stills[0].read_bytes() == b"mine"
    assert stills[1].exists()


def test_options_that_are_not_given_are_left_out() -> None:
    assert editor_arguments(Path("-x.png"), scale=None, daemon_python="py") == [
        "--daemon-python",
        "py",
        "--",
        "-x.png",
    ]


def test_the_editor_runs_in_this_python() -> None:
    seen: list[tuple[Sequence[str], Mapping[str, str]]] = []

    def run(command: Sequence[str], environment: Mapping[str, str]) -> int:
        seen.append((command, environment))
        return 7

    assert run_editor(["--", "a"], run=run) == 7
    command, environment = seen[0]
    assert command == [sys.executable, "-P", "-m", "neonworks_editor", "--", "a"]
    assert environment["PYGAME_HIDE_SUPPORT_PROMPT"] == "1"


def test_the_editor_answers_for_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "neonworks_editor", "nowhere.png"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "there is no" in done.stderr and done.stderr.strip().count("\n") == 0


def test_without_pygame_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Unavailable, match=r"neonworks-animator\[editor\]"):
        run_editor([])
