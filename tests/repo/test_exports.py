"""``__all__`` is present, sorted and true in every module."""

import ast
import importlib

import pytest

from tests.repo.tree import SourceModule, source_modules

_MODULES = source_modules()


def _exported(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            value = ast.literal_eval(node.value)
            assert isinstance(value, list)
            return value
    return None


def _own(tree: ast.Module) -> set[str]:
    """Public functions and classes that the module defines itself."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and not node.name.startswith("_")}


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_all_is_true(module: SourceModule) -> None:
    tree = module.tree()
    exported = _exported(tree)
    if exported is None:
        assert module.inner.name in ("__init__.py", "__main__.py"), "module without __all__"
        assert not _own(tree) or module.inner.name == "__main__.py"
        return
    assert len(exported) == len(set(exported))
    assert [name for name in exported if not hasattr(importlib.import_module(module.name), name)] == []
    if module.inner.name != "__init__.py":
        assert _own(tree) <= set(exported), "public names that __all__ does not list"


@pytest.mark.parametrize("module", _MODULES, ids=lambda module: module.name)
def test_modules_say_what_they_are(module: SourceModule) -> None:
    tree = module.tree()
    assert not tree.body or ast.get_docstring(tree), "module without a docstring"
