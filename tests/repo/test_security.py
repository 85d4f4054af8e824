"""``SECURITY.md`` names only tests that exist, and every test that attacks."""

import ast
import re
from pathlib import Path

import pytest

from tests.repo.tree import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TEXT)
ATTACKS = sorted((ROOT / "tests" / "e2e").glob("test_attack_*.py"))


def _tests(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions) and node.name.startswith("test_")}


def test_there_are_promises() -> None:
    assert len(NAMED) > 60
    assert len(ATTACKS) >= 5


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_every_named_test_exists(path: str) -> None:
    assert (ROOT / path).is_file()
    assert {name for file, name in NAMED if file == path} <= _tests(path)


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_every_attack_is_named(path: Path) -> None:
    file = path.relative_to(ROOT).as_posix()
    assert _tests(file) <= {name for named, name in NAMED if named == file}


def test_every_row_of_a_promise_names_a_test() -> None:
    rows = [line for line in TEXT.split("## What is promised")[1].splitlines() if line.startswith("| ")]
    assert [row for row in rows if "::test_" not in row and not row.startswith(("| promise", "|---"))] == []
