"""The NeonWorks editor in a window that works, with our panel in it: run by the engine's own Python.

``python -m neonworks_editor.hosts.neonworks_window PROJECT`` in the folder that holds ``projects`` and
``assets``, with the engine and our packages importable; ``neonworks_launcher`` sees to all that.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pygame
from neonworks_protocol.errors import AnimatorError, BadRequest, StorageFailed, Unavailable

from neonworks_editor.hosts.neonworks import Attached, attach
from neonworks_editor.hosts.neonworks_app import AppMaker, make_animator
from neonworks_editor.hosts.neonworks_contract import Engine, MasterUi
from neonworks_editor.hosts.neonworks_shell import Shell
from neonworks_editor.hosts.neonworks_storage import SceneStorage, place_samples
from neonworks_editor.hosts.neonworks_toasts import ToastBoard
from neonworks_editor.hosts.standalone_start import read_events
from neonworks_editor.panel.recording import Player, RecordedEvent

__all__ = ["EditorWindow", "Script", "main"]

_FONT_SIZE = 22


@dataclass(frozen=True, slots=True)
class Script:
    """Recorded input that is played, and a picture of the window that is written after so many seconds; then
    the window closes. Nothing of both by default."""

    events: Sequence[RecordedEvent] = ()
    screenshot: Path | None = None
    after_s: float = 3.0


class EditorWindow:
    """NeonWorks' application for a project, with our shell between its main loop and its editor.

    ``package`` is the name under which the engine is imported. Raises ``Unavailable`` or ``BadRequest`` with
    one line when the engine cannot be started.
    """

    def __init__(
        self,
        project: str,
        *,
        package: str = "neonworks",
        make_app: AppMaker = make_animator,
        script: Script | None = None,
    ) -> None:
        self.application = _application(project, package)
        ui: MasterUi = self.application.ui_manager
        renderer, engine = self.application.renderer, self.application.engine
        # It is open from the start and raises at its first frame.
        self.application.ui_manager.level_builder.visible = False
        self.toasts = ToastBoard(pygame.font.Font(None, _FONT_SIZE))
        self.storage = SceneStorage(self.application.save_manager, engine.world)
        self.attached: Attached = attach(
            ui, make_app=make_app, shell=True, notify=self.toasts.say, changed=self.storage.changed
        )
        self._script = script or Script()
        self._player = Player(self._script.events, locate=self.attached.locate)
        self._begun = time.monotonic()
        self.shell = Shell(
            ui, renderer, self.attached, self.toasts, keys=self._key, shown=self._follow_script
        )
        engine.attach_ui_manager(self.shell, lambda: (renderer.camera.x, renderer.camera.y))
        self._fill_map(engine.world)

    def run(self) -> None:
        """The engine's main loop, until the window is closed; then everything of ours is taken out."""
        self.attached.open()
        self._begun = time.monotonic()
        try:
            self.application.run()
        finally:
            self.attached.detach()

    def _key(self, event: pygame.event.Event) -> bool:
        said = self.storage.key(event)
        if said:
            self.toasts.say(said)
        return bool(said)

    def _follow_script(self) -> None:
        elapsed = time.monotonic() - self._begun
        self._player.advance(elapsed)
        if self._script.screenshot is not None and elapsed >= self._script.after_s:
            self._save_picture(self._script.screenshot)
            self.application.engine.stop()

    def _save_picture(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            pygame.image.save(self.application.renderer.screen, str(path))
        except (OSError, pygame.error) as error:
            raise StorageFailed(
                f"the screenshot cannot be written ({error}): choose another --screenshot"
            ) from error

    def _fill_map(self, world: Any) -> None:
        if self.storage.load() or world.get_entities():
            return
        places = self.attached.adapter.places
        if place_samples(Engine.of(world), world, places, places.sprites()):
            self.toasts.say("The map was empty: here are some sprites to try. Ctrl+S saves the map.")


def _application(project: str, package: str) -> Any:
    try:
        module = import_module(f"{package}.main")
    except ImportError as error:
        missing = error.name or str(error)
        raise Unavailable(
            f"NeonWorks needs {missing}, which this Python lacks: {sys.executable} -m pip install {missing}"
        ) from error
    try:
        application = module.GameApplication(project, mode="edit")
    except SystemExit as error:
        raise BadRequest(
            f"NeonWorks refused the project {project}: the lines above say why. Mend its project.json."
        ) from error
    if application.ui_manager is None:
        raise Unavailable("NeonWorks could not make its editor: the lines above say why.")
    return application


def main(arguments: Sequence[str]) -> int:
    """Open the window; 0 when it was closed, 2 with one line when it could not be opened."""
    options = _parser().parse_args(arguments)
    sys.path.insert(0, str(Path.cwd()))
    try:
        script = Script(read_events(options.events), options.screenshot, options.after)
        EditorWindow(options.project, script=script).run()
    except AnimatorError as error:
        print(f"error: {error.message}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="neonworks_window", description="The NeonWorks editor, animated.")
    parser.add_argument("project", metavar="PROJECT")
    parser.add_argument("--screenshot", type=Path, metavar="FILE")
    parser.add_argument("--after", type=float, default=3.0, metavar="SECONDS")
    parser.add_argument("--events", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
