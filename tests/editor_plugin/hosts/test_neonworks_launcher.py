"""Starting the editor from any Python."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from neonworks_editor.hosts.neonworks_launcher import find_engine, find_project, launch
from neonworks_editor.hosts.neonworks_python import DAEMON_PYTHON
from neonworks_protocol.errors import BadRequest, NotFound, Unavailable

from tests.fakes.neonworks_editors import write_engine_folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the engine's, with two projects."""
    write_engine_folder(tmp_path, ("Demo", "Other"))
    (tmp_path / "neonworks").mkdir()
    (tmp_path / "neonworks" / "main.py").touch()
    return tmp_path


@pytest.mark.parametrize("inner", ["", "neonworks", "projects/Demo"])
def test_the_engine_is_found_from_inside_too(checkout: Path, inner: str) -> None:
    assert find_engine(checkout / inner) == checkout


def test_a_folder_without_the_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"neonworks/main\.py"):
        find_engine(tmp_path)
    with pytest.raises(NotFound):
        find_engine(tmp_path / "missing")


def test_the_only_project_needs_no_name(checkout: Path) -> None:
    assert find_project(checkout, "Other") == "Other"
    with pytest.raises(BadRequest, match="Demo, Other"):
        find_project(checkout, None)
    with pytest.raises(NotFound, match="Demo, Other"):
        find_project(checkout, "Third")
    (checkout / "projects" / "Other" / "project.json").unlink()
    assert find_project(checkout, None) == "Demo"
    (checkout / "projects" / "Demo" / "project.json").unlink()
    with pytest.raises(NotFound, match="has no projects"):
        find_project(checkout, "Demo")


class Spawned:
    """What would have been started."""

    def __init__(self) -> None:
        self.command: Sequence[str] = ()
        self.folder = Path()
        self.environment: Mapping[str, str] = {}
        self.lent: list[str] = []

    def __call__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
        self.command, self.folder, self.environment = command, folder, environment
        packages = Path(environment["PYTHONPATH"].split(os.pathsep)[0])
        self.lent = sorted(path.name for path in packages.iterdir())
        return 7


def test_the_editor_starts_in_the_engines_folder_with_our_packages(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/somewhere")
    spawned = Spawned()
    assert launch(checkout, "Demo", spawn=spawned) == 7
    assert spawned.folder == checkout
    assert spawned.command[0] == sys.executable
    assert spawned.command[-1] == "Demo"
    assert spawned.lent == ["neonworks_editor", "neonworks_protocol"]
    packages, engine = spawned.environment["PYTHONPATH"].split(os.pathsep)
    assert engine == str(checkout)
    assert not Path(packages).exists()
    assert "PYTHONHOME" not in spawned.environment
    assert spawned.environment[DAEMON_PYTHON] == sys.executable
    launch(checkout, "Demo", daemon_python="/other/python", extra=("--after", "1"), spawn=spawned)
    assert spawned.command[-4:] == ("--after", "1", "--", "Demo")
    assert spawned.environment[DAEMON_PYTHON] == "/other/python"


def test_a_relative_python_is_meant_from_here(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(sys.executable).parent)
    spawned = Spawned()
    launch(checkout, "Demo", f"./{Path(sys.executable).name}", spawn=spawned)
    assert spawned.command[0] == sys.executable


def test_a_python_that_does_not_work_is_said_before_anything_starts(checkout: Path) -> None:
    spawned = Spawned()
    with pytest.raises(Unavailable, match="--python"):
        launch(checkout, "Demo", str(checkout / "no" / "python"), spawn=spawned)
    assert spawned.command == ()


def test_a_real_process_is_waited_for(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The engine lacks a package: the window says so, and its exit code comes back."""
    (checkout / "neonworks" / "main.py").write_text("import no_such_package_here")
    assert launch(checkout, "Demo") == 2
    assert "pip install no_such_package_here" in capfd.readouterr().err
