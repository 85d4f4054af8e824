"""Which Python runs NeonWorks, and how it gets our packages without installing anything into it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from neonworks_protocol.errors import Unavailable

__all__ = ["DAEMON_PYTHON", "OLDEST", "OwnPackages", "PythonFacts", "look_at_python", "missing_packages"]

DAEMON_PYTHON = "NEONWORKS_ANIMATOR_PYTHON"
"""Variable with the Python that has the daemon, for editors that run in another one."""
OLDEST = (3, 11)
_OURS = ("neonworks_protocol", "neonworks_editor")
_NEEDED = ("msgspec", "websockets", "platformdirs")
_COMPILED = frozenset({"msgspec"})
"""Works only in the same minor version of the same kind of Python."""
_LOOK_S = 30.0
_LOOK = """
import importlib.util as u, json, platform, sys
names = ("pygame", "msgspec", "websockets", "platformdirs")
print(json.dumps({"version": list(sys.version_info[:2]), "kind": platform.python_implementation(),
"machine": platform.machine(), "has": [n for n in names if u.find_spec(n)]}))
"""


class PythonFacts(msgspec.Struct, frozen=True):
    """What an interpreter is and which of the packages we need it has."""

    version: tuple[int, int]
    kind: str
    machine: str
    has: tuple[str, ...]


Run = Callable[[Sequence[str]], "subprocess.CompletedProcess[str]"]


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=_LOOK_S, check=False, env=environment
    )


def look_at_python(python: str, run: Run = _run) -> PythonFacts:
    """Start ``python`` once and ask it. Raises ``Unavailable`` with what to do when it does not answer."""
    if shutil.which(python) is None:
        raise Unavailable(f"there is no program {python}: give the Python that runs NeonWorks with --python")
    try:
        answer = run([python, "-c", _LOOK])
        lines = answer.stdout.strip().splitlines()
        return msgspec.json.decode(lines[-1] if lines else "", type=PythonFacts)
    except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise Unavailable(
            f"{python} is no Python that works: give the Python that runs NeonWorks with --python"
        ) from error


def missing_packages(python: str, facts: PythonFacts, own: PythonFacts) -> tuple[str, ...]:
    """Packages that ``python`` has to get from ours. Raises ``Unavailable`` when ours do not fit it."""
    if facts.version < OLDEST:
        found = ".".join(map(str, facts.version))
        raise Unavailable(
            f"{python} is Python {found}; NeonWorks and its animator need 3.11 or newer: choose with --python"
        )
    if "pygame" not in facts.has:
        raise Unavailable(f"{python} has no pygame: {python} -m pip install pygame")
    missing = tuple(name for name in _NEEDED if name not in facts.has)
    same = (facts.version, facts.kind, facts.machine) == (own.version, own.kind, own.machine)
    unfit = [name for name in missing if name in _COMPILED and not same]
    if unfit:
        raise Unavailable(f"{python} lacks {unfit[0]}: {python} -m pip install {' '.join(missing)}")
    return missing


class OwnPackages:
    """A folder with our packages, and of others only those that are named: to stand in ``PYTHONPATH``.

    Our whole package folder would hide the engine's own versions of everything else. Links where the system
    allows them, else copies.
    """

    def __init__(self, folder: Path, names: Sequence[str] = ()) -> None:
        self.folder = folder
        for name in (*_OURS, *names):
            self._add(name)

    def _add(self, name: str) -> None:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise Unavailable(f"{name} is not installed here: {sys.executable} -m pip install {name}")
        source = Path(spec.submodule_search_locations[0])
        target = self.folder / name
        try:
            target.symlink_to(source, target_is_directory=True)
        except (OSError, NotImplementedError):
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
