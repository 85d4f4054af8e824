"""What changes the build id."""

import subprocess
import sys
from pathlib import Path

import pytest
from neonworks_daemon.build_id import build_id


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "build_id_sample"
    (folder / "data").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('must not be imported')\n")
    (folder / "data" / "table.json").write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder


def _id() -> str:
    return build_id(("build_id_sample",), ("msgspec",))


def test_it_is_stable_and_imports_nothing(package: Path) -> None:
    assert _id() == _id()
    assert len(_id()) == 16
    assert "build_id_sample" not in sys.modules


@pytest.mark.parametrize("name", ["__init__.py", "data/table.json", "new.toml"])
def test_a_changed_or_new_source_changes_it(package: Path, name: str) -> None:
    before = _id()
    (package / name).write_text("# other\n")
    assert _id() != before


def test_what_cannot_change_a_result_does_not_change_it(package: Path) -> None:
    before = _id()
    (package / "notes.txt").write_text("hello")
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert _id() == before


def test_a_package_more_or_less_changes_it(package: Path) -> None:
    assert build_id(("build_id_sample",), ("msgspec", "no-such-distribution")) != _id()


def test_two_processes_agree() -> None:
    script = "from neonworks_daemon.build_id import build_id; print(build_id())"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == build_id()
