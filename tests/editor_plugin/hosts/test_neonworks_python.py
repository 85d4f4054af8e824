"""Which Python runs the engine, and what is lent to it."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from neonworks_editor.hosts.neonworks_python import (
    OwnPackages,
    PythonFacts,
    look_at_python,
    missing_packages,
)
from neonworks_protocol.errors import Unavailable

OWN = PythonFacts((3, 11), "CPython", "x86_64", ("pygame", "msgspec", "websockets", "platformdirs"))
BARE = msgspec.structs.replace(OWN, has=("pygame",))


def test_this_python_has_what_is_needed() -> None:
    facts = look_at_python(sys.executable)
    assert facts.version == sys.version_info[:2]
    assert missing_packages(sys.executable, facts, facts) == ()


def test_what_is_missing_is_lent_where_it_fits() -> None:
    assert missing_packages("python", BARE, OWN) == ("msgspec", "websockets", "platformdirs")
    other = msgspec.structs.replace(OWN, version=(3, 12), has=("pygame", "msgspec"))
    assert missing_packages("python", other, OWN) == ("websockets", "platformdirs")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (msgspec.structs.replace(OWN, version=(3, 10)), "3.10"),
        (msgspec.structs.replace(OWN, has=("msgspec",)), "pip install pygame"),
        (msgspec.structs.replace(BARE, version=(3, 12)), "pip install msgspec"),
        (msgspec.structs.replace(BARE, machine="arm64"), "pip install msgspec"),
    ],
)
def test_what_does_not_fit_is_said_with_what_to_do(facts: PythonFacts, words: str) -> None:
    with pytest.raises(Unavailable, match=words) as caught:
        missing_packages("python", facts, OWN)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("answer", ["", "not json", "[]", '{"version": [3]}'])
def test_a_program_that_is_no_python_is_refused(answer: str) -> None:
    def run(command: Sequence[str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.CompletedProcess(command, 0, stdout=answer, stderr="")

    with pytest.raises(Unavailable, match="--python"):
        look_at_python(sys.executable, run)


def test_a_program_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="--python"):
        look_at_python(str(tmp_path / "python"))


def test_the_folder_holds_only_what_is_named(tmp_path: Path) -> None:
    OwnPackages(tmp_path, ("platformdirs",))
    found = {path.name for path in tmp_path.iterdir()}
    assert found == {"neonworks_protocol", "neonworks_editor", "platformdirs"}
    code = "import neonworks_editor, platformdirs; print(neonworks_editor.__file__, platformdirs.__file__)"
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert answer.count(str(tmp_path)) == 2


def test_copies_serve_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    OwnPackages(tmp_path)
    assert (tmp_path / "neonworks_editor" / "hosts" / "neonworks.py").is_file()
    assert not list(tmp_path.rglob("__pycache__"))


def test_a_package_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="no_such_package_here"):
        OwnPackages(tmp_path, ("no_such_package_here",))
