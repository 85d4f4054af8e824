"""A NeonWorks editor to attach to: the double, or the engine where ``NEONWORKS_ENGINE`` names a checkout."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pygame
import pytest
from neonworks_editor.hosts.adapter import HostAdapter
from neonworks_editor.hosts.neonworks_app import AppMaker, RunningApp
from neonworks_editor.project.applied import AppliedClip

__all__ = [
    "DOUBLE",
    "ENGINE",
    "ENGINE_VARIABLE",
    "PROJECT",
    "Editor",
    "Guest",
    "StandIn",
    "applied_clip",
    "frame_picture",
    "make_stand_in",
    "open_editor",
    "prepare_engine",
    "write_engine_folder",
]

DOUBLE = "tests.fakes.neonworks_double"
ENGINE = "neonworks"
ENGINE_VARIABLE = "NEONWORKS_ENGINE"
PROJECT = "Demo"
_SETTINGS = {
    "window_title": "Demo",
    "window_width": 1280,
    "window_height": 720,
    "tile_size": 32,
    "initial_scene": "gameplay",
}
_METADATA = {"name": "Demo", "version": "0.1.0", "description": "for tests", "author": "nobody"}
_PATHS = {name: name for name in ("assets", "levels", "scripts", "saves", "config")}


@dataclass(frozen=True)
class Editor:
    """One running editor without its main loop; ``folder`` is the working folder."""

    package: str
    folder: Path
    application: Any

    @property
    def ui(self) -> Any:
        return self.application.ui_manager

    @property
    def world(self) -> Any:
        return self.application.engine.world

    @property
    def renderer(self) -> Any:
        return self.application.renderer

    def part(self, module: str) -> Any:
        """A module of the engine, such as ``core.ecs``."""
        return import_module(f"{self.package}.{module}")

    def entity(self, texture: str = "characters/hero.png", x: float = 0, y: float = 0, size: int = 32) -> Any:
        """A new entity on the map, centred at (x, y)."""
        ecs = self.part("core.ecs")
        entity = self.world.create_entity()
        entity.add_component(ecs.Transform(x, y))
        entity.add_component(ecs.Sprite(texture, size, size))
        return entity

    def sprite(self, entity: Any) -> Any:
        return entity.get_component(self.part("core.ecs").Sprite)

    def animations(self, entity: Any) -> Any:
        return entity.get_component(self.part("rendering.animation").AnimationComponent)

    def map_picture(self) -> pygame.Surface:
        """The map as the engine draws it now."""
        self.renderer.clear()
        self.renderer.render_world(self.world)
        picture: pygame.Surface = self.renderer.screen.copy()
        return picture

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Colour of the map (x, y) beside the middle of the window."""
        colour = self.map_picture().get_at((640 + x, 360 + y))
        return colour.r, colour.g, colour.b


class StandIn:
    """A panel with a text field over the right of the window, and nothing behind it."""

    def __init__(self, host: HostAdapter) -> None:
        self.host = host
        self.visible = False
        self.text = ""
        self.ticks = 0
        self.stopped = False
        self.fails = ""

    def handle_event(self, event: pygame.event.Event) -> bool:
        self._fail("event")
        if not self.visible:
            return False
        if event.type == pygame.TEXTINPUT:
            self.text += event.text
        if event.type == pygame.MOUSEBUTTONDOWN:
            return bool(event.pos[0] >= 860)
        return event.type in (pygame.TEXTINPUT, pygame.KEYDOWN, pygame.KEYUP)

    def tick(self, now: float) -> None:
        self._fail("tick")
        self.ticks += 1

    def render(self, surface: pygame.Surface) -> None:
        self._fail("render")
        surface.fill((70, 20, 90), (860, 120, 420, 570))

    def open(self) -> None:
        self.visible = True
        self.host.capture_text(True)

    def close(self) -> None:
        self.visible = False
        self.host.capture_text(False)

    def stop(self) -> None:
        self.stopped = True

    def _fail(self, what: str) -> None:
        if self.fails == what:
            raise RuntimeError(f"{what} is broken")


class Guest:
    """What stands behind the editor's slot; it notes what it is asked."""

    def __init__(self) -> None:
        self.visible = False
        self.calls: list[str] = []

    def toggle(self) -> None:
        self.visible = not self.visible

    def beat(self) -> None:
        self.calls.append("beat")

    def draw(self, screen: pygame.Surface) -> None:
        self.calls.append("draw")

    def event(self, event: pygame.event.Event) -> bool:
        self.calls.append("event")
        return True


def make_stand_in(made: list[StandIn]) -> AppMaker:
    """A maker of panels that puts each into ``made``."""

    def make(host: HostAdapter) -> RunningApp:
        made.append(StandIn(host))
        return RunningApp(made[-1], made[-1].stop)

    return make


def frame_picture(size: tuple[int, int], colour: tuple[int, int, int], margin: int = 8) -> pygame.Surface:
    """A box of ``colour`` with nothing around it."""
    picture = pygame.Surface(size, pygame.SRCALPHA)
    picture.fill(colour, picture.get_rect().inflate(-2 * margin, -2 * margin))
    return picture


def write_engine_folder(folder: Path, projects: tuple[str, ...] = (PROJECT,)) -> Path:
    """A folder that the engine can work in: assets with a manifest, and projects."""
    entries: dict[str, list[dict[str, Any]]] = {"characters": [], "enemies": []}
    stills = (("characters", "hero", (255, 0, 0)), ("characters", "hero_mage", (0, 0, 255)))
    for category, name, colour in (*stills, ("enemies", "slime", (0, 160, 0))):
        path = folder / "assets" / category / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(frame_picture((32, 32), colour, 4), str(path))
        entry = {"id": name, "name": name.title(), "file_path": f"{category}/{name}.png", "format": "png"}
        entries[category].append(entry | {"dimensions": {"width": 32, "height": 32}})
    manifest = {"version": "1.0.0", "assets": entries}
    (folder / "assets" / "asset_manifest.json").write_text(json.dumps(manifest))
    for name in projects:
        (folder / "projects" / name).mkdir(parents=True)
        config = {"metadata": _METADATA | {"name": name}, "paths": _PATHS, "settings": _SETTINGS}
        (folder / "projects" / name / "project.json").write_text(json.dumps(config))
    return folder


def applied_clip(
    folder: Path,
    name: str = "walk",
    colours: tuple[tuple[int, int, int], ...] = ((255, 255, 0), (0, 255, 255)),
    *,
    size: tuple[int, int] = (32, 32),
    durations: tuple[int, ...] | None = None,
    loop: bool = True,
    still_offset: tuple[int, int] = (0, 0),
) -> AppliedClip:
    """An animation in files of the project: one box a frame, in these colours."""
    target = folder / "projects" / PROJECT / "assets" / "animations" / "hero"
    target.mkdir(parents=True, exist_ok=True)
    frames = []
    for index, colour in enumerate(colours):
        frames.append(target / f"hero_{name}_{index + 1:02}.png")
        pygame.image.save(frame_picture(size, colour), str(frames[-1]))
    times = durations or (100,) * len(frames)
    pivot = (size[0] / 2, float(size[1]))
    return AppliedClip(name, tuple(frames), times, loop, size, pivot, still_offset)


def _forget_singletons(package: str) -> None:
    """Everything that the engine keeps once for the process starts anew."""
    if package == DOUBLE:
        import_module(f"{package}.core.hotkeys").reset()
        import_module(f"{package}.core.project").reset()
        return
    import_module(f"{package}.core.hotkey_manager").reset_hotkey_manager()
    vars(import_module(f"{package}.core.project"))["_global_project_manager"] = None
    import_module(f"{package}.rendering.assets").set_asset_manager(None)
    workspaces = import_module(f"{package}.ui.workspace_system")
    workspaces.WorkspaceManager._instance = None
    vars(workspaces)["_workspace_manager_instance"] = None


def open_editor(
    package: str,
    folder: Path,
    patch: pytest.MonkeyPatch,
    build: Callable[[str], Any] | None = None,
) -> Editor:
    """The editor on the project in a folder of its own, its level builder closed.

    ``build`` makes the application, from the package's name. Skips the test where there is no engine.
    """
    prepare_engine(package, folder, patch)
    if build is not None:
        return Editor(package, folder, build(package))
    application = import_module(f"{package}.main").GameApplication(PROJECT, mode="edit")
    application.ui_manager.level_builder.visible = False
    return Editor(package, folder, application)


def prepare_engine(package: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Make ``package`` importable and ``folder`` its working folder."""
    if package == ENGINE:
        checkout = os.environ.get(ENGINE_VARIABLE)
        if not checkout:
            pytest.skip(f"needs a checkout of NeonWorks, named by {ENGINE_VARIABLE}")
        patch.syspath_prepend(checkout)
    patch.setenv("HOME", str(folder))
    patch.setenv("SDL_AUDIODRIVER", "dummy")
    if not os.environ.get("DISPLAY"):
        patch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.init()
    write_engine_folder(folder)
    patch.chdir(folder)
    _forget_singletons(package)
