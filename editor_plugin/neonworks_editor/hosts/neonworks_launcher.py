"""``launch``: open the NeonWorks editor with our panel, from any Python.

The editor runs as a process of its own: in the engine's Python, in the engine's folder (it finds ``projects``
and ``assets`` in the working folder), with our packages lent to it through ``PYTHONPATH``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from neonworks_protocol.errors import BadRequest, NotFound

from neonworks_editor.hosts.neonworks_python import (
    DAEMON_PYTHON,
    OwnPackages,
    look_at_python,
    missing_packages,
)

__all__ = ["Spawn", "find_engine", "find_project", "launch", "list_projects"]

_DAEMON = ("neonworks_daemon", "numpy", "cv2")
WINDOW = "neonworks_editor.hosts.neonworks_window"

Spawn = Callable[[Sequence[str], Path, Mapping[str, str]], int]
"""Runs a command in a folder with an environment and gives its exit code."""


def find_engine(path: Path) -> Path:
    """The folder that holds the engine's package and ``projects``. Raises ``NotFound`` with what to do.

    ``path`` may be that folder, the package inside it, or a project of it.
    """
    path = path.expanduser().resolve()
    for folder in (path, *path.parents[:3]):
        if (folder / "neonworks" / "main.py").is_file():
            return folder
    raise NotFound(f"there is no NeonWorks in {path}: give the folder that holds neonworks/main.py")


def list_projects(engine: Path) -> list[str]:
    """Names of the engine's projects, sorted."""
    folder = engine / "projects"
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if (entry / "project.json").is_file())


def find_project(engine: Path, wanted: str | None) -> str:
    """``wanted``, or the only project there is. Raises ``AnimatorError`` that names those there are."""
    known = list_projects(engine)
    if not known:
        raise NotFound(f"{engine} has no projects: make one with NeonWorks, in {engine / 'projects'}")
    if wanted is None and len(known) == 1:
        return known[0]
    names = ", ".join(known)
    if wanted is None:
        raise BadRequest(f"which project? add --project with one of: {names}")
    if wanted not in known:
        raise NotFound(f"there is no project {wanted}; there are: {names}")
    return wanted


def _spawn(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the editor got it too and ends


def _environment(engine: Path, packages: Path, daemon_python: str) -> dict[str, str]:
    """Ours, with a path that holds what we lend and then the engine; nothing of this Python's own."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    lent = {"PYTHONPATH": os.pathsep.join((str(packages), str(engine)))}
    # The engine prints pictures, which the encoding of a Windows console has no letters for.
    lent["PYTHONIOENCODING"] = "utf-8"
    if daemon_python or all(map(importlib.util.find_spec, _DAEMON)):
        lent[DAEMON_PYTHON] = daemon_python or sys.executable
    return kept | lent


def launch(
    neonworks: Path,
    project: str | None = None,
    python: str | None = None,
    *,
    daemon_python: str = "",
    extra: Sequence[str] = (),
    spawn: Spawn = _spawn,
) -> int:
    """Open the editor on ``project`` and wait until it is closed; its exit code.

    ``neonworks`` is a checkout of the engine, ``python`` the interpreter that has its requirements (default:
    this one), ``daemon_python`` the one that starts the daemon (default: this one, where it can).
    ``extra`` are further options of ``neonworks_window``, paths in it absolute. Raises ``AnimatorError`` with
    one line that says what to do.
    """
    engine = find_engine(neonworks)
    name = find_project(engine, project)
    chosen = str(Path(shutil.which(python) or python).absolute()) if python else sys.executable
    own = look_at_python(sys.executable)
    facts = own if chosen == sys.executable else look_at_python(chosen)
    missing = missing_packages(chosen, facts, own)
    with tempfile.TemporaryDirectory(prefix="neonworks-animator-") as folder:
        packages = OwnPackages(Path(folder), missing)
        command = (chosen, "-m", WINDOW, *extra, "--", name)
        return spawn(command, engine, _environment(engine, packages.folder, daemon_python))
