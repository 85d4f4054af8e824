"""Which package may import which, and that what should start fast imports nothing heavy."""

import os
import subprocess
import sys

import pytest

from tests.repo.tree import PACKAGES, ROOT, source_modules

_HEAVY = ("numpy", "cv2", "PIL", "onnxruntime", "torch", "scipy", "skimage", "pygame")

_COMPUTING = (
    "neonworks_daemon.bench",
    "neonworks_daemon.local",
    "neonworks_daemon.watch.",
    "neonworks_daemon.worker",
)
"""Parts of the daemon package that run in workers or tools, never in the daemon's main process."""

_MAY_USE_PYGAME = "neonworks_editor"


def _light_modules() -> list[str]:
    return [
        module.name
        for module in source_modules()
        if module.root != "models"
        and module.inner.name != "__main__.py"
        and not module.name.startswith(_COMPUTING)
    ]


def _heavy_after(statements: str) -> list[str]:
    """Heavy packages that are loaded once the statements have run in a fresh interpreter."""
    question = f"import sys\n{statements}\nprint(*sorted(set({_HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", question],
        cwd=ROOT,
        # pygame greets on standard output when it is imported.
        env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("root", [root for root in PACKAGES if root != "models"])
def test_no_heavy_imports(root: str) -> None:
    names = [name for name in _light_modules() if name.startswith(PACKAGES[root])]
    # pygame loads numpy where it finds it; that our own code does not is among the import contracts.
    allowed = set(_heavy_after("import pygame")) if PACKAGES[root] == _MAY_USE_PYGAME else set()
    assert set(_heavy_after("\n".join(f"import {name}" for name in names))) <= allowed


def test_the_check_can_fail() -> None:
    assert _heavy_after("import neonworks_models.sprites.sprite") == ["numpy"]


def test_import_contracts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
