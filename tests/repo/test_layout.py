"""Each top-level folder holds exactly one package, so that no generic name can be imported from it."""

import pytest

from tests.repo.tree import PACKAGES, ROOT


@pytest.mark.parametrize(("root", "package"), PACKAGES.items())
def test_one_importable_per_root(root: str, package: str) -> None:
    importable = {path.name for path in (ROOT / root).glob("*.py")}
    importable |= {
        path.name
        for path in (ROOT / root).iterdir()
        if path.is_dir() and path.name.isidentifier() and any(path.rglob("*.py"))
    }
    assert importable == {package}


@pytest.mark.parametrize(("root", "package"), PACKAGES.items())
def test_packages_are_typed(root: str, package: str) -> None:
    assert (ROOT / root / package / "py.typed").is_file()
    assert (ROOT / root / package / "__init__.py").is_file()


def test_folders_of_modules_are_packages() -> None:
    """A folder without ``__init__.py`` is a namespace package: wheels and type checkers lose it."""
    missing = [
        folder
        for root, package in PACKAGES.items()
        for folder in {path.parent for path in (ROOT / root / package).rglob("*.py")}
        if not (folder / "__init__.py").is_file()
    ]
    assert missing == []


def test_top_level_is_fixed() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert {*PACKAGES, "tests"} <= folders
    assert [path.name for path in ROOT.glob("*.py")] == ["run.py"]
