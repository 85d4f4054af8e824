"""Tests mirror the source: ``models/neonworks_models/a/b.py`` is tested in ``tests/models/a/test_b.py``."""

from tests.repo.tree import PACKAGES, ROOT, SourceModule, source_modules

EXEMPT: dict[str, str] = {}
"""Dotted module name -> why it has no test module of its own."""

_ENTRY_POINTS = {"__init__.py", "__main__.py"}


def _needs_tests(module: SourceModule) -> bool:
    return module.inner.name not in _ENTRY_POINTS and module.name not in EXEMPT


def test_each_module_has_its_tests() -> None:
    missing = [
        f"{module.name}: {module.test_path.relative_to(ROOT)}"
        for module in source_modules()
        if _needs_tests(module) and not module.test_path.is_file()
    ]
    assert missing == []


def test_exemptions_are_needed() -> None:
    names = {module.name for module in source_modules()}
    tested = {module.name for module in source_modules() if module.test_path.is_file()}
    assert set(EXEMPT) <= names - tested


def test_each_test_module_has_its_source() -> None:
    orphans = [
        path.relative_to(ROOT)
        for root, package in PACKAGES.items()
        for path in (ROOT / "tests" / root).rglob("test_*.py")
        if not _source_of(root, package, path.relative_to(ROOT / "tests" / root).parts)
    ]
    assert orphans == []


def _source_of(root: str, package: str, parts: tuple[str, ...]) -> bool:
    """Whether the module, or for ``test_init``-like files the package, exists."""
    folder = ROOT.joinpath(root, package, *parts[:-1])
    name = parts[-1].removeprefix("test_").removesuffix(".py")
    return (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()
