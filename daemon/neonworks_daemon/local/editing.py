"""Starting the editor as a process: its arguments, its Python, and the demo project."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from neonworks_protocol.errors import StorageFailed, Unavailable

from neonworks_daemon.settings import load_settings

__all__ = ["demo_project", "editor_arguments", "run_editor"]

_DEMO = ("knight_right", "mage_right", "adventurer_down", "villager_right", "slime", "bat")
"""Example sprites that the demo project begins with: several body plans and sizes."""
Run = Callable[[Sequence[str], Mapping[str, str]], int]


def editor_arguments(path: Path | None, **options: object) -> list[str]:
    """What ``python -m neonworks_editor`` is given; options that are None are left out."""
    arguments = [] if path is None else [str(path)]
    for name, value in options.items():
        if value is not None:
            arguments += [f"--{name.replace('_', '-')}", str(value)]
    # A path that begins with a dash is not an option.
    return arguments if path is None else [*arguments[1:], "--", arguments[0]]


def demo_project(folder: Path | None = None) -> Path:
    """A folder with example sprites, made where they are missing; what users changed in it stays.

    Default: ``demo`` in the daemon's data folder. Raises ``StorageFailed`` where it cannot be written.
    """
    folder = folder or load_settings(None, {}).data_path / "demo"
    missing = [name for name in _DEMO if not (folder / f"{name}.png").exists()]
    if missing:
        _draw(folder, missing)
    return folder


def run_editor(arguments: Sequence[str], *, run: "Run | None" = None) -> int:
    """Start the editor with this Python and wait until it is closed; returns its exit code.

    Raises ``Unavailable`` where pygame is not installed.
    """
    if importlib.util.find_spec("pygame") is None:
        raise Unavailable("the editor needs pygame: pip install 'neonworks-animator[editor]'")
    environment = dict(os.environ)
    environment.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    return (run or _run)([sys.executable, "-P", "-m", "neonworks_editor", *arguments], environment)


def _draw(folder: Path, names: Sequence[str]) -> None:
    # Here, not above: a demo that is there already needs no numpy.
    from neonworks_models.examples.gallery import example_sprites
    from neonworks_models.export.files import write_file
    from neonworks_models.export.frames import encode_png

    for example in example_sprites():
        if example.name in names:
            write_file(folder / f"{example.name}.png", encode_png(example.sprite.rgba))


def _run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    try:
        process = subprocess.Popen(command, env=dict(environment))
    except OSError as error:
        raise StorageFailed(f"the editor cannot be started ({error.strerror}): install it again") from error
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal sends Ctrl-C to the editor too: it saves its scene and ends in its own way.
            continue
