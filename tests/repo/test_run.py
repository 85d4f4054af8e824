"""The launcher: what it decides, and that a finished environment costs nothing."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.repo.tree import ROOT


def _launcher() -> ModuleType:
    spec = importlib.util.spec_from_file_location("neonworks_launcher", ROOT / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher of an empty checkout in a temporary folder."""
    module = _launcher()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "neonworks-setup.stamp",
        "LOG": venv / "neonworks-setup.log",
    }.items():
        monkeypatch.setattr(module, name, value)
    return module


def _pretend_installed(launcher: ModuleType) -> None:
    python = launcher.venv_python()
    python.parent.mkdir(parents=True)
    python.write_text("")
    launcher.STAMP.write_text(launcher.wanted_stamp())


def test_not_ready_until_the_stamp_is_written(launcher: ModuleType) -> None:
    assert not launcher.is_ready()
    _pretend_installed(launcher)
    assert launcher.is_ready()


def test_a_changed_project_file_installs_again(launcher: ModuleType) -> None:
    _pretend_installed(launcher)
    (launcher.ROOT / "pyproject.toml").write_text("[project]\nname = 'y'\n")
    assert not launcher.is_ready()


def test_a_moved_checkout_installs_again(
    launcher: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend_installed(launcher)
    before = launcher.wanted_stamp()
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "pyproject.toml").write_bytes((tmp_path / "pyproject.toml").read_bytes())
    monkeypatch.setattr(launcher, "ROOT", moved)
    assert launcher.wanted_stamp() != before


def test_a_foreign_folder_is_not_overwritten(
    launcher: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    launcher.VENV.mkdir()
    (launcher.VENV / "precious.txt").write_text("mine")
    assert launcher.main(["setup"]) == 4
    assert (launcher.VENV / "precious.txt").read_text() == "mine"
    assert "not a virtual environment" in capsys.readouterr().err


def test_an_unwritable_place_is_one_line(launcher: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    launcher.VENV.write_text("a file where the folder belongs")
    assert launcher.main(["setup"]) == 4
    assert len(capsys.readouterr().err.strip().splitlines()) <= 2


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError: Temporary failure in name resolution", "no network"),
        ("ERROR: one\nERROR: two", "ERROR: two"),
        ("", "nothing"),
    ],
)
def test_advice_is_one_line(launcher: ModuleType, output: str, words: str) -> None:
    advice = launcher._advice(output)
    assert words in advice
    assert "\n" not in advice


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("Collecting numpy>=2.0 (from x)\n", "package 3: numpy"),
        ("  Downloading opencv_python-5.0-cp311.whl (54.1 MB)\n", "package 3: opencv_python (54.1 MB)"),
        ("Installing collected packages: a, b, c\n", "unpacking 3 packages"),
        ("Building wheels\n", None),
        ("  Building wheel for llama_cpp_python (pyproject.toml): started\n", "building llama_cpp_python"),
    ],
)
def test_status_of_pip_output(launcher: ModuleType, line: str, status: str | None) -> None:
    assert launcher._status(line, 3) == status


def test_markers_of_all_parts_are_declared(launcher: ModuleType, pytestconfig: pytest.Config) -> None:
    declared = {line.split(":")[0] for line in pytestconfig.getini("markers")}
    assert {part.marker for part in launcher.PARTS} <= declared


def test_a_part_without_its_compiler_is_left_out(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher.shutil, "which", lambda _name: None)
    part = launcher.Part("native", requirements=("nothing==1.0",), compiler=True)
    assert launcher._prepare(part) is False
    assert "no C++ compiler" in capsys.readouterr().err


def test_a_part_that_does_not_install_is_left_out(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_what: object, _label: str) -> None:
        raise launcher.SetupFailed("llama.cpp did not build")

    monkeypatch.setattr(launcher, "_pip_install", fail)
    part = launcher.Part("native", requirements=("nothing==1.0",))
    assert launcher._prepare(part) is False
    assert "tests marked native are left out: llama.cpp did not build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "marks"), [(["-k", "x"], ["-m", "not slow and not llm"]), (["--all", "-k", "x"], [])]
)
def test_all_adds_the_tests_of_every_part(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, arguments: list[str], marks: list[str]
) -> None:
    calls: list[list[str]] = []

    def call(command: list[str], **_options: object) -> int:
        calls.append(list(command))
        return 7

    monkeypatch.setattr(launcher, "_call", call)
    monkeypatch.setattr(launcher, "_prepare", lambda _part: True)
    assert launcher.run_tests(arguments) == 7
    assert calls == [["-m", "pytest", *marks, "-k", "x"]]


def test_checks_all_run_when_one_fails(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launcher, "_call", lambda command, **_options: int("mypy" in command))
    monkeypatch.setattr(launcher, "_prepare", lambda _part: True)
    assert launcher.run_checks() == 1
    printed = capsys.readouterr().out
    assert "FAILED types" in printed
    assert "ok     tests" in printed


def test_help_needs_no_environment(tmp_path: Path) -> None:
    copy = tmp_path / "run.py"
    copy.write_bytes((ROOT / "run.py").read_bytes())
    done = subprocess.run([sys.executable, str(copy)], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "python3 run.py demo" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_parses_on_old_pythons() -> None:
    """The file must get as far as its own message there."""
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))
